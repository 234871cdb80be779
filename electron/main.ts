import { join } from 'node:path';
import { demo } from './demo.ts';
import { bootShell } from './shell/boot.ts';

await bootShell({
  windowFolder: join(import.meta.dirname, 'renderer'),
  preload: join(import.meta.dirname, 'preload.cjs'),
  updateFeedFile: join(process.resourcesPath, 'app-update.yml'),
  opensDemo: process.argv.includes('--demo'),
  demo,
  writeLog: (line) => process.argv.includes('--log') && process.stderr.write(line),
});
