import { byNaturalOrder, onlyPool } from '#shared/domain/inventory/facts.ts';
import { locationHindrances } from '#shared/domain/wizards/new-storage/hindrances.ts';
import { isFabric, isLibrary, shellPlaces } from '#shared/domain/wizards/new-storage/readiness.ts';
import { storageHostsText } from '#shared/text/storage-hosts-text.ts';
import { hindranceText, storageWizardText } from '#shared/text/storage-wizard-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Card } from '#renderer/ui/Card.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { FabricTable } from './FabricTable.tsx';
import { HostTable } from './HostTable.tsx';
import { HostTroubles } from './HostTroubles.tsx';
import type { LocationProps } from './LocationPage.tsx';
import css from './NewStorage.module.css';

/** Every host looks for itself before anything is created: the one that will fail is named now, not afterwards. */
export function HostMatrix(props: LocationProps) {
  const { wizard, inventory } = props;
  const { draft, tests, tell } = wizard;
  const master = onlyPool(inventory)?.pool.master ?? undefined;
  const hosts = [...inventory.host]
    .toSorted(([, a], [, b]) => byNaturalOrder(a.name, b.name))
    .map(([ref, host]) => ({
      ref,
      name: host.name,
      isMaster: ref === master,
      secondsAhead: besideMaster(tests.clocks.get(ref), master === undefined ? undefined : tests.clocks.get(master)),
    }));
  const isTested = draft.hosts.size > 0 || draft.shells.size > 0;
  const isRunning = [...draft.hosts.values(), ...draft.shells.values()].some(({ is }) => is === 'looking');
  return (
    <Card
      title={storageWizardText.hosts}
      mark={
        <>
          {isRunning ? storageWizardText.looking : storageWizardText.hostsHint}
          <Button why={whyNot(props)} onClick={tests.run}>
            <Icon name="refresh" size="small" />
            {isTested ? storageWizardText.testAgain : storageWizardText.test}
          </Button>
        </>
      }
    >
      {!isFabric(draft.kind) && (
        <div className={css['permit']}>
          <Checkbox label={storageHostsText.overSsh} isOn={draft.asksShells} onChange={(isOn) => tell({ do: 'ask-shells', isOn })} />
          <p className={css['note']}>{storageHostsText.overSshHint}</p>
        </div>
      )}
      {isTested && (isFabric(draft.kind) ? <FabricTable hosts={hosts} draft={draft} /> : <HostTable hosts={hosts} draft={draft} />)}
      {isTested && <HostTroubles hosts={hosts} {...props} />}
    </Card>
  );
}

function whyNot({ wizard: { draft } }: LocationProps): string | undefined {
  const [hindrance] = locationHindrances(draft).filter(({ rule }) => rule !== 'erase-not-typed');
  if (hindrance !== undefined) return hindranceText(hindrance);
  if (!isLibrary(draft.kind)) return undefined;
  return draft.asksShells && shellPlaces(draft) !== undefined ? undefined : storageHostsText.libraryNeedsSsh;
}

/** Seconds by which the host is ahead of the master: that is what storage and pool mind, not the clock of this computer. */
function besideMaster(own: number | undefined, master: number | undefined): number | undefined {
  return own === undefined || master === undefined ? undefined : own - master;
}
