import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Delta, Inventory } from '#shared/domain/inventory/inventory.ts';
import { inventoryStore } from './inventory-store.ts';

/** So many changes later it is better to look at everything anew. */
const KEPT = 200;

interface Step {
  readonly server: ServerId;
  readonly from: Inventory | undefined;
  readonly to: Inventory | undefined;
  readonly delta: Delta;
}

/** What made one picture of a pool out of an earlier one. */
export interface DeltaLog {
  /** undefined where that is not known: the pool came anew, or it is too long ago. */
  between(server: string, from: Inventory, to: Inventory): readonly Delta[] | undefined;
  /** What came before is asked for no more. */
  forgetBefore(server: string, picture: Inventory): void;
  stop(): void;
}

export function createDeltaLog(): DeltaLog {
  let steps: Step[] = [];
  const stop = inventoryStore.subscribe(({ inventories, change }, before) => {
    if (inventories === before.inventories || change?.is !== 'delta') return;
    const { server, delta } = change;
    steps.push({ server, delta, from: before.inventories.get(server), to: inventories.get(server) });
    if (steps.length > KEPT) steps.shift();
  });

  return {
    between(server, from, to) {
      if (from === to) return [];
      const own = steps.filter((step) => step.server === server);
      const first = own.findIndex((step) => step.from === from);
      const last = own.findIndex((step) => step.to === to);
      if (first < 0 || last < first) return undefined;
      const path = own.slice(first, last + 1);
      const isWhole = path.every((step, index) => index === 0 || step.from === path[index - 1]?.to);
      return isWhole ? path.map(({ delta }) => delta) : undefined;
    },
    forgetBefore(server, picture) {
      const last = steps.findLastIndex((step) => step.server === server && step.to === picture);
      if (last >= 0) steps = steps.filter((step, index) => step.server !== server || index > last);
    },
    stop,
  };
}
