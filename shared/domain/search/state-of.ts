import { isHostLive } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import type { HaWord, StateWord } from './fact.ts';
import type { Found } from './found.ts';

const powers: Readonly<Record<string, StateWord>> = { Running: 'running', Halted: 'halted', Suspended: 'suspended', Paused: 'paused' };

export function stateOf({ item, server }: Found): StateWord | undefined {
  const { inventory } = server;
  switch (item.is) {
    case 'vm':
      return powers[inventory.vm.get(item.ref)?.power ?? ''];
    case 'host':
      return hostState(inventory, item.ref);
    case 'sr':
      return storeState(inventory, item.ref);
    case 'pool':
      return poolState(server);
    default:
      return undefined;
  }
}

function poolState({ isFile, lastKnownMs }: Found['server']): StateWord {
  if (isFile === true) return 'file';
  return lastKnownMs === undefined ? 'live' : 'lost';
}

function hostState(inventory: Inventory, host: HostRef): StateWord {
  if (!isHostLive(inventory, host)) return 'dark';
  return inventory.host.get(host)?.isEnabled === false ? 'disabled' : 'live';
}

function storeState(inventory: Inventory, sr: RefOf<'sr'>): StateWord {
  const plugs = [...inventory.pbd.values()].filter((pbd) => pbd.sr === sr);
  const attached = plugs.filter(({ isAttached }) => isAttached).length;
  if (attached === 0) return 'detached';
  return attached === plugs.length ? 'connected' : 'partly';
}

export function haOf({ item, server }: Found): HaWord | undefined {
  const { inventory } = server;
  if (item.is === 'pool') return inventory.pool.get(item.ref)?.isHaEnabled === true ? 'on' : 'off';
  if (item.is !== 'vm') return undefined;
  const priority = inventory.vm.get(item.ref)?.haRestartPriority ?? '';
  if (priority === '') return undefined;
  return priority === 'best-effort' ? 'best-effort' : 'restart';
}

/** Whether what is shown of it is true now: its pool answers, and its host is not dark. */
export function isLastKnown(found: Found): boolean {
  const { item, server } = found;
  if (server.lastKnownMs !== undefined) return true;
  if (item.is === 'host') return stateOf(found) === 'dark';
  if (item.is !== 'vm') return false;
  const host = server.inventory.vm.get(item.ref)?.residentOn ?? null;
  return host !== null && !isHostLive(server.inventory, host);
}
