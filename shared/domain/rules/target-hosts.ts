import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, VmRef } from '#shared/domain/inventory/watched.ts';
import type { VmPowerRequest } from '#shared/domain/operations/vm-request.ts';
import type { Problem } from './problem.ts';
import type { Rules } from './rules.ts';

/** What takes a machine to a host that somebody names. */
export type Placing = 'vm.start' | 'vm.resume' | 'vm.migrate';

export interface TargetHost {
  readonly host: HostRef;
  readonly name: string;
  /** All of the machines would rather be here. */
  readonly isHome: boolean;
  readonly freeBytes: number;
  /** For those machines that it can take, all of them together. */
  readonly requests: readonly VmPowerRequest[];
  /** Why the others cannot go there. */
  readonly problems: readonly Problem[];
}

export interface Travellers {
  readonly kind: Placing;
  readonly server: string;
  /** Of one pool, as its hosts are. */
  readonly vms: readonly VmRef[];
  readonly inventory: Inventory;
  readonly rules: Rules;
}

/** Every host of the pool: first those that take the most machines, of these the home of all, then the emptiest. */
export function targetHosts(travellers: Travellers): readonly TargetHost[] {
  const { inventory } = travellers;
  const targets = [...inventory.host].map(([host, { name }]) => targetHost(travellers, { host, name }));
  return targets.toSorted(likelierFirst);
}

function likelierFirst(a: TargetHost, b: TargetHost): number {
  const differences = [
    b.requests.length - a.requests.length,
    Number(b.isHome) - Number(a.isHome),
    a.requests.length === 0 ? 0 : b.freeBytes - a.freeBytes,
  ];
  return differences.find((each) => each !== 0) ?? byNaturalOrder(a.name, b.name);
}

function targetHost(travellers: Travellers, { host, name }: Pick<TargetHost, 'host' | 'name'>): TargetHost {
  const { vms, inventory, rules } = travellers;
  const placement = rules.placement();
  const freeBytes = placement.freeBytes(host);
  const requests: VmPowerRequest[] = [];
  const problems: Problem[] = [];
  let left = freeBytes;
  for (const vm of vms) {
    const request = { kind: travellers.kind, server: travellers.server, vm, host } as const;
    const found = rules.problemsOf(request);
    const needBytes = placement.needBytes(vm);
    if (found.length > 0) problems.push(...found);
    // Each of them would have room, but not all of them.
    else if (needBytes > left) problems.push({ rule: 'not-enough-memory', host: name, needBytes, freeBytes: left });
    else {
      left -= needBytes;
      requests.push(request);
    }
  }
  const isHome = vms.length > 0 && vms.every((vm) => inventory.vm.get(vm)?.affinity === host);
  return { host, name, isHome, freeBytes, requests, problems };
}

/** Nothing but its storage keeps a machine where it is, by what stands against it on each host. */
export function isTiedByStorage(byHost: readonly (readonly Problem[])[]): boolean {
  const others = byHost.flat().filter(({ rule }) => rule !== 'already-on-host');
  return others.length > 0 && others.every((problem) => problem.rule === 'not-on-host' && problem.what === 'storage');
}
