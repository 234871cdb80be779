import { cardNow, freeCard, macHolder, macOf } from '#shared/domain/devices/cards.ts';
import { isCardMac } from '#shared/domain/networks/mac.ts';
import { isIpAddress } from '#shared/domain/address/ip-address.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf, RefOf, Vm } from '#shared/domain/inventory/watched.ts';
import type { CardChanges, CardRequest, DeviceRequestOf } from '#shared/domain/operations/device-request.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import { busyProblems, machineProblem } from './drive-rules.ts';
import { hotplugProblems } from './hotplug-rules.ts';
import type { Problem } from './problem.ts';

type Vif = RecordOf<'vif'>;

interface Found {
  readonly ref: RefOf<'vif'>;
  readonly card: Vif;
  readonly vm: Vm;
}

export function cardProblems(request: CardRequest, inventory: Inventory): readonly Problem[] {
  if (request.kind === 'card.create') return createProblems(request, inventory);
  const card = inventory.vif.get(request.card);
  const vm = card === undefined || card.vm === null ? undefined : inventory.vm.get(card.vm);
  if (card === undefined || vm === undefined) return [{ rule: 'not-there' }];
  const kind = machineProblem(vm);
  if (kind !== undefined) return [kind];
  const found = { ref: request.card, card, vm };
  switch (request.kind) {
    case 'card.change':
      return [...busyProblems(card), ...changeProblems(request.changes, found, inventory)];
    case 'card.plug':
      return [...busyProblems(card), ...plugProblems(request, found, inventory)];
    case 'card.delete':
      return [...busyProblems(card), ...awayProblems(found, inventory)];
    default:
      return unreachable(request);
  }
}

function createProblems({ machine, network, mac, limitKbps, device }: DeviceRequestOf<'card.create'>, inventory: Inventory): readonly Problem[] {
  const vm = inventory.vm.get(machine);
  if (vm === undefined) return [{ rule: 'not-there' }];
  const kind = machineProblem(vm);
  if (kind !== undefined) return [kind];
  const isTaken = device !== undefined && [...inventory.vif.values()].some((card) => card.vm === machine && card.device === device);
  return [
    ...(freeCard(inventory, machine) === undefined ? [{ rule: 'no-free-card' } as const] : []),
    ...(isTaken ? [{ rule: 'position-taken', position: device } as const] : []),
    ...notWhileSuspended(vm),
    ...networkProblems(network, vm, inventory),
    ...(mac === undefined ? [] : macProblems({ mac, network }, inventory)),
    ...limitProblems({ limitKbps }),
  ];
}

/** What it will have when it wakes up is decided. */
function notWhileSuspended({ power }: Vm): readonly Problem[] {
  return power === 'Suspended' ? [{ rule: 'wrong-power-state', power, needs: ['Halted', 'Running'] }] : [];
}

/** A running machine needs the network where it runs; one that is off only when it starts. */
function networkProblems(ref: RefOf<'network'>, vm: Vm, inventory: Inventory): readonly Problem[] {
  const network = inventory.network.get(ref);
  if (network === undefined) return [{ rule: 'not-there' }];
  if (vm.residentOn === null || vm.power !== 'Running') return [];
  const wires = [...inventory.pif.values()].filter((pif) => pif.network === ref);
  const isThere = wires.length === 0 || wires.some((pif) => pif.host === vm.residentOn && pif.bondSlaveOf === null);
  return isThere ? [] : [{ rule: 'not-on-host', what: 'network', name: network.name, host: inventory.host.get(vm.residentOn)?.name ?? '' }];
}

function macProblems(
  { mac, network, except }: { readonly mac: string; readonly network: RefOf<'network'> | null; readonly except?: RefOf<'vif'> },
  inventory: Inventory,
): readonly Problem[] {
  const written = macOf(mac);
  if (written === undefined || !isCardMac(written)) return [{ rule: 'bad-mac', mac }];
  const vm = macHolder(inventory, { mac: written, network, except });
  return vm === undefined ? [] : [{ rule: 'mac-in-use', mac: written, vm }];
}

function limitProblems({ limitKbps }: { readonly limitKbps?: number | undefined }): readonly Problem[] {
  return limitKbps === undefined || (Number.isInteger(limitKbps) && limitKbps >= 0) ? [] : [{ rule: 'bad-limit' }];
}

function changeProblems(changes: CardChanges, { ref, card, vm }: Found, inventory: Inventory): readonly Problem[] {
  const now = cardNow(card, changes);
  if (Object.entries(changes).every(([key, value]) => value === undefined || isSame(Reflect.get(now, key), value))) return [{ rule: 'unchanged' }];
  return [...wireProblems(changes, { ref, card, vm }, inventory), ...limitProblems(changes), ...addressProblems(changes)];
}

/** Another network, or another address in it. */
function wireProblems({ network, mac }: CardChanges, { ref, card, vm }: Found, inventory: Inventory): readonly Problem[] {
  const moves = network === undefined || network === card.network ? [] : networkProblems(network, vm, inventory);
  const isRenamed = mac !== undefined && macOf(mac) !== macOf(card.mac);
  if (!isRenamed && (network ?? card.network) === card.network) return [];
  const answered = macProblems({ mac: mac ?? card.mac, network: network ?? card.network, except: ref }, inventory);
  return [...notWhileSuspended(vm), ...moves, ...answered, ...(isRenamed ? replacedProblems(card, vm, inventory) : [])];
}

/** Another address is another card: the old one is taken away first. */
function replacedProblems(card: Vif, vm: Vm, inventory: Inventory): readonly Problem[] {
  return card.isAttached && vm.power !== 'Suspended' ? hotplugProblems(inventory, vm, ['Halted', 'Running']) : [];
}

function isSame(now: unknown, wished: unknown): boolean {
  return JSON.stringify(now) === JSON.stringify(wished);
}

function addressProblems({ ipv4Allowed = [], ipv6Allowed = [] }: CardChanges): readonly Problem[] {
  const bad = [...ipv4Allowed.filter((address) => !isIpAddress(address, 4)), ...ipv6Allowed.filter((address) => !isIpAddress(address, 6))];
  return bad.map((address) => ({ rule: 'bad-address', address }));
}

function plugProblems({ isOn }: DeviceRequestOf<'card.plug'>, { card, vm }: Found, inventory: Inventory): readonly Problem[] {
  if (vm.power === 'Running' && card.isAttached === isOn) return [{ rule: 'unchanged' }];
  const there = isOn && card.network !== null ? networkProblems(card.network, vm, inventory) : [];
  return [...hotplugProblems(inventory, vm), ...there];
}

function awayProblems({ card, vm }: Found, inventory: Inventory): readonly Problem[] {
  if (vm.power === 'Suspended') return notWhileSuspended(vm);
  return card.isAttached ? hotplugProblems(inventory, vm, ['Halted', 'Running']) : [];
}
