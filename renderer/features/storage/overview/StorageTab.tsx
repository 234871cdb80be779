import { useMemo } from 'react';
import { hostStorage, poolStorage, type StorageOverviewRow } from '#shared/domain/storage/overview.ts';
import { storageOverviewText } from '#shared/text/storage-overview-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { ReachMatrix } from './ReachMatrix.tsx';
import { SpaceWarnings } from './SpaceWarnings.tsx';
import { StorageList } from './StorageList.tsx';
import css from './StorageTab.module.css';

/** The storage of a pool, or of a host: how full it is, and who reaches it. */
export function StorageTab({ target }: { readonly target: Target }) {
  const rows = useRows(target);
  const { inventory, item } = target;
  return (
    <div className={css['tab']}>
      {item.is !== 'host' && <SpaceWarnings inventory={inventory} />}
      <StorageList target={target} rows={rows} label={storageOverviewText.all} />
      {item.is !== 'host' && inventory.host.size > 1 && <ReachMatrix target={target} rows={rows} />}
    </div>
  );
}

function useRows({ item, inventory }: Target): readonly StorageOverviewRow[] {
  const host = item.is === 'host' ? item.ref : undefined;
  return useMemo(() => (host === undefined ? poolStorage(inventory) : hostStorage(inventory, host)), [inventory, host]);
}
