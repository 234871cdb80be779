import { type Access, mayCall } from '#shared/domain/connection/permissions.ts';
import { isHostLive, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Host, HostRef, RefOf, Vm } from '#shared/domain/inventory/watched.ts';
import type { OtherPool, Relocation } from '#shared/domain/operations/vm-request.ts';
import { hostVersionProblems } from './host-versions.ts';
import { bootBytes, isHardwareAssisted, type Placement, processorProblems } from './placement.ts';
import type { Problem } from './problem.ts';
import { carrierProblems } from './relocation-rules.ts';
import type { LinkFact } from './rule-facts.ts';
import { arrivingProblems } from './travelling-disks.ts';

/** The pool a machine is to go to. */
export interface Receiver {
  readonly inventory: Inventory;
  readonly link: LinkFact;
  readonly access: Access | undefined;
  readonly placement: () => Placement;
}

/** What stands in the other pool against a machine of this one coming there. */
export function arrivalProblems(home: Inventory, receiver: Receiver, request: Relocation): readonly Problem[] {
  const { inventory, link, access } = receiver;
  const vm = home.vm.get(request.vm);
  const { into } = request;
  if (link === 'file') return [{ rule: 'only-a-picture' }];
  if (link === 'lost') return [{ rule: 'server-not-live' }];
  const host = inventory.host.get(request.host);
  if (vm === undefined || into === undefined || host === undefined) return [{ rule: 'not-there' }];
  return [
    ...(access === undefined || mayCall(access, 'host.migrate_receive') ? [] : [{ rule: 'not-permitted', call: 'host.migrate_receive' } as const]),
    ...hostProblems(inventory, request.host, host),
    ...(vm.power === 'Running' ? runningProblems({ home, vm, receiver }, request.host, host) : []),
    ...processorCountProblems(vm, host),
    ...arrivingProblems({ home, inventory, host: request.host }, request),
    ...cardProblems({ home, inventory }, request, into),
    ...carrierProblems(inventory, request.host, request.transfer),
    ...identityProblems(inventory, vm, into),
  ];
}

function hostProblems(inventory: Inventory, ref: HostRef, host: Host): readonly Problem[] {
  if (!isHostLive(inventory, ref)) return [{ rule: 'host-not-live', host: host.name }];
  return host.isEnabled ? [] : [{ rule: 'host-disabled', host: host.name }];
}

interface Running {
  readonly home: Inventory;
  readonly vm: Vm;
  readonly receiver: Receiver;
}

/** It goes on in the middle of what it does, so it must find there what it has. */
function runningProblems({ home, vm, receiver }: Running, ref: HostRef, host: Host): readonly Problem[] {
  const from = vm.residentOn === null ? undefined : home.host.get(vm.residentOn);
  const freeBytes = receiver.placement().freeBytes(ref);
  const needBytes = bootBytes(vm);
  const type = vm.metrics === null ? undefined : home.vmMetrics.get(vm.metrics)?.domainType;
  const canVirtualise = !isHardwareAssisted(vm) || host.capabilities.some((capability) => capability.startsWith('hvm'));
  return [
    ...(from === undefined ? [] : hostVersionProblems(from, host)),
    ...processorProblems({ vm, type }, host),
    ...(canVirtualise ? [] : [{ rule: 'no-virtualisation', host: host.name } as const]),
    ...(needBytes > freeBytes ? [{ rule: 'not-enough-memory', host: host.name, needBytes, freeBytes } as const] : []),
  ];
}

function processorCountProblems(vm: Vm, host: Host): readonly Problem[] {
  const has = Number(host.cpuInfo['cpu_count']);
  return vm.vcpusMax > has ? [{ rule: 'not-enough-processors', host: host.name, needs: vm.vcpusMax, has }] : [];
}

function cardProblems(
  of: { readonly home: Inventory; readonly inventory: Inventory },
  { vm, host }: Relocation,
  { cards }: OtherPool,
): readonly Problem[] {
  const { home, inventory } = of;
  const chosen = new Map(cards.map(({ card, network }) => [card, network]));
  return [...home.vif].flatMap(([ref, card]): readonly Problem[] => {
    if (card.vm !== vm) return [];
    const network = chosen.get(ref);
    const record = network === undefined ? undefined : inventory.network.get(network);
    if (network === undefined || record === undefined) return [{ rule: 'card-without-network', mac: card.mac }];
    if (isNetworkOn(inventory, network, host)) return [];
    return [{ rule: 'not-on-host', what: 'network', name: record.name, host: inventory.host.get(host)?.name ?? '' }];
  });
}

/** One without wires is wherever its machines are. */
export function isNetworkOn(inventory: Inventory, network: RefOf<'network'>, host: HostRef): boolean {
  const wires = [...inventory.pif.values()].filter((pif) => pif.network === network);
  return wires.length === 0 || wires.some((pif) => pif.host === host && pif.bondSlaveOf === null);
}

function identityProblems(inventory: Inventory, vm: Vm, { isCopy }: OtherPool): readonly Problem[] {
  if (isCopy || [...inventory.vm.values()].every(({ uuid }) => uuid !== vm.uuid)) return [];
  return [{ rule: 'vm-there-already', pool: onlyPool(inventory)?.pool.name ?? '' }];
}
