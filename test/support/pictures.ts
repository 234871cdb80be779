import { applyDelta, emptyInventory, type Inventory } from '#shared/domain/inventory/inventory.ts';
import { watchedClasses } from '#shared/domain/inventory/watched.ts';
import { firstPool, type ServedWorld } from './served-world.ts';
import { aTestEngine, pinsOf, type TestEngine } from './test-engine.ts';

/** What a listener holds who has heard everything from the beginning. */
export function sumOf(engine: TestEngine): Inventory {
  return engine.said.reduce((inventory, event) => (event.topic === 'pools' ? applyDelta(inventory, event.payload.delta) : inventory), emptyInventory);
}

/** The same facts, fetched by somebody who knew nothing before. */
export async function freshPicture(served: ServedWorld, password = served.login.password): Promise<Inventory> {
  await using engine = aTestEngine();
  const address = served.addressOf(firstPool(served.world).master);
  const connected = await engine.call('server.connect', { ...served.login, password, address, pins: pinsOf(served) });
  if (!connected.ok) throw new Error(`no fresh picture: ${JSON.stringify(connected.failure)}`);
  return sumOf(engine);
}

/** As plain data. Tasks come and go with the look itself. */
export function lasting(inventory: Inventory): unknown {
  const classes = watchedClasses.filter((name) => name !== 'task');
  return Object.fromEntries(classes.map((name) => [name, Object.fromEntries([...inventory[name]].toSorted(([a], [b]) => (a < b ? -1 : 1)))]));
}
