import type { HostRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';

export interface NewDisk {
  readonly target: RefOf<'sr'>;
  readonly name: string;
  readonly sizeBytes: number;
}

export interface NewCard {
  readonly network: RefOf<'network'>;
  /** Absent: the server makes one up. */
  readonly mac?: string | undefined;
}

/** What it looks for when it is switched on. */
export type BootFrom =
  /** Its disks, as the template has it. */
  | { readonly is: 'disk' }
  /** Absent: an empty drive. */
  | { readonly is: 'disc'; readonly disc?: RefOf<'vdi'> | undefined }
  | { readonly is: 'network' };

export interface Firmware {
  readonly is: 'bios' | 'uefi';
  readonly isSecureBoot: boolean;
  readonly hasTpm: boolean;
}

/** What its guest is told at its first start, on a small disk of its own. */
export interface CloudConfig {
  readonly target: RefOf<'sr'>;
  readonly userData: string;
  /** Empty: its own way to find its addresses. */
  readonly networkConfig: string;
}

export interface NewVmRequest {
  readonly kind: 'vm.create';
  readonly server: string;
  readonly template: VmRef;
  readonly name: string;
  readonly description: string;
  /** Where it would rather run. */
  readonly home?: HostRef | undefined;
  readonly vcpus: number;
  readonly coresPerSocket: number;
  /** What it has; what it may be squeezed to is the same unless it is said. */
  readonly memoryBytes: number;
  readonly leastMemoryBytes: number;
  /** Absent: as the template has it. */
  readonly firmware?: Firmware | undefined;
  readonly boot: BootFrom;
  /** Its template's own disks are copied whole to here; absent: they share what they have in common. */
  readonly copyTo?: RefOf<'sr'> | undefined;
  /** Beside those of its template. */
  readonly disks: readonly NewDisk[];
  /** All it has. */
  readonly cards: readonly NewCard[];
  readonly cloud?: CloudConfig | undefined;
  readonly startsAfter: boolean;
}

export function isNewVmRequest(request: { readonly kind: string }): request is NewVmRequest {
  return request.kind === 'vm.create';
}
