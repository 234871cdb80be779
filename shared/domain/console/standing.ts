import { isHostLive } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';

export type ConsoleProtocol = 'rfb' | 'vt100';

export interface ConsoleChoice {
  readonly ref: RefOf<'console'>;
  readonly protocol: ConsoleProtocol;
  /** Another place is another connection, whatever the record is called. */
  readonly location: string;
}

/** Whether a VM has something to look at, and if not, why. */
export type ConsoleStanding =
  | { readonly is: 'ready'; readonly consoles: readonly ConsoleChoice[]; readonly host: string; readonly isPaused: boolean; readonly isDark: boolean }
  /** It runs, and its host has not told of a console yet: it starts, restarts or arrives. */
  | { readonly is: 'awaited'; readonly host: string }
  | { readonly is: 'off'; readonly power: string };

/** Screens come first. */
const ORDER: readonly ConsoleProtocol[] = ['rfb', 'vt100'];

export function consoleStanding(inventory: Inventory, ref: VmRef): ConsoleStanding {
  const vm = inventory.vm.get(ref);
  if (vm === undefined || (vm.power !== 'Running' && vm.power !== 'Paused')) return { is: 'off', power: vm?.power ?? '' };
  const host = hostName(inventory, vm.residentOn);
  const consoles = consolesOf(inventory, ref);
  if (consoles.length === 0) return { is: 'awaited', host };
  return { is: 'ready', consoles, host, isPaused: vm.power === 'Paused', isDark: isLost(inventory, vm.residentOn) };
}

function hostName(inventory: Inventory, host: HostRef | null): string {
  return host === null ? '' : (inventory.host.get(host)?.name ?? '');
}

function isLost(inventory: Inventory, host: HostRef | null): boolean {
  return host !== null && !isHostLive(inventory, host);
}

function consolesOf(inventory: Inventory, vm: VmRef): readonly ConsoleChoice[] {
  const found: ConsoleChoice[] = [];
  for (const [ref, record] of inventory.console) {
    const protocol = ORDER.find((one) => one === record.protocol.toLowerCase());
    if (record.vm === vm && protocol !== undefined) found.push({ ref, protocol, location: record.location });
  }
  return found.toSorted((a, b) => ORDER.indexOf(a.protocol) - ORDER.indexOf(b.protocol));
}
