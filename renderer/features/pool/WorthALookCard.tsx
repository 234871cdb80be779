import { memo, useMemo } from 'react';
import type { WorthALook } from '#shared/domain/capacity/worth-a-look.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { type TreeItem, vmItem } from '#shared/domain/tree/items.ts';
import { overviewText as say } from '#shared/text/overview-text.ts';
import { useWorthALook } from '#renderer/state/capacity-store.ts';
import type { PoolNow } from './pool-now.ts';
import { selectMany } from '#renderer/state/ui-store.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import type { IconName } from '#renderer/ui/icon-paths.ts';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import css from './WorthALookCard.module.css';

/** Nothing wrong, only what nobody may have in mind; each leads to the objects it counts. */
export const WorthALookCard = memo(function WorthALookCard({ pool: { inventory, server } }: { readonly pool: PoolNow }) {
  const nowMs = useNow();
  const found = useWorthALook(server.id, nowMs);
  const entries = useMemo(() => entriesOf(found, { server: server.id, inventory }), [found, server.id, inventory]);
  return (
    <Card title={say.worthALook} mark={say.notUrgent} fill="padded" isLastKnown={server.state.is !== 'live'}>
      {entries.length === 0 ? (
        <p>{say.nothingWorth}</p>
      ) : (
        <ul className={css['list']}>
          {entries.map(({ icon, words, items }) => (
            <li key={icon}>
              <Icon name={icon} tone="quiet" />
              <LinkButton onClick={() => selectMany(items())}>{words}</LinkButton>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
});

interface Entry {
  readonly icon: IconName;
  readonly words: string;
  /** There may be thousands, and few are ever asked for. */
  readonly items: () => readonly TreeItem[];
}

function entriesOf(found: WorthALook, { server, inventory }: { readonly server: string; readonly inventory: Inventory }): readonly Entry[] {
  const vms = (refs: readonly VmRef[]) => (): readonly TreeItem[] =>
    refs.flatMap((ref) => {
      const vm = inventory.vm.get(ref);
      return vm === undefined ? [] : [vmItem(server, ref, vm)];
    });
  const { oldSnapshots: old, withoutTools, forgottenDiscs, endingCertificates } = found;
  const hosts = endingCertificates.map(({ host }): TreeItem => ({ is: 'host', server, ref: host }));
  const entries: readonly (Entry & { readonly count: number })[] = [
    { icon: 'camera', count: old.vms.length, words: say.oldSnapshots(old.vms.length, old.bytes), items: vms(old.vms) },
    { icon: 'wrench', count: withoutTools.length, words: say.withoutTools(withoutTools.length), items: vms(withoutTools) },
    { icon: 'disc', count: forgottenDiscs.length, words: say.forgottenDiscs(forgottenDiscs.length), items: vms(forgottenDiscs) },
    { icon: 'shield', count: hosts.length, words: say.endingCertificates(hosts.length), items: () => hosts },
  ];
  return entries.filter(({ count }) => count > 0);
}
