import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { appDouble, protocolDouble, WindowDouble } from '#test/support/electron-double.ts';

// node boot-packed-app.ts FOLDER DATA RESOURCES: runs the main file of an unpacked app with its demo, and once a pool is live tells
// on one line of JSON what became of it.
const [folder = '', data = '', resources = ''] = process.argv.slice(2);
Object.defineProperty(process, 'resourcesPath', { value: resources });
appDouble.getPath = () => data;
const electron = new URL('./electron-main-stand-in.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    ['electron', 'electron/main'].includes(specifier) ? { url: electron, format: 'module-typescript', shortCircuit: true } : next(specifier, context),
});
const live = firstLogged('"state":"live"');
process.argv.push('--demo', '--log');
await import(pathToFileURL(`${folder}/dist/main.js`).href);
await live;
const page = await windowFile('/');
const parts = [...page.text.matchAll(/(?:src|href)="\.?([^"]+)"/g)].map(([, path = '']) => path);
const told = {
  preload: WindowDouble.opened.map((window) => window.options.webPreferences?.preload),
  page: page.status,
  parts: await Promise.all(parts.map(async (path) => [path.replace(/-[\w-]{8}\./, '.'), (await windowFile(path)).status])),
};
process.stdout.write(`${JSON.stringify(told)}\n`, () => process.exit(0));

async function windowFile(path: string): Promise<{ status: number | undefined; text: string }> {
  const answer = await protocolDouble.handler?.(new Request(`app://poolkeeper${path}`));
  return { status: answer?.status, text: (await answer?.text()) ?? '' };
}

/** The main file writes its log where errors go; it is passed on, for the reader of a failed test. */
async function firstLogged(words: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = (line: string | Uint8Array) => {
    if (String(line).includes(words)) resolve();
    return write(line);
  };
  return promise;
}
