import type { HostRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { BootFrom, Firmware } from '#shared/domain/operations/new-vm-request.ts';

export const newVmPages = ['template', 'name', 'hardware', 'boot', 'storage', 'networks', 'review'] as const;
export type NewVmPage = (typeof newVmPages)[number];

/** As it was typed. */
export interface DiskDraft {
  readonly key: number;
  readonly name: string;
  readonly size: string;
  readonly target: RefOf<'sr'>;
}

export interface CardDraft {
  readonly key: number;
  readonly network: RefOf<'network'>;
  readonly mac: string;
}

/** What has been chosen for a new machine so far; everything has a value that can be used as it is. */
export interface NewVmDraft {
  readonly page: NewVmPage;
  readonly find: string;
  readonly template: VmRef | undefined;
  readonly name: string;
  readonly description: string;
  readonly home: HostRef | undefined;
  readonly vcpus: string;
  readonly coresPerSocket: number;
  readonly memory: string;
  /** Empty: all of it. */
  readonly leastMemory: string;
  /** Until somebody changes it, as the template has it. */
  readonly firmware: Firmware | undefined;
  readonly boot: BootFrom['is'];
  readonly disc: RefOf<'vdi'> | undefined;
  readonly isWholeCopy: boolean;
  readonly copyTo: RefOf<'sr'> | undefined;
  readonly disks: readonly DiskDraft[];
  readonly cards: readonly CardDraft[];
  readonly isConfigured: boolean;
  readonly userData: string;
  readonly networkConfig: string;
  readonly startsAfter: boolean;
}
