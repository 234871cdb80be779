import { spawn, type ChildProcess } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { CannotGoOn, conclude, root, say } from '../bootstrap/ground.mjs';
import { buildChanged, type PartName } from '../bundle/parts.ts';

/** Editors write a file in several steps. */
const SETTLE_MS = 150;
const watched = ['electron', 'renderer', 'shared'];

// npm run dev [-- --demo]: serves the app to the browser, builds what changes, and restarts the engine when its sources did.
await conclude(() => main(process.argv.slice(2)));

async function main(args: readonly string[]): Promise<never> {
  await buildChanged();
  const nextChange = watchSources();
  let host = startHost(args);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      host.kill();
      process.exit(0);
    });
  }
  for (;;) {
    await nextChange();
    const changed = await rebuild();
    if (changed.includes('node')) {
      await stop(host);
      host = startHost(args);
    } else if (changed.length > 0) {
      say('reload the window to see the change');
    }
  }
}

/** A source that does not compile is the ordinary state of half-written code, so it is said and the loop goes on. */
async function rebuild(): Promise<PartName[]> {
  try {
    return await buildChanged();
  } catch (error) {
    if (!(error instanceof CannotGoOn)) throw error;
    say(error.message);
    return [];
  }
}

function startHost(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [join(root, 'dist', 'serve.js'), ...args], { cwd: root, stdio: 'inherit' });
}

async function stop(host: ChildProcess): Promise<void> {
  if (host.exitCode !== null || host.signalCode !== null) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  host.once('exit', () => resolve());
  host.kill();
  await promise;
}

/** The answer resolves once something has changed since it last did, and nothing more for a moment. */
function watchSources(): () => Promise<void> {
  let change = Promise.withResolvers<void>();
  let settling: NodeJS.Timeout | undefined;
  for (const folder of watched) {
    watch(join(root, folder), { recursive: true }, () => {
      clearTimeout(settling);
      settling = setTimeout(() => change.resolve(), SETTLE_MS);
    });
  }
  return async () => {
    await change.promise;
    change = Promise.withResolvers();
  };
}
