import { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { NetError } from '#engine/net/net-error.ts';
import { guestHandlers } from '#engine/rpc/handlers/guest-handlers.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { addressFor, rdpFile } from '#shared/domain/console/guest-ports.ts';
import { applyDelta } from '#shared/domain/inventory/inventory.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { createFakeClock } from '#test/support/fake-clock.ts';
import { anInventory, aRecord } from '#test/support/inventories.ts';

const before = anInventory({ pool: 'p', hosts: { h: {} }, vms: { web: { on: 'h', guestMetrics: 'g' as RefOf<'guestMetrics'> } } });
/** What a guest that is not to be trusted reports. */
const hostile = { '3/ip': '10.1.0.7; rm -rf ~', '4/ip': 'elsewhere.example', '5/ip': '10.1.0.8\r\nalternate shell:s:calc' };
const networks = { '0/ip': '10.1.0.5', '0/ipv6/0': 'fe80::1', '1/ip': '127.0.0.1', '2/ip': '10.1.0.6', ...hostile };
const inventory = applyDelta(before, { guestMetrics: { set: { g: aRecord('guestMetrics', { networks }) } } });
const question = { server: 's' as ServerId, vm: 'web' as VmRef };

/** A guest whose doors open, refuse, or say nothing. */
function asked({ isInvented = false, met }: { readonly isInvented?: boolean; readonly met: (port: number) => 'open' | 'refused' | 'silent' }) {
  const clock = createFakeClock();
  const knocked: string[] = [];
  const handlers = guestHandlers({
    clock,
    pools: {
      inventory: () => inventory,
      isInvented: () => isInvented,
      reach:
        () =>
        async ({ host, port }, signal) => {
          knocked.push(`${host}:${port}`);
          const how = met(port);
          if (how === 'open') return await Promise.resolve(new Duplex());
          if (how === 'refused') throw new NetError({ kind: 'unreachable', address: host, why: 'refused' });
          return await new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('given up'))));
        },
    },
  });
  return { clock, knocked, ask: async (vm = question.vm) => await handlers['guest.ports']({ ...question, vm }, new AbortController().signal) };
}

test('the doors of a guest are knocked at where it can be reached, and what says nothing is not waited for', async () => {
  const guest = asked({ met: (port) => (({ 3389: 'open', 5900: 'refused', 22: 'silent' }) as const)[port] ?? 'refused' });
  const answer = guest.ask();
  await expect.poll(() => guest.knocked.length).toBe(6);
  guest.clock.advance(3_000);
  const doors = (address: string) => [3389, 5900, 22].map((port) => ({ address, port, isOpen: port === 3389 }));
  expect(await answer).toEqual({ doors: [...doors('10.1.0.5'), ...doors('10.1.0.6')] });
});

test('nobody is knocked at behind addresses that exist only inside this app, nor for a machine that is gone', async () => {
  const guest = asked({ isInvented: true, met: () => 'open' });
  expect(await guest.ask()).toEqual({ doors: [] });
  await expect(guest.ask('gone' as VmRef)).rejects.toMatchObject({ reason: { kind: 'gone' } });
  expect(guest.knocked).toEqual([]);
});

test('an address is told as the programs for it take it', () => {
  expect([addressFor(3389, '10.1.0.5'), addressFor(5900, 'fd00::5'), addressFor(22, 'fd00::5'), rdpFile('fd00::5').split('\r\n')[0]]).toEqual([
    '10.1.0.5:3389',
    '[fd00::5]::5900',
    'ssh fd00::5',
    'full address:s:[fd00::5]:3389',
  ]);
});
