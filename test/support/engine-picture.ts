import { applyDelta, emptyInventory, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Value } from '#simulator/world/value.ts';
import { ask } from './ask.ts';
import type { Operating } from './operating.ts';
import { timePasses } from './passing-time.ts';

/** The engine's own picture has to have come as far as the world was brought. */
export async function seen(at: Operating, isSo: (inventory: Inventory) => boolean): Promise<void> {
  for (;;) {
    const picture = await at.engine.call('pool.snapshot', { server: at.server });
    if (picture.ok && isSo(applyDelta(emptyInventory, picture.value.inventory))) return;
    const sinceMs = at.engine.clock.now();
    await timePasses(at.engine, () => at.engine.clock.now() > sinceMs + 200);
  }
}

/** Brings the world where a test wants it, by the server's own call. */
export function prepare(at: Operating, method: string, parameters: readonly Value[]): void {
  const answer = ask(at.served.world, method, parameters);
  if (typeof answer === 'object' && 'error' in answer) throw new Error(`${method}: ${JSON.stringify(answer)}`);
}
