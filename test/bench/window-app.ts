import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '#engine/engine.ts';
import { startHeadlessHost } from '#headless/headless-host.ts';
import { createLog, systemClock, systemRandom } from '#hosting/system-ports.ts';
import { createPassphraseVault } from '#hosting/vault/passphrase-vault.ts';
import { answerOrders } from './child.ts';
import type { FleetAddress } from './fleet.ts';

// The built window and its engine in a process of their own, as the browser host runs them.
const [windowFolder = ''] = process.argv.slice(2);
const data = mkdtempSync(join(tmpdir(), 'poolkeeper-bench-'));
const engine = createEngine({
  clock: systemClock,
  random: systemRandom,
  log: createLog(() => undefined, systemClock),
  version: 'bench',
  paths: { data },
  vault: createPassphraseVault({ path: join(data, 'passwords.json'), newId: systemRandom.id }),
  demo: undefined,
  person: 'bench',
});
const host = await startHeadlessHost({ engine, windowFolder, port: 0 });
process.once('exit', () => rmSync(data, { recursive: true, force: true }));
process.once('SIGTERM', () => process.exit());
answerOrders(async (order) => {
  // The only order there is, sent by the benchmark beside this file.
  const { url, fingerprint, user, password } = order as FleetAddress;
  const address = new URL(url).host;
  const connected = await engine.dispatch(
    'server.connect',
    { address, user, password, pins: [{ address, fingerprint }] },
    new AbortController().signal,
  );
  if (!connected.ok) throw new Error(`not connected: ${JSON.stringify(connected.failure)}`);
  return host.newAddress();
});
