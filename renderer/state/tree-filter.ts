import type { SuggestionSources } from '#shared/domain/tree/query.ts';
import { visibilityOfSr } from '#shared/domain/placement/visibility.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { inventoryStore } from './inventory-store.ts';

/** What a filter could ask for, of all pools; gathered when somebody types a condition. */
export const filterSources: SuggestionSources = {
  hosts: () => namesOf(({ host }) => [...host.values()].map(({ name }) => name)),
  storage: () => namesOf(({ sr }) => [...sr.values()].filter((record) => visibilityOfSr(record) !== 'never').map(({ name }) => name)),
  tags: () => namesOf((inventory) => taggedClasses.flatMap((name) => [...inventory[name].values()]).flatMap(({ tags }) => tags)),
};

const taggedClasses = ['pool', 'host', 'vm', 'sr', 'network', 'vdi'] as const;

function namesOf(read: (inventory: Inventory) => readonly string[]): readonly string[] {
  const names = [...inventoryStore.getState().inventories.values()].flatMap(read);
  return [...new Set(names)].toSorted();
}
