import { useMemo } from 'react';
import type { Alert } from '#shared/domain/alerts/alert.ts';
import { type AlertSubject, subjectFinder } from '#shared/domain/alerts/alert-subject.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import { alertText, type AlertWords } from '#shared/text/alerts-text.ts';
import { inventoryStore } from '#renderer/state/inventory-store.ts';
import { useInventory } from '#renderer/state/tree-state.ts';

export interface AlertReader {
  readonly pools: readonly { readonly id: string; readonly name: string }[];
  wordsOf(alert: Alert): AlertWords;
  subjectOf(alert: Alert): AlertSubject | undefined;
  poolNameOf(alert: Alert): string;
  /** All of it, to be searched. */
  reading(alert: Alert): string;
}

/** Names are read once when the list is opened and when a pool comes or goes: a renamed object is not worth sorting thousands again. */
export function useAlertReader(): AlertReader {
  const servers = useInventory((state) => state.servers);
  return useMemo(() => {
    const { inventories } = inventoryStore.getState();
    const finders = new Map<string, ReturnType<typeof subjectFinder>>([...inventories].map(([id, inventory]) => [id, subjectFinder(inventory)]));
    const pools = servers.map(({ id, address }) => {
      const inventory = inventories.get(id);
      const name = inventory === undefined ? '' : (onlyPool(inventory)?.pool.name ?? '');
      return { id, name: name === '' ? address : name };
    });
    const names = new Map<string, string>(pools.map(({ id, name }) => [id, name]));
    const subjectOf = (alert: Alert) => finders.get(alert.server)?.(alert);
    const wordsOf = (alert: Alert) => alertText(alert, subjectOf(alert)?.name);
    const poolNameOf = (alert: Alert) => names.get(alert.server) ?? '';
    const reading = (alert: Alert) => `${wordsOf(alert).title} ${alert.body} ${alert.name} ${poolNameOf(alert)}`;
    return { pools, wordsOf, subjectOf, poolNameOf, reading };
  }, [servers]);
}
