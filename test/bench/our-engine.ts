import { createEngine, type Engine } from '#engine/engine.ts';

let ids = 0;

/** Without anything that is kept. */
export function newEngine(): Engine {
  return createEngine({
    clock: {
      now: () => Date.now(),
      after(delayMs, run) {
        const timer = setTimeout(run, delayMs);
        return { cancel: () => clearTimeout(timer) };
      },
    },
    random: { id: () => `id-${(ids += 1)}` },
    log: { info: () => undefined, warn: (event, fields) => void process.stderr.write(`${event} ${JSON.stringify(fields)}\n`) },
    version: 'bench',
    // Nothing is saved: no folder is ever made and no password kept.
    paths: { data: 'unused' },
    vault: {
      lock: undefined,
      state: () => Promise.resolve({ is: 'locked' }),
      store: () => Promise.resolve(),
      read: () => Promise.resolve(undefined),
      remove: () => Promise.resolve(),
    },
    demo: undefined,
    person: 'bench',
  });
}
