import { byNaturalOrder, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { checksOf, type CheckResult, hostChecks, type HostLook } from '#shared/domain/storage/host-checks.ts';
import { locationHindrances } from '#shared/domain/wizards/new-storage/hindrances.ts';
import { checkResultText, checkText, hindranceText, storageWizardText } from '#shared/text/storage-wizard-text.ts';
import { storageFaultText } from '#shared/text/storage-fault-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Card } from '#renderer/ui/Card.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { iqnOf } from './IqnNotice.tsx';
import type { LocationProps } from './LocationPage.tsx';
import css from './NewStorage.module.css';

/** Every host looks for itself before anything is created: the one that will fail is named now, not afterwards. */
export function HostMatrix(props: LocationProps) {
  const { wizard, inventory } = props;
  const { draft, testHosts, clocks } = wizard;
  const [hindrance] = locationHindrances(draft).filter(({ rule }) => rule !== 'erase-not-typed');
  const master = onlyPool(inventory)?.pool.master;
  const hosts = [...inventory.host].toSorted(([, a], [, b]) => byNaturalOrder(a.name, b.name));
  const isRunning = [...draft.hosts.values()].some(({ is }) => is === 'looking');
  const why = hindrance === undefined ? undefined : hindranceText(hindrance);
  return (
    <Card
      title={storageWizardText.hosts}
      mark={
        <>
          {isRunning ? storageWizardText.looking : storageWizardText.hostsHint}
          <Button why={why} onClick={testHosts}>
            <Icon name="refresh" size="small" />
            {draft.hosts.size === 0 ? storageWizardText.test : storageWizardText.testAgain}
          </Button>
        </>
      }
    >
      {draft.hosts.size > 0 && (
        <table className={css['table']} aria-label={storageWizardText.hosts}>
          <thead>
            <tr>
              <th scope="col">{storageWizardText.host}</th>
              {hostChecks.map((check) => (
                <th key={check} scope="col">
                  {checkText[check]}
                </th>
              ))}
              <th scope="col">{storageWizardText.clock}</th>
            </tr>
          </thead>
          <tbody>
            {hosts.map(([ref, { name }]) => (
              <HostRow key={ref} name={name} isMaster={ref === master} look={draft.hosts.get(ref)} clock={besideMaster(clocks, ref, master)} />
            ))}
          </tbody>
        </table>
      )}
      {hosts.map(([ref, host]) => (
        <HostTrouble key={ref} name={host.name} iqn={draft.kind === 'iscsi' ? iqnOf(host) : ''} look={draft.hosts.get(ref)} />
      ))}
    </Card>
  );
}

/** Seconds by which the host is ahead of the master: that is what storage and pool mind, not the clock of this computer. */
function besideMaster(clocks: ReadonlyMap<HostRef, number>, host: HostRef, master: HostRef | null | undefined): number | undefined {
  const [own, other] = [clocks.get(host), master === undefined || master === null ? undefined : clocks.get(master)];
  return own === undefined || other === undefined ? undefined : own - other;
}

interface HostRowProps {
  readonly name: string;
  readonly isMaster: boolean;
  readonly look: HostLook | undefined;
  readonly clock: number | undefined;
}

function HostRow({ name, isMaster, look, clock }: HostRowProps) {
  const checks = look === undefined ? undefined : checksOf(look);
  return (
    <tr>
      <th scope="row">
        {name} {isMaster && <small>{storageWizardText.master}</small>}
      </th>
      {hostChecks.map((check) => (
        <td key={check}>
          {look?.is === 'looking' ? (
            storageWizardText.looking
          ) : (
            <span className={css['state']}>
              <Icon {...signs[checks?.[check] ?? 'not-known']} size="small" />
              {checkResultText(check, checks?.[check] ?? 'not-known')}
            </span>
          )}
        </td>
      ))}
      <td>{clock === undefined ? '' : storageWizardText.clockAhead(clock)}</td>
    </tr>
  );
}

const signs = {
  yes: { name: 'ok', tone: 'ok' },
  no: { name: 'error', tone: 'danger' },
  'not-known': { name: 'dash', tone: 'quiet' },
} as const satisfies Record<CheckResult, object>;

function HostTrouble({ name, look, iqn }: { readonly name: string; readonly look: HostLook | undefined; readonly iqn: string }) {
  if (look?.is === 'not-asked') return <Notice tone="known" what={`${name}: ${storageWizardText.hostAway}`} />;
  if (look?.is !== 'failed') return null;
  const { what, next } = look.fault === undefined ? { what: look.code, next: '' } : storageFaultText[look.fault];
  const named = iqn === '' ? '' : storageWizardText.iqn(iqn);
  return (
    <Notice tone="warn" what={`${name}: ${what}`} next={[next, named, storageWizardText.stays(name)].filter(Boolean).join(' ')}>
      {iqn !== '' && (
        <CopyButton text={() => iqn} doneLabel={storageWizardText.copied}>
          {storageWizardText.copyIqn}
        </CopyButton>
      )}
    </Notice>
  );
}

/** Hosts that have seen it themselves, and all of them. */
export function readiness(hosts: ReadonlyMap<HostRef, HostLook>): { readonly ready: number; readonly all: number } {
  return { ready: [...hosts.values()].filter(({ is }) => is === 'seen').length, all: hosts.size };
}
