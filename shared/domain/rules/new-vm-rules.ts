import { isHostLive } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { disksOfVm } from '#shared/domain/inventory/disks.ts';
import type { HostRef, RefOf, Vm, VmRef } from '#shared/domain/inventory/watched.ts';
import { isCardMac } from '#shared/domain/networks/mac.ts';
import type { NewVmRequest } from '#shared/domain/operations/new-vm-request.ts';
import { writtenBytes } from '#shared/domain/storage/written-bytes.ts';
import { newThereProblems, originalsProblems } from './disk-target-rules.ts';
import type { Placement } from './placement.ts';
import type { Problem } from './problem.ts';
import { stateProblems } from './vm-state-rules.ts';

interface NewVmFacts {
  readonly inventory: Inventory;
  readonly placement: () => Placement;
}

/** Everything that stands against a machine being made so. */
export function newVmProblems(request: NewVmRequest, facts: NewVmFacts): readonly Problem[] {
  const { inventory } = facts;
  const template = inventory.vm.get(request.template);
  if (template === undefined) return [{ rule: 'not-there' }];
  if (template.isSnapshot) return [{ rule: 'is-snapshot' }];
  if (!template.isTemplate) return [{ rule: 'is-no-template' }];
  return [
    ...(request.name.trim() === '' ? [{ rule: 'empty-name' } as const] : []),
    ...templateProblems(template, request),
    ...shapeProblems(request),
    ...firstStartProblems(request),
    ...partsProblems(request, inventory),
    ...roomProblems(request, inventory),
    ...cardProblems(request, inventory),
    ...(request.startsAfter ? startProblems(request, facts) : []),
  ];
}

/** As long as a request may carry. */
const LONGEST_CONFIG = 20_000;

const MAY_OVERLAP = new Set(['clone', 'copy', 'export']);

/** Many may be made from one at the same time. */
function templateProblems(template: Vm, { copyTo }: NewVmRequest): readonly Problem[] {
  const found = stateProblems(template, { name: copyTo === undefined ? 'clone' : 'copy', from: ['Halted'] });
  return found.filter((problem) => problem.rule !== 'busy' || !Object.values(template.currentOperations).every((name) => MAY_OVERLAP.has(name)));
}

function shapeProblems({ vcpus, coresPerSocket, memoryBytes, leastMemoryBytes }: NewVmRequest): readonly Problem[] {
  const areProcessorsWhole = vcpus >= 1 && coresPerSocket >= 1 && vcpus % coresPerSocket === 0;
  const isMemoryOrdered = leastMemoryBytes > 0 && leastMemoryBytes <= memoryBytes;
  return [
    ...(areProcessorsWhole ? [] : [{ rule: 'bad-processors', vcpus, coresPerSocket } as const]),
    ...(isMemoryOrdered ? [] : [{ rule: 'bad-memory' } as const]),
  ];
}

function firstStartProblems({ firmware, cloud }: NewVmRequest): readonly Problem[] {
  const isTooLong = cloud !== undefined && Math.max(cloud.userData.length, cloud.networkConfig.length) > LONGEST_CONFIG;
  const needsUefi = firmware?.is === 'bios' && (firmware.isSecureBoot || firmware.hasTpm);
  return [...(needsUefi ? [{ rule: 'needs-uefi' } as const] : []), ...(isTooLong ? [{ rule: 'config-too-long' } as const] : [])];
}

/** What was chosen may be gone by now. */
function partsProblems({ home, boot, cards }: NewVmRequest, inventory: Inventory): readonly Problem[] {
  const disc = boot.is === 'disc' ? boot.disc : undefined;
  const isGone =
    (home !== undefined && !inventory.host.has(home)) ||
    (disc !== undefined && !inventory.vdi.has(disc)) ||
    cards.some(({ network }) => !inventory.network.has(network));
  return isGone ? [{ rule: 'part-gone' }] : [];
}

/** Disks that go to the same place need room beside each other. */
function roomProblems(request: NewVmRequest, inventory: Inventory): readonly Problem[] {
  const wanted = new Map<RefOf<'sr'>, { sizeBytes: number; usedBytes: number }>();
  const add = (target: RefOf<'sr'>, sizeBytes: number, usedBytes: number): void => {
    const before = wanted.get(target) ?? { sizeBytes: 0, usedBytes: 0 };
    wanted.set(target, { sizeBytes: before.sizeBytes + sizeBytes, usedBytes: before.usedBytes + usedBytes });
  };
  for (const { target, sizeBytes } of request.disks) add(target, sizeBytes, 0);
  if (request.cloud !== undefined) add(request.cloud.target, CLOUD_DISK_BYTES, 0);
  const { copyTo, template } = request;
  if (copyTo !== undefined) {
    for (const { sizeBytes, usedBytes } of copiedDisks(inventory, template)) add(copyTo, sizeBytes, usedBytes);
  }
  const sizes: readonly Problem[] = request.disks.some(({ sizeBytes }) => !(sizeBytes > 0)) ? [{ rule: 'bad-size' }] : [];
  return [
    ...sizes,
    ...[...wanted].flatMap(([target, need]) => newThereProblems(inventory, { target, ...need })),
    ...originalsProblems(inventory, { vm: template, takes: copyTo === undefined ? 'room' : 'nothing', judged: new Set(wanted.keys()) }),
  ];
}

