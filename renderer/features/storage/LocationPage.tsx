import { unreachable } from '#shared/kernel/unreachable.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { LookedAtPool } from '#shared/domain/storage/offer.ts';
import { ClusterNotice } from './ClusterNotice.tsx';
import { DeviceTable } from './DeviceTable.tsx';
import { DriverFields } from './DriverFields.tsx';
import { HostMatrix } from './HostMatrix.tsx';
import { IscsiFields } from './IscsiFields.tsx';
import { LocalFields } from './LocalFields.tsx';
import { NfsFields } from './NfsFields.tsx';
import { SmbFields } from './SmbFields.tsx';
import type { NewStorage } from './use-new-storage.ts';
import { WaysCard } from './WaysCard.tsx';
import { WayChoice } from './WayChoice.tsx';

export interface LocationProps {
  readonly wizard: NewStorage;
  readonly server: string;
  readonly inventory: Inventory;
  readonly pools: readonly LookedAtPool[];
}

/** Where it lies: what is typed, what is found there, and whether every host finds it. */
export function LocationPage(props: LocationProps) {
  const { kind } = props.wizard.draft;
  switch (kind) {
    case 'iscsi':
      return (
        <>
          <ClusterNotice {...props} />
          <IscsiFields {...props} />
          <WaysCard {...props} />
          <HostMatrix {...props} />
          <DeviceTable {...props} />
          <WayChoice {...props} />
        </>
      );
    case 'hba':
    case 'fcoe':
      return (
        <>
          <ClusterNotice {...props} />
          <DeviceTable {...props} />
          <WayChoice {...props} />
          <HostMatrix {...props} />
        </>
      );
    case 'nfs':
      return (
        <>
          <NfsFields {...props} />
          <WaysCard {...props} />
          <WayChoice {...props} />
          <HostMatrix {...props} />
        </>
      );
    case 'smb':
      return (
        <>
          <SmbFields {...props} />
          <WaysCard {...props} />
          <WayChoice {...props} />
          <HostMatrix {...props} />
        </>
      );
    case 'nfs-iso':
      return (
        <>
          <NfsFields {...props} />
          <WaysCard {...props} />
          <HostMatrix {...props} />
        </>
      );
    case 'smb-iso':
      return (
        <>
          <SmbFields {...props} />
          <WaysCard {...props} />
          <HostMatrix {...props} />
        </>
      );
    case 'lvm':
    case 'ext':
      return (
        <>
          <LocalFields {...props} />
          <WayChoice {...props} />
        </>
      );
    case 'other':
      return <DriverFields {...props} />;
    default:
      return unreachable(kind);
  }
}
