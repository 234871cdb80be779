import { describe, expect, test } from 'vitest';
import { DEFAULT_LOGIN } from '#simulator/world/build/start-pool.ts';
import { isAnswering } from '#simulator/world/reach.ts';
import type { PoolState } from '#simulator/world/world.ts';
import { serveWorld } from '#simulator/xapi-server/server.ts';
import { expectedContents } from './expected-contents.ts';
import { connectPeer, type Peer, type Transport } from './peer.ts';
import { databaseSources, databasesFolder, type Source, scenarioSources } from './pools.ts';

/** How the two sides differ, shortly; comparing a big pool object by object must not print it. */
function differences(pool: PoolState, peer: Peer, transport: Transport): string[] {
  const found: string[] = [];
  const held = peer.byClass();
  for (const [name, expected] of expectedContents(pool, transport)) {
    const objects = new Map((held.get(name) ?? []).map((object) => [object.$ref, object]));
    if (objects.size !== expected.size) found.push(`${name}: ${objects.size} of ${expected.size}`);
    for (const [ref, record] of expected) {
      // A record class of the peer compares as its plain fields.
      const same = JSON.stringify(record) === JSON.stringify(ordered({ ...objects.get(ref) }, record));
      if (!same && found.length < 10) found.push(`${name} ${ref}: ${JSON.stringify({ ...objects.get(ref) })} is not ${JSON.stringify(record)}`);
    }
  }
  return found;
}

function ordered(actual: unknown, like: unknown): unknown {
  if (typeof actual !== 'object' || actual === null || Array.isArray(actual) || actual instanceof Date) return actual;
  if (typeof like !== 'object' || like === null) return actual;
  const wanted = Object.keys(like);
  const rest = Object.keys(actual).filter((key) => !wanted.includes(key));
  const fields = actual as Readonly<Record<string, unknown>>;
  return Object.fromEntries([...wanted, ...rest].map((key) => [key, ordered(fields[key], (like as Readonly<Record<string, unknown>>)[key])]));
}

describe.each(scenarioSources())('$name', (source) => {
  loadsCompletely(source);
});

// The real pools are not part of the project; without them this is shown as skipped.
describe.skipIf(databasesFolder === undefined)('the real pools', () => {
  describe.each(databaseSources())('$name', (source) => {
    loadsCompletely(source);
  });
  test('were found', () => expect(databaseSources()).not.toEqual([]));
});

function loadsCompletely(source: Source): void {
  test.each(source.transports)('is loaded completely by xen-api over %s, where a master answers', async (transport) => {
    const world = await source.build();
    // The clock stands: nothing may change between what the peer reads and what it is compared with.
    const server = await serveWorld(world, { handlers: {}, addresses: 'records', clock: { is: 'manual' } });
    const stopTicking = tick(() => world.clock.advance(1));
    try {
      // Nobody loads a pool whose master has no power; that such a host stays silent is proven on the wire.
      const [silent = [], answering = []] = [false, true].map((side) => world.pools.filter((pool) => isAnswering(pool.master) === side));
      expect(silent.filter((pool) => pool.master.power === 'on')).toEqual([]);
      for (const pool of answering) {
        await using peer = await connectPeer({ url: server.urlOf(pool.master), ...DEFAULT_LOGIN, transport });
        expect(differences(pool, peer, transport)).toEqual([]);
      }
    } finally {
      stopTicking();
      await server.close();
    }
  });
}

/** Gives the world a little time while the peer works, so that short waits inside calls end. */
function tick(step: () => void): () => void {
  const timer = setInterval(step, 5);
  return () => clearInterval(timer);
}
