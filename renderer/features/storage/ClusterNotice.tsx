import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { gfs2Driver, hostsOutOfCluster } from '#shared/domain/storage/clustering.ts';
import { GFS2 } from '#shared/domain/storage/driver-terms.ts';
import { storageWizardText } from '#shared/text/storage-wizard-text.ts';
import { Notice } from '#renderer/ui/Notice.tsx';
import type { LocationProps } from './LocationPage.tsx';

/** What hosts lack for storage they write to together; none of it keeps anybody from making it. */
export function ClusterNotice({ wizard: { draft }, inventory }: Pick<LocationProps, 'wizard' | 'inventory'>) {
  const driver = draft.type === GFS2 ? gfs2Driver(inventory) : undefined;
  if (driver === undefined) return null;
  const named = (hosts: Iterable<HostRef>): readonly string[] => [...hosts].map((host) => inventory.host.get(host)?.name ?? host).toSorted();
  const out = named(hostsOutOfCluster(inventory, driver));
  const single = named([...inventory.host].flatMap(([host, { isMultipathing }]) => (isMultipathing ? [] : [host])));
  return (
    <>
      {out.length > 0 && <Notice tone="warn" what={storageWizardText.outOfCluster(out)} next={storageWizardText.outOfClusterNext} />}
      {single.length > 0 && <Notice tone="warn" what={storageWizardText.singlePath(single)} next={storageWizardText.singlePathNext} />}
    </>
  );
}
