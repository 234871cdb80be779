import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { applyDelta, emptyInventory } from '#shared/domain/inventory/inventory.ts';
import { isNow, timePasses } from './passing-time.ts';
import { freshPicture, lasting, sumOf } from './pictures.ts';
import { firstPool, type ServedWorld } from './served-world.ts';
import { pinsOf, type TestEngine } from './test-engine.ts';

/** A change the server made on its own is heard within this. */
const SETTLING_MS = 2_000;
const MOST_LOOKS = 6;

export interface Watched {
  readonly served: ServedWorld;
  readonly engine: TestEngine;
  readonly server: ServerId;
  readonly password: string;
}

/** The connection comes back, by itself or once its new certificate is confirmed, and the picture is the pool's. */
export async function expectTruth({ served, engine, server, password }: Watched): Promise<void> {
  // A fault so short that the link has not noticed it leaves a server that still starts.
  await timePasses(engine, () => firstPool(served.world).master.toolstack.is === 'running');
  await timePasses(engine, () => isNow(engine, 'live')() || isNow(engine, 'closed')());
  if (isNow(engine, 'closed')()) await engine.call('server.retry', { server, pins: pinsOf(served) });
  await timePasses(engine, isNow(engine, 'live'));
  let theirs: unknown;
  const looked = { said: -1, at: theirs, isSame: false };
  // Asked at every step of time, of which most bring nothing new.
  const isSame = (): boolean => {
    if (looked.said !== engine.said.length || looked.at !== theirs) {
      Object.assign(looked, { said: engine.said.length, at: theirs, isSame: isDeepStrictEqual(lasting(sumOf(engine)), theirs) });
    }
    return looked.isSame;
  };
  // Some of it changes by itself meanwhile: a host that is found to be live again takes a moment to be told of.
  for (let looks = 0; looks < MOST_LOOKS && (looks === 0 || !isSame()); looks += 1) {
    theirs = lasting(await freshPicture(served, password));
    const untilMs = engine.clock.now() + SETTLING_MS;
    await timePasses(engine, () => isSame() || engine.clock.now() > untilMs);
  }
  expect(lasting(sumOf(engine))).toEqual(theirs);
  const snapshot = await engine.call('pool.snapshot', { server });
  expect(snapshot.ok && lasting(applyDelta(emptyInventory, snapshot.value.inventory))).toEqual(lasting(sumOf(engine)));
}
