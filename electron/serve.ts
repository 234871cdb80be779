import { join } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { demo } from './demo.ts';
import { serveOptions } from './headless/serve-options.ts';
import { serveWindow } from './headless/serve-window.ts';

const end = await serveWindow({
  options: serveOptions(process.argv.slice(2)),
  windowFolder: join(import.meta.dirname, 'renderer'),
  version: packageJson.version,
  demo,
  print: (text) => process.stdout.write(text),
  writeLog: (line) => process.stderr.write(line),
});
if (end === undefined) process.exitCode = 1;
else for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end().finally(() => process.exit()));
