import { type Placing, type TargetHost, targetHosts } from '#shared/domain/rules/target-hosts.ts';
import type { Target } from './command.ts';
import { rulesNow } from './problems-now.ts';

/** Every host of the pool these machines are of, the likeliest first. */
export function placeChoices(kind: Placing, targets: readonly Target[]): readonly TargetHost[] {
  const [first] = targets;
  if (first === undefined) return [];
  const vms = targets.flatMap(({ item }) => (item.is === 'vm' ? [item.ref] : []));
  return targetHosts({ kind, server: first.server.id, vms, inventory: first.inventory, rules: rulesNow(first) });
}