function copiedDisks(inventory: Inventory, template: VmRef) {
  return disksOfVm(inventory, template).flatMap((disk) => {
    const sizeBytes = inventory.vdi.get(disk)?.virtualSize;
    return sizeBytes === undefined ? [] : [{ sizeBytes, usedBytes: writtenBytes(inventory.vdi, disk) }];
  });
}

function cardProblems({ cards }: NewVmRequest, inventory: Inventory): readonly Problem[] {
  const typed = cards.flatMap(({ mac }) => mac ?? []);
  const bad: readonly Problem[] = typed.filter((mac) => !isCardMac(mac)).map((mac) => ({ rule: 'bad-mac', mac }));
  if (typed.length === 0) return bad;
  const wanted = new Set(typed.map((mac) => mac.toLowerCase()));
  const twice: readonly Problem[] = typed.length === wanted.size ? [] : [{ rule: 'mac-twice' }];
  const taken = [...inventory.vif.values()].flatMap(({ mac, vm }): Problem[] => {
    const owner = vm === null ? undefined : inventory.vm.get(vm);
    return owner !== undefined && !owner.isSnapshot && wanted.has(mac.toLowerCase()) ? [{ rule: 'mac-in-use', mac, vm: owner.name }] : [];
  });
  return [...bad, ...twice, ...taken];
}

function startProblems(request: NewVmRequest, facts: NewVmFacts): readonly Problem[] {
  const all = [...facts.inventory.host.keys()].map((host) => newVmHostProblems(request, facts, host));
  if (all.length === 0 || all.some((problems) => problems.length === 0)) return [];
  return [{ rule: 'no-host-fits' }, ...all.flat()];
}

/** What stands against the new machine running on a host. */
export function newVmHostProblems(request: NewVmRequest, { inventory, placement }: NewVmFacts, ref: HostRef): readonly Problem[] {
  const host = inventory.host.get(ref);
  if (host === undefined) return [];
  const { name } = host;
  const places = placement();
  const freeBytes = places.freeBytes(ref);
  const needBytes = request.leastMemoryBytes;
  return [
    ...(isHostLive(inventory, ref) ? [] : [{ rule: 'host-not-live', host: name } as const]),
    ...(host.isEnabled ? [] : [{ rule: 'host-disabled', host: name } as const]),
    ...storageOf(request, inventory)
      .filter((sr) => !places.isPluggedOn(sr, ref))
      .map((sr) => ({ rule: 'not-on-host', what: 'storage', name: inventory.sr.get(sr)?.name ?? '', host: name }) as const),
    ...request.cards
      .filter(({ network }) => !isWiredTo(inventory, network, ref))
      .map(({ network }) => ({ rule: 'not-on-host', what: 'network', name: inventory.network.get(network)?.name ?? '', host: name }) as const),
    ...(needBytes > freeBytes ? [{ rule: 'not-enough-memory', host: name, needBytes, freeBytes } as const] : []),
  ];
}

/** As small as storage makes disks; what is on it is smaller. */
export const CLOUD_DISK_BYTES = 8 * 1024 * 1024;

function storageOf({ disks, copyTo, template, boot, cloud }: NewVmRequest, inventory: Inventory): readonly RefOf<'sr'>[] {
  const inherited = disksOfVm(inventory, template).flatMap((disk) => copyTo ?? inventory.vdi.get(disk)?.sr ?? []);
  const disc = boot.is === 'disc' && boot.disc !== undefined ? (inventory.vdi.get(boot.disc)?.sr ?? undefined) : undefined;
  return [
    ...new Set([
      ...disks.map(({ target }) => target),
      ...inherited,
      ...(disc === undefined ? [] : [disc]),
      ...(cloud === undefined ? [] : [cloud.target]),
    ]),
  ];
}

/** A network without wires is wherever it is wanted first. */
function isWiredTo(inventory: Inventory, network: RefOf<'network'>, host: HostRef): boolean {
  const wires = [...inventory.pif.values()].filter((pif) => pif.network === network);
  return wires.length === 0 || wires.some((pif) => pif.host === host && pif.bondSlaveOf === null);
}
