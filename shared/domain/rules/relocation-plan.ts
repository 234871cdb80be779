import { disksOfVm } from '#shared/domain/inventory/disks.ts';
import { byNaturalOrder, onlyPool, recordAt } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { Relocation } from '#shared/domain/operations/vm-request.ts';
import { driverCan } from '#shared/domain/storage/driver-can.ts';
import { arrivalProblems, isNetworkOn, type Receiver } from './arrival-rules.ts';
import type { Problem } from './problem.ts';
import { carrierOf } from './relocation-rules.ts';
import { freeBytesOf, holdsDisks } from './storage-room.ts';

type SrRef = RefOf<'sr'>;
type NetworkRef = RefOf<'network'>;

/** What a person has chosen so far; everything else is as it is best. */
export interface RelocationChoice {
  readonly disks: ReadonlyMap<RefOf<'vdi'>, SrRef>;
  readonly cards: ReadonlyMap<RefOf<'vif'>, NetworkRef>;
  readonly transfer?: NetworkRef | undefined;
  readonly isCopy: boolean;
}

export interface RelocationFacts {
  readonly server: string;
  readonly home: Inventory;
  readonly vms: readonly VmRef[];
  /** Where they go: this very pool, or another one. */
  readonly there: Receiver & { readonly server: string };
  readonly choice: RelocationChoice;
  /** What stands against it in the pool they are of. */
  readonly problemsOf: (request: Relocation) => readonly Problem[];
}

/** One host that could take them. */
export interface Destination {
  readonly host: HostRef;
  readonly name: string;
  readonly freeBytes: number;
  /** For those machines that it can take, all of them together. */
  readonly requests: readonly Relocation[];
  readonly problems: readonly Problem[];
}

/** Every host of the pool they are to go to: first those that take most of them, of these the emptiest. */
export function destinations(facts: RelocationFacts): readonly Destination[] {
  const all = [...facts.there.inventory.host].map(([host, { name }]) => destination(facts, host, name));
  return all.toSorted((a, b) => {
    const taken = b.requests.length - a.requests.length;
    if (taken !== 0) return taken;
    return a.requests.length === 0 ? byNaturalOrder(a.name, b.name) : b.freeBytes - a.freeBytes;
  });
}

function destination(facts: RelocationFacts, host: HostRef, name: string): Destination {
  const { home, there, vms } = facts;
  const freeBytes = there.placement().freeBytes(host);
  const requests: Relocation[] = [];
  const problems: Problem[] = [];
  let left = freeBytes;
  for (const vm of vms) {
    const request = relocationTo(facts, vm, host);
    const found = [...facts.problemsOf(request), ...(request.into === undefined ? [] : arrivalProblems(home, there, request))];
    const needBytes = home.vm.get(vm)?.power === 'Running' ? (home.vm.get(vm)?.memoryDynamicMin ?? 0) : 0;
    if (found.length > 0) problems.push(...found);
    // Each of them would have room, but not all of them.
    else if (needBytes > left) problems.push({ rule: 'not-enough-memory', host: name, needBytes, freeBytes: left });
    else {
      left -= needBytes;
      requests.push(request);
    }
  }
  return { host, name, freeBytes, requests, problems };
}

/** What would be asked for, with the choices that were made and the likeliest for the rest. */
export function relocationTo({ server, home, there, choice }: RelocationFacts, vm: VmRef, host: HostRef): Relocation {
  const { transfer, isCopy } = choice;
  const isAbroad = there.server !== server;
  const disks = disksOfVm(home, vm).flatMap((disk) => {
    const target = choice.disks.get(disk) ?? usualTarget({ home, there: there.inventory, isAbroad, host }, disk);
    return target === undefined ? [] : [{ disk, target }];
  });
  const cards = [...home.vif].flatMap(([card, record]) => {
    const network = record.vm !== vm ? undefined : (choice.cards.get(card) ?? usualNetwork({ home, there: there.inventory, host }, card));
    return network === undefined ? [] : [{ card, network }];
  });
  return {
    kind: 'vm.relocate',
    server,
    vm,
    host,
    disks,
    ...(transfer !== undefined && { transfer }),
    ...(isAbroad && { into: { server: there.server, cards, isCopy } }),
  };
}

interface Usual {
  readonly home: Inventory;
  readonly there: Inventory;
  readonly host: HostRef;
}

/** Where it lies, if the host reaches that; else the pool's default, else shared storage, else the emptiest. */
function usualTarget({ home, there, isAbroad, host }: Usual & { readonly isAbroad: boolean }, disk: RefOf<'vdi'>): SrRef | undefined {
  const reached = reachedFrom(there, host);
  const from = isAbroad ? undefined : home.vdi.get(disk)?.sr;
  const wanted = [from, onlyPool(there)?.pool.defaultSr].find((sr) => reached.some((each) => each === sr));
  if (wanted !== undefined && wanted !== null) return wanted;
  const shared = reached.filter((sr) => there.sr.get(sr)?.isShared === true);
  return emptiest(there, shared.length > 0 ? shared : reached);
}

function emptiest({ sr: all }: Inventory, among: readonly SrRef[]): SrRef | undefined {
  const free = (sr: SrRef): number => {
    const record = all.get(sr);
    return record === undefined ? 0 : (freeBytesOf(record) ?? 0);
  };
  const [best] = among.toSorted((a, b) => free(b) - free(a));
  return best;
}

/** Repositories for disks that are connected there, and take disks in while they are written to. */
export function reachedFrom(inventory: Inventory, host: HostRef): readonly SrRef[] {
  const links = [...inventory.pbd.values()].filter((link) => link.host === host && link.isAttached);
  return links.flatMap(({ sr }) => {
    const record = recordAt(inventory.sr, sr);
    return sr !== null && record !== undefined && holdsDisks(record) && driverCan(inventory, record, 'VDI_SNAPSHOT') ? [sr] : [];
  });
}

/** The network of the same name, else the one its host is managed over. */
function usualNetwork({ home, there, host }: Usual, card: RefOf<'vif'>): NetworkRef | undefined {
  const name = recordAt(home.network, home.vif.get(card)?.network)?.name;
  const same = [...there.network].find(([ref, record]) => record.name === name && isNetworkOn(there, ref, host));
  return same?.[0] ?? carrierOf(there, host);
}

/** Networks a card can be put into there. */
export function networksOn(inventory: Inventory, host: HostRef): readonly NetworkRef[] {
  const usable = [...inventory.network].filter(
    ([ref, { otherConfig }]) => otherConfig['is_guest_installer_network'] !== 'true' && isNetworkOn(inventory, ref, host),
  );
  return usable.toSorted(([, a], [, b]) => byNaturalOrder(a.name, b.name)).map(([ref]) => ref);
}
