import type { RefOf } from '#shared/domain/inventory/watched.ts';
import { isWithoutConnections } from '#shared/domain/wizards/new-storage/reattach.ts';
import { holdsDisks } from '#shared/domain/rules/storage-room.ts';
import { hostsOfSr, isMultipathingUneven } from '#shared/domain/storage/sr-hosts.ts';
import { srHostsText } from '#shared/text/sr-hosts-text.ts';
import { CommandButton } from '#renderer/parts/CommandButton.tsx';
import type { Target } from '#renderer/state/command.ts';
import { Notice } from '#renderer/ui/Notice.tsx';
import css from '../overview/StorageTab.module.css';
import { HaFitCard } from './HaFitCard.tsx';
import { HostsCard } from './HostsCard.tsx';

/** Which hosts reach a repository, by how many ways, and what mends it. */
export function HostsTab({ target }: { readonly target: Target }) {
  const { item, inventory } = target;
  return item.is === 'sr' && inventory.sr.has(item.ref) ? <Hosts target={target} sr={item.ref} /> : null;
}

function Hosts({ target, sr }: { readonly target: Target; readonly sr: RefOf<'sr'> }) {
  const { inventory } = target;
  const hosts = hostsOfSr(inventory, sr);
  const degraded = hosts.filter(({ isDegraded }) => isDegraded).map(({ name }) => name);
  const record = inventory.sr.get(sr);
  return (
    <div className={css['tab']}>
      {isWithoutConnections(inventory, sr) && <LostPlace target={target} />}
      {degraded.length > 0 && <Notice tone="warn" what={srHostsText.degraded(degraded)} next={srHostsText.degradedNext} />}
      {isMultipathingUneven(hosts) && <Notice tone="warn" what={srHostsText.uneven} next={srHostsText.unevenNext} />}
      <HostsCard target={target} sr={sr} hosts={hosts} />
      {record !== undefined && holdsDisks(record) && <HaFitCard target={target} sr={sr} />}
    </div>
  );
}

/** Plugging helps nobody where there is nothing to plug: somebody has to say where it lies. */
function LostPlace({ target }: { readonly target: Target }) {
  return (
    <Notice tone="warn" what={srHostsText.lostPlace} next={srHostsText.lostPlaceNext}>
      <CommandButton id="storage.attach" targets={[target]} kind="quiet" />
    </Notice>
  );
}
