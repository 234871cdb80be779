import { recordAt } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf, Vm } from '#shared/domain/inventory/watched.ts';
import type { Relocation } from '#shared/domain/operations/vm-request.ts';
import type { Placement } from './placement.ts';
import type { Problem } from './problem.ts';
import { arrivingProblems, leavingProblems } from './travelling-disks.ts';
import { stateProblems } from './vm-state-rules.ts';

/** What the machine's own state has to say, which is asked where its other moves are judged. */
interface Leaving {
  readonly inventory: Inventory;
  readonly placement: () => Placement;
  readonly mobility: (vm: Vm) => readonly Problem[];
  readonly version: (vm: Vm, to: HostRef) => readonly Problem[];
}

/** What stands against it where the machine is, and where it stays in its pool also where it goes. */
export function relocationProblems(request: Relocation, vm: Vm, facts: Leaving): readonly Problem[] {
  const { inventory } = facts;
  const { into } = request;
  const state = stateProblems(vm, { name: 'migrate_send', from: into?.isCopy === true ? ['Halted'] : ['Running', 'Halted'] });
  if (state.some(({ rule }) => rule === 'wrong-power-state')) return state;
  const leaving = [...state, ...facts.mobility(vm), ...leavingProblems(inventory, request)];
  return into === undefined ? [...leaving, ...placeProblems(request, vm, facts)] : leaving;
}

function placeProblems(request: Relocation, vm: Vm, { inventory, placement, version }: Leaving): readonly Problem[] {
  const host = inventory.host.get(request.host);
  if (host === undefined) return [{ rule: 'not-there' }];
  if (vm.residentOn === request.host) return [{ rule: 'already-on-host', host: host.name }];
  const runs = vm.power === 'Running';
  // Its disks are looked at one by one, for they may go elsewhere; discs stay where they are.
  const machine = runs
    ? placement()
        .problems(request.vm, request.host)
        .filter((problem) => !isOfStorage(problem))
    : [];
  return [
    ...(runs ? version(vm, request.host) : []),
    ...machine,
    ...(runs ? discProblems(request, inventory) : []),
    ...arrivingProblems({ home: inventory, inventory, host: request.host }, request),
    ...carrierProblems(inventory, request.host, request.transfer),
  ];
}

function isOfStorage(problem: Problem): boolean {
  return problem.rule === 'not-on-host' && problem.what === 'storage';
}

function discProblems({ vm, host }: Relocation, inventory: Inventory): readonly Problem[] {
  const discs = [...inventory.vbd.values()].filter((drive) => drive.vm === vm && drive.type === 'CD' && !drive.isEmpty);
  return discs.flatMap(({ vdi }): readonly Problem[] => {
    const ref = recordAt(inventory.vdi, vdi)?.sr ?? null;
    const sr = recordAt(inventory.sr, ref);
    const isReached = [...inventory.pbd.values()].some((link) => link.sr === ref && link.host === host && link.isAttached);
    if (sr === undefined || isReached) return [];
    return [{ rule: 'not-on-host', what: 'storage', name: sr.name, host: inventory.host.get(host)?.name ?? '' }];
  });
}

/** The network a host is managed over, unless another one is chosen. */
export function carrierOf(inventory: Inventory, host: HostRef): RefOf<'network'> | undefined {
  const pif = [...inventory.pif.values()].find((each) => each.host === host && each.isManagement);
  return pif?.network ?? undefined;
}

/** Networks on which this host has an address to carry machines from and to. */
export function carriersOf(inventory: Inventory, host: HostRef): readonly RefOf<'network'>[] {
  const own = [...inventory.pif.values()].filter((pif) => pif.host === host && pif.ip !== '' && pif.ipMode !== 'None');
  return [...new Set(own.flatMap(({ network }) => network ?? []))];
}

export function carrierProblems(inventory: Inventory, host: HostRef, transfer: RefOf<'network'> | undefined): readonly Problem[] {
  const name = inventory.host.get(host)?.name ?? '';
  const network = transfer ?? carrierOf(inventory, host);
  if (network !== undefined && carriersOf(inventory, host).includes(network)) return [];
  return [{ rule: 'no-address-in', network: recordAt(inventory.network, network)?.name ?? '', hosts: [name] }];
}
