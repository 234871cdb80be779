import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { ControlAddress } from './control-client.ts';

/** Where the last started simulator of this user left its control address; the token in it is for this user alone. */
function addressFile(): string {
  return join(tmpdir(), `poolkeeper-simulator-${userInfo().username}`, 'control.json');
}

export function writeAddress(address: ControlAddress): void {
  const folder = join(addressFile(), '..');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // On a shared machine someone else may have made the folder first, to read the token.
  const { uid } = userInfo();
  if (uid >= 0 && statSync(folder).uid !== uid) return;
  chmodSync(folder, 0o700);
  writeFileSync(addressFile(), JSON.stringify({ ...address, pid: process.pid }), { mode: 0o600 });
}

export function readAddress(): ControlAddress | undefined {
  const value = contents();
  if (typeof value !== 'object' || value === null || !('url' in value) || !('token' in value)) return undefined;
  return typeof value.url === 'string' && typeof value.token === 'string' ? { url: value.url, token: value.token } : undefined;
}

/** Only the simulator that wrote the file takes it away: a later one may have replaced it. */
export function removeAddress(address: ControlAddress): void {
  if (readAddress()?.token === address.token) rmSync(addressFile(), { force: true });
}

function contents(): unknown {
  try {
    return JSON.parse(readFileSync(addressFile(), 'utf8'));
  } catch {
    // No file, or half of one: no simulator to be found here.
    return undefined;
  }
}
