import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { type CallName, calls, type Input, type Output } from '#shared/contract/calls.ts';
import type { EngineEvent } from '#shared/contract/events.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { FromEngine, ToEngine } from './engine-words.ts';
import { ADMIN, type Lab } from './lab.ts';
import { end, spawnInside } from './start-agent.ts';

/** The engine, at the administrator's computer. */
export interface LabEngine extends AsyncDisposable {
  /** All it has said so far. */
  readonly said: readonly EngineEvent[];
  readonly log: readonly string[];
  call<N extends CallName>(name: N, input: Input<N>): Promise<Result<Output<N>, Failure>>;
  /** Several calls of one name at one moment. */
  callAll<N extends CallName>(name: N, inputs: readonly Input<N>[]): Promise<readonly Result<Output<N>, Failure>[]>;
  /** Resolves with the first event from there on, past or future, that the test is looking for. */
  heard(isIt: (event: EngineEvent) => boolean, from?: number): Promise<EngineEvent>;
}

export async function startEngine(lab: Lab): Promise<LabEngine> {
  const child = spawnInside(lab.network.nameOf(ADMIN), 'engine-process.ts', [mkdtempSync(join(lab.folder, 'engine-'))]);
  const said: EngineEvent[] = [];
  const log: string[] = [];
  const answers = new Map<number, (results: readonly unknown[]) => void>();
  const waiting = new Set<() => void>();
  const ready = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<never>();
  // Whoever waits for it hears of it.
  gone.promise.catch(() => undefined);
  let asked = 0;
  child.once('exit', () => gone.reject(new Error('the engine has ended')));
  child.on('message', (message) => {
    // Only engine-process.ts speaks here.
    const word = message as FromEngine;
    switch (word.is) {
      case 'ready':
        return ready.resolve();
      case 'log':
        return void log.push(word.line);
      case 'answer':
        return answers.get(word.id)?.(word.results);
      case 'event':
        said.push(word.event);
        for (const look of waiting) look();
    }
  });
  await Promise.race([ready.promise, gone.promise]);

  async function callAll<N extends CallName>(name: N, inputs: readonly Input<N>[]): Promise<readonly Result<Output<N>, Failure>[]> {
    if (!child.connected) throw new Error('the engine has ended');
    asked += 1;
    const { promise, resolve } = Promise.withResolvers<readonly unknown[]>();
    answers.set(asked, resolve);
    child.send({ id: asked, name, inputs } satisfies ToEngine);
    const results = await Promise.race([promise, gone.promise]);
    return results.map((one) => {
      const result = one as Result<unknown, Failure>;
      // What the engine says is checked as a window would.
      return (result.ok ? { ok: true, value: calls[name].output.parse(result.value) } : result) as Result<Output<N>, Failure>;
    });
  }

  return {
    said,
    log,
    callAll,
    async call<N extends CallName>(name: N, input: Input<N>) {
      const [result] = await callAll(name, [input]);
      if (result === undefined) throw new Error('the engine has not answered');
      return result;
    },
    async heard(isIt, from = 0) {
      const { promise, resolve } = Promise.withResolvers<EngineEvent>();
      let looked = from;
      const look = (): void => {
        const found = said.slice(looked).find(isIt);
        looked = said.length;
        if (found !== undefined) resolve(found);
      };
      waiting.add(look);
      look();
      return await Promise.race([promise, gone.promise]).finally(() => waiting.delete(look));
    },
    [Symbol.asyncDispose]: async () => await end(child),
  };
}
