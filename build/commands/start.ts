import { conclude, say } from '../bootstrap/ground.mjs';
import { buildChanged } from '../bundle/parts.ts';
import { findOrFetchElectron } from '../launch/electron-runtime.ts';
import { runBrowserHost, runElectron } from '../launch/hosts.ts';
import { hasDisplay, thisMachine } from '../tools/machine.ts';

// npm start [-- --browser]: the app in Electron, or in the browser where Electron cannot be. Other words go to the app.
await conclude(() => main(process.argv.slice(2)));

async function main(args: readonly string[]): Promise<number> {
  await buildChanged();
  const appArgs = args.filter((arg) => arg !== '--browser');
  if (args.includes('--browser')) return runBrowserHost(appArgs);
  const end = await runInElectron(appArgs);
  if (end.is === 'closed') return end.code;
  say(`Electron's runtime ${end.why}. The same app is served on 127.0.0.1 instead.`);
  return runBrowserHost(appArgs);
}

async function runInElectron(args: readonly string[]): Promise<{ is: 'closed'; code: number } | { is: 'impossible'; why: string }> {
  if (!hasDisplay(thisMachine())) return { is: 'impossible', why: 'needs a display and there is none' };
  const runtime = await findOrFetchElectron();
  if (runtime.is === 'absent') return { is: 'impossible', why: runtime.why };
  const end = await runElectron(runtime.program, args);
  return end.is === 'closed' ? end : { is: 'impossible', why: 'could not open a window (its message is above)' };
}
