import { createEngine } from '#engine/engine.ts';
import { systemClock, systemRandom } from '#hosting/system-ports.ts';
import { aTestVault } from '#test/support/test-vault.ts';
import type { FromEngine, ToEngine } from './engine-words.ts';

// The engine as it is, run where the administrator's computer is: every connection it makes goes over the lab's cables.

const [data = ''] = process.argv.slice(2);
const tell = (word: FromEngine): void => void process.send?.(word);
const write = (event: string, fields?: object): void => tell({ is: 'log', line: JSON.stringify({ event, ...fields }) });

const engine = createEngine({
  clock: systemClock,
  random: systemRandom,
  log: { info: write, warn: write },
  version: '1.2.3',
  paths: { data },
  vault: aTestVault(),
  demo: undefined,
  person: 'lab',
});
engine.events.listen((event) => tell({ is: 'event', event }));

process.on('message', (word: ToEngine) => {
  Promise.all(word.inputs.map(async (input) => await engine.dispatch(word.name, input, new AbortController().signal))).then(
    (results) => tell({ is: 'answer', id: word.id, results }),
    // A bug of the engine's is one of this process: the test hears of its end.
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    },
  );
});
process.once('disconnect', () => process.exit());
tell({ is: 'ready' });
