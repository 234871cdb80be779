import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';

interface OnServer {
  readonly server: string;
}

/** From 0, which is served first, to 7. */
export type DrivePriority = number | 'none';

/** What a drive can be told to be; what is absent stays as it is. */
export interface DriveChanges {
  /** An idle drive that is there already changes places with it. */
  readonly position?: string | undefined;
  readonly isReadOnly?: boolean | undefined;
  readonly isBootable?: boolean | undefined;
  readonly priority?: DrivePriority | undefined;
}

export type LockingMode = 'network_default' | 'locked' | 'unlocked' | 'disabled';

/** What a network card can be told to be; what is absent stays as it is. */
export interface CardChanges {
  readonly network?: RefOf<'network'> | undefined;
  readonly mac?: string | undefined;
  /** Kilobytes in a second; 0: as many as it can. */
  readonly limitKbps?: number | undefined;
  readonly locking?: LockingMode | undefined;
  readonly ipv4Allowed?: readonly string[] | undefined;
  readonly ipv6Allowed?: readonly string[] | undefined;
}

/** What a machine is plugged into: drives, the disc in one, and network cards. */
export type DeviceRequest =
  | ({ readonly kind: 'drive.change'; readonly drive: RefOf<'vbd'>; readonly changes: DriveChanges } & OnServer)
  | ({ readonly kind: 'drive.plug'; readonly drive: RefOf<'vbd'>; readonly isOn: boolean } & OnServer)
  /** Absent: the drive is to be empty. */
  | ({ readonly kind: 'disc.change'; readonly machine: VmRef; readonly disc?: RefOf<'vdi'> | undefined } & OnServer)
  | ({ readonly kind: 'disc.add-drive'; readonly machine: VmRef } & OnServer)
  | ({
      readonly kind: 'card.create';
      readonly machine: VmRef;
      readonly network: RefOf<'network'>;
      /** Absent: the server makes one up. */
      readonly mac?: string | undefined;
      /** Absent: the first that is free. */
      readonly device?: string | undefined;
    } & Omit<CardChanges, 'network' | 'mac'> &
      OnServer)
  | ({ readonly kind: 'card.change'; readonly card: RefOf<'vif'>; readonly changes: CardChanges } & OnServer)
  | ({ readonly kind: 'card.plug'; readonly card: RefOf<'vif'>; readonly isOn: boolean } & OnServer)
  | ({ readonly kind: 'card.delete'; readonly card: RefOf<'vif'> } & OnServer);

export type DeviceRequestOf<K extends DeviceRequest['kind']> = Extract<DeviceRequest, { kind: K }>;
export type DriveRequest = DeviceRequestOf<'drive.change' | 'drive.plug' | 'disc.change' | 'disc.add-drive'>;
export type CardRequest = Exclude<DeviceRequest, DriveRequest>;

export function isDriveRequest(request: { readonly kind: string }): request is DriveRequest {
  return request.kind.startsWith('drive.') || request.kind.startsWith('disc.');
}

export function isDeviceRequest(request: { readonly kind: string }): request is DeviceRequest {
  return isDriveRequest(request) || request.kind.startsWith('card.');
}
