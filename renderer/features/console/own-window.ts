import { useSyncExternalStore } from 'react';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { consoleText } from '#shared/text/console-text.ts';
import { showToast } from '#renderer/state/ui-store.ts';

/** A closed window tells nobody. */
const LOOK_MS = 500;
const SIZE = 'popup,width=1024,height=800';

const open = new Map<string, Window>();
const listeners = new Set<() => void>();
let looking: ReturnType<typeof setInterval> | undefined;

const keyOf = (server: ServerId, vm: VmRef): string => `${server} ${vm}`;

/** The address of the window that shows one console and nothing else. */
function addressOf(server: ServerId, vm: VmRef): string {
  return `/?${new URLSearchParams({ console: vm, server }).toString()}`;
}

/** Lets go of the console here first: some pools allow one viewer at a time. */
export function openOwnWindow(server: ServerId, vm: VmRef, letGo: () => void): void {
  const opened = window.open(addressOf(server, vm), `console-${keyOf(server, vm)}`, SIZE);
  if (opened === null) return showToast({ id: 'console.window', tone: 'warn', text: consoleText.noWindow });
  letGo();
  open.set(keyOf(server, vm), opened);
  looking ??= setInterval(look, LOOK_MS);
  tell();
}

export function bringBack(server: ServerId, vm: VmRef): void {
  open.get(keyOf(server, vm))?.close();
  open.delete(keyOf(server, vm));
  tell();
}

/** Whether this console is shown in a window of its own. */
export function useOwnWindow(server: ServerId, vm: VmRef): boolean {
  return useSyncExternalStore(listen, () => open.has(keyOf(server, vm)));
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function tell(): void {
  for (const listener of listeners) listener();
}

function look(): void {
  const before = open.size;
  for (const [key, shown] of open) if (shown.closed) open.delete(key);
  if (open.size !== before) tell();
  if (open.size > 0) return;
  clearInterval(looking);
  looking = undefined;
}
