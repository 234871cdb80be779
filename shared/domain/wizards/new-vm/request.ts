import type { BootFrom, CloudConfig, NewVmRequest } from '#shared/domain/operations/new-vm-request.ts';
import { disksOfVm } from '#shared/domain/inventory/disks.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Problem } from '#shared/domain/rules/problem.ts';
import { typedSize } from '#shared/domain/storage/typed-size.ts';
import { usualStorage } from './defaults.ts';
import type { NewVmDraft, NewVmPage } from './draft.ts';

/** What the draft asks for; what is no number is asked for as none, which the rules refuse. */
export function newVmRequest(
  draft: NewVmDraft,
  { server, inventory }: { readonly server: string; readonly inventory: Inventory },
): NewVmRequest | undefined {
  const { template } = draft;
  if (template === undefined) return undefined;
  const memoryBytes = typedSize(draft.memory) ?? 0;
  const ownsDisks = disksOfVm(inventory, template).length > 0;
  return {
    kind: 'vm.create',
    server,
    template,
    name: draft.name,
    description: draft.description,
    home: draft.home,
    vcpus: typedCount(draft.vcpus),
    coresPerSocket: draft.coresPerSocket,
    memoryBytes,
    leastMemoryBytes: draft.leastMemory.trim() === '' ? memoryBytes : (typedSize(draft.leastMemory) ?? 0),
    firmware: draft.firmware,
    boot: bootOf(draft),
    copyTo: ownsDisks && draft.isWholeCopy ? draft.copyTo : undefined,
    disks: draft.disks.map(({ name, size, target }) => ({ name: name.trim(), sizeBytes: typedSize(size) ?? 0, target })),
    cards: draft.cards.map(({ network, mac }) => ({ network, ...(mac.trim() !== '' && { mac: mac.trim() }) })),
    cloud: draft.isConfigured ? cloudOf(draft, usualStorage(inventory, draft.home)) : undefined,
    startsAfter: draft.startsAfter,
  };
}

export function typedCount(text: string): number {
  return /^\s*\d{1,4}\s*$/.test(text) ? Number(text) : 0;
}

/** Beside its first disk. */
function cloudOf({ disks, userData, networkConfig }: NewVmDraft, usual: CloudConfig['target'] | undefined): CloudConfig | undefined {
  const target = disks[0]?.target ?? usual;
  return target === undefined ? undefined : { target, userData, networkConfig };
}

function bootOf({ boot, disc }: NewVmDraft): BootFrom {
  return boot === 'disc' ? { is: 'disc', disc } : { is: boot };
}

/** How many cores a socket may have for so many processors, each a whole number of sockets. */
export function topologies(vcpus: number): readonly number[] {
  return Array.from({ length: Math.min(vcpus, 64) }, (_, index) => index + 1).filter((cores) => vcpus % cores === 0);
}

const PAGE_OF: Readonly<Partial<Record<Problem['rule'], NewVmPage>>> = {
  'is-no-template': 'template',
  'not-there': 'template',
  blocked: 'template',
  busy: 'template',
  'empty-name': 'name',
  'bad-processors': 'hardware',
  'bad-memory': 'hardware',
  'needs-uefi': 'hardware',
  'config-too-long': 'boot',
  'bad-size': 'storage',
  'sr-too-full': 'storage',
  'sr-not-connected': 'storage',
  'sr-holds-no-disks': 'storage',
  'driver-cannot': 'storage',
  'bad-mac': 'networks',
  'mac-twice': 'networks',
  'mac-in-use': 'networks',
};

/** Where it can be mended; what no page of its own has stands at the end. */
export function pageOfProblem({ rule }: Problem): NewVmPage {
  return PAGE_OF[rule] ?? 'review';
}

/** What a template says it is meant for, in its own little document. */
export function limitsOf(recommendations: string | undefined): { readonly mostVcpus?: number; readonly mostMemoryBytes?: number } {
  const most = (field: string): number | undefined => {
    const tag = new RegExp(`<restriction\\b[^>]*\\bfield="${field}"[^>]*>`).exec(recommendations ?? '')?.[0] ?? '';
    const value = Number(/\bmax="(\d+)"/.exec(tag)?.[1]);
    return value > 0 ? value : undefined;
  };
  const mostVcpus = most('vcpus-max');
  const mostMemoryBytes = most('memory-static-max');
  return { ...(mostVcpus !== undefined && { mostVcpus }), ...(mostMemoryBytes !== undefined && { mostMemoryBytes }) };
}
