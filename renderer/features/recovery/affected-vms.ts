import type { Investigation } from '#shared/contract/recovery-schema.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { poolWordOf } from './believed-of.ts';

/** Every VM that runs there, or that anybody believes to: whoever could lose something by it. */
export function affectedVms({ host, sight }: Investigation, inventory: Inventory): readonly string[] {
  const believed = poolWordOf(inventory, host).vms;
  const names = new Map(believed.map(({ uuid, name }) => [uuid, name]));
  const domains = sight.domains.is === 'seen' ? sight.domains.value.domains.filter(({ id }) => id > 0) : [];
  for (const { uuid, name, id } of domains) {
    const key = uuid ?? String(id);
    if (!names.has(key)) names.set(key, name ?? key);
  }
  return [...names.values()].toSorted((a, b) => a.localeCompare(b));
}
