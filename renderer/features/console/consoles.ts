import { type ConsoleSetup, createLiveConsole, type LiveConsole } from './live-console.ts';

/** So many stay connected while something else is looked at; they draw nothing, and the oldest goes first. */
const KEPT = 6;

const kept = new Map<string, LiveConsole>();

/** The one of this VM, made when it is first looked at. */
export function liveConsole(setup: ConsoleSetup): LiveConsole {
  const key = `${setup.server} ${setup.vm}`;
  const found = kept.get(key) ?? createLiveConsole(setup);
  kept.delete(key);
  kept.set(key, found);
  for (const [other, console] of kept) {
    if (kept.size <= KEPT) break;
    kept.delete(other);
    console.close();
  }
  return found;
}

export function closeConsole(of: Pick<ConsoleSetup, 'server' | 'vm'>): void {
  const key = `${of.server} ${of.vm}`;
  kept.get(key)?.close();
  kept.delete(key);
}
