import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { operatingOn } from './operating.ts';
import { isNow, timePasses } from './passing-time.ts';
import { aServedWorld, firstPool, type ServedWorld } from './served-world.ts';
import { aTestEngine, pinsOf, type TestEngine } from './test-engine.ts';
import { aTestVault } from './test-vault.ts';

/** The folder as a crash would leave it: copied while everything runs, and given to another engine. */
export async function crashing(speed: number, scenario = 'two-hosts-iscsi') {
  const served = await aServedWorld(scenario, { speed });
  const on = await crashingOn(served);
  return {
    ...on,
    async [Symbol.asyncDispose]() {
      await on[Symbol.asyncDispose]();
      await served[Symbol.asyncDispose]();
    },
  };
}

/** The same in a world that outlives it. */
export async function crashingOn(served: ServedWorld) {
  const before = mkdtempSync(join(tmpdir(), 'poolkeeper-before-'));
  const after = mkdtempSync(join(tmpdir(), 'poolkeeper-after-'));
  const vault = aTestVault();
  const engine = aTestEngine({ paths: { data: before }, vault });
  const address = served.addressOf(firstPool(served.world).master);
  const result = await engine.call('server.connect', { ...served.login, address, pins: pinsOf(served), remember: 'server-and-password' });
  if (!result.ok) throw new Error(result.failure.kind);
  const { server } = result.value;
  const engines: TestEngine[] = [engine];
  return {
    served,
    server,
    at: operatingOn({ engine, served, server }),
    journal: join(after, 'operations.journal'),
    crash: () => cpSync(before, after, { recursive: true }),
    /** A crash before this would leave an operation that nobody has heard of its task. */
    written: async (text: string) => await expect.poll(async () => await readFile(join(before, 'operations.journal'), 'utf8')).toContain(text),
    /** The app is gone, and does nothing more. */
    end: async () => await engine[Symbol.asyncDispose](),
    async restart() {
      // Identifiers of another start are others.
      const next = aTestEngine({ paths: { data: after }, vault, random: { id: randomUUID } });
      engines.push(next);
      await next.engine.start();
      await timePasses(next, isNow(next, 'live'));
      return operatingOn({ engine: next, served, server });
    },
    async [Symbol.asyncDispose]() {
      for (const each of engines) await each[Symbol.asyncDispose]();
      for (const folder of [before, after]) rmSync(folder, { recursive: true, force: true });
    },
  };
}
