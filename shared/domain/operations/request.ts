import type { FaultId } from '#shared/domain/diagnosis/finding.ts';
import type { Attested, RepairId } from '#shared/domain/diagnosis/offer.ts';
import type { HostRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { DeviceRequest } from './device-request.ts';
import type { DiskRequest } from './disk-request.ts';
import type { NewVmRequest } from './new-vm-request.ts';
import type { NetworkRequest } from './network-request.ts';
import type { PoolRequest } from './pool-request.ts';
import type { StorageRequest } from './storage-request.ts';
import type { VmRequest } from './vm-request.ts';

/** Objects whose own properties can be edited. */
export type EditableClass = 'pool' | 'host' | 'vm' | 'sr' | 'network' | 'vdi' | 'appliance';

interface OnServer {
  readonly server: string;
}

/** Which object is edited, and what the editor saw in it: if somebody else has changed that meanwhile, nothing is overwritten. */
interface Edit<Value> extends OnServer {
  readonly class: EditableClass;
  readonly ref: string;
  readonly value: Value;
  /** Absent: what the engine knows when it begins. */
  readonly was?: Value | undefined;
}

/** What HA does for a VM. */
export type HaPriority = 'restart' | 'best-effort' | 'none';

export interface HaSetting {
  readonly vm: VmRef;
  readonly priority: HaPriority;
  readonly order: number;
  readonly startDelaySeconds: number;
}

interface HostRepair extends OnServer {
  readonly host: HostRef;
  /** The finding it is for: whether it is gone afterwards is the proof. */
  readonly fault: FaultId;
  readonly repair: RepairId;
  readonly parameters: Readonly<Record<string, string>>;
  /** By its own toolstack, where no shell is open; absent: as the diagnosis offers it. */
  readonly over?: 'https' | undefined;
  /** What proves that nothing runs there, as it was known when this was asked for; kept so that it can be read later. */
  readonly restsOn?: string | undefined;
  /** What nothing could tell and somebody answers for. */
  readonly attested?: Attested | undefined;
}

/** Everything a person can have changed in a pool, as data. */
export type OperationRequest =
  | StorageRequest
  | NetworkRequest
  | VmRequest
  | NewVmRequest
  | DiskRequest
  | DeviceRequest
  | PoolRequest
  | ({ readonly kind: 'object.rename' } & Edit<string>)
  | ({ readonly kind: 'object.describe' } & Edit<string>)
  | ({ readonly kind: 'object.set-tags' } & Edit<readonly string[]>)
  /** A path like '/web/shop'; empty: in no folder. */
  | ({ readonly kind: 'object.set-folder' } & Edit<string>)
  /** Empty: the object has no such field any more. */
  | ({ readonly kind: 'object.set-custom-field'; readonly field: string } & Edit<string>)
  | ({ readonly kind: 'object.set-notes' } & Edit<string>)
  /** With what is set first, so that HA begins with the plan that was looked at. */
  | ({
      readonly kind: 'ha.enable';
      readonly heartbeat: RefOf<'sr'>;
      readonly failures: number;
      readonly settings: readonly HaSetting[];
    } & OnServer)
  | ({ readonly kind: 'ha.disable' } & OnServer)
  /** Absent: as many failures as before. */
  | ({ readonly kind: 'ha.configure'; readonly failures?: number | undefined; readonly settings: readonly HaSetting[] } & OnServer)
  | ({ readonly kind: 'server.reconnect' } & OnServer)
  /** Only what the diagnosis of that host offers at the moment it begins. */
  | ({ readonly kind: 'host.repair' } & HostRepair)
  | ({ readonly kind: 'task.cancel'; readonly task: RefOf<'task'> } & OnServer)
  | ({ readonly kind: 'alerts.dismiss'; readonly messages: readonly RefOf<'message'>[] } & OnServer);

export type OperationKind = OperationRequest['kind'];
export type RequestOf<K extends OperationKind> = Extract<OperationRequest, { kind: K }>;
export type HaRequest = RequestOf<'ha.enable' | 'ha.disable' | 'ha.configure'>;
export type EditRequest = Extract<OperationRequest, { class: EditableClass }>;
