import type { Browser } from 'playwright-core';
import type { Server, ServerId } from '#shared/contract/calls/server-calls.ts';
import { noSequences } from '#shared/contract/events.ts';
import type { Investigation } from '#shared/contract/recovery-schema.ts';
import { aRecord, aSnapshot } from '#test/support/inventories.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { openScripted, type Script, type ScriptedWindow } from './scripted-window.ts';

const server = 's' as ServerId;
const hello = { frame: 'hello', sequences: { ...noSequences(), servers: 1, pools: 1, operations: 1 } } as const;
const vms = { fine: { on: 'h1' }, stranded: { on: 'h2' }, guest: { on: 'h2' } };

interface Shown {
  readonly investigation: Investigation;
  readonly script?: Script;
}

/** The page of a host that its pool has lost, as the engine of the script says it is. */
export async function aRecoveryWindow(
  { browser, address }: { readonly browser: Browser; readonly address: string },
  { investigation, script = {} }: Shown,
): Promise<ScriptedWindow> {
  const live: Server = { id: server, address: '10.20.0.11', user: 'root', state: { is: 'live' } };
  const opened = await openScripted(browser, address, {
    'servers.list': () => ({ sequence: 1, servers: [live] }),
    'pool.snapshot': () => ({
      sequence: 1,
      inventory: {
        ...aSnapshot({ pool: 'Paris-DC1', hosts: { h1: { name: 'xs-par-01' }, h2: { name: 'xs-par-03', isDark: true } }, vms }),
        pif: {
          set: {
            p0: aRecord('pif', { ...pif, device: 'eth0', ip: '10.20.0.13', isManagement: true, metrics: 'up' as never }),
            p1: aRecord('pif', { ...pif, device: 'eth1', metrics: 'up' as never }),
            p2: aRecord('pif', { ...pif, device: 'eth2', ip: '10.30.0.13', metrics: 'up' as never }),
            p3: aRecord('pif', { ...pif, device: 'eth3', metrics: 'down' as never }),
          },
        },
        pifMetrics: { set: { up: aRecord('pifMetrics', { hasCarrier: true }), down: aRecord('pifMetrics') } },
        sr: { set: { nfs: aRecord('sr', { uuid: 'nfs-uuid', name: 'nfs-vmstore', type: 'nfs' }) } },
        pbd: { set: { b1: aRecord('pbd', { uuid: 'b1', host: 'h2' as never, sr: 'nfs' as never, isAttached: true }) } },
      },
    }),
    'operation.list': () => ({ sequence: 1, operations: [] }),
    'recovery.open': () => ({ sequence: 1, investigation }),
    'recovery.pause': () => ({}),
    'pool.witnesses': () => ({ sequence: 1, hosts: { h2: witnesses() } }),
    ...script,
  });
  await opened.push(hello);
  await mainWindow(opened.page).select('xs-par-03');
  return opened;
}

/** The pool has lost it, and our own knock finds nobody. */
export function witnesses() {
  return {
    pool: { isLive: false, isEnabled: true, lostMs: Date.now() - 460_000, asOfMs: Date.now() - 2_000 },
    probe: { atMs: Date.now() - 8_000, https: 'silent', ssh: 'silent', tls: 'not-tried', toolstack: { is: 'not-asked' } },
  } as const;
}

const pif = { host: 'h2' as never, isPhysical: true, isAttached: true };
