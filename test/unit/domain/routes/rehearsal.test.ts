import { describe, expect, test } from 'vitest';
import { parseSwitchPort } from '#shared/domain/diagnosis/parsers/switch-port.ts';
import { applyDelta, type Delta, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';
import { planRoutes } from '#shared/domain/routes/plan.ts';
import { readinessOf } from '#shared/domain/routes/readiness.ts';
import { addressPrint, type Rehearsal, secondWay, type TriedWay, worthTrying } from '#shared/domain/routes/rehearsal.ts';
import { problemsOf } from '#shared/domain/rules/rules.ts';
import { anInventory, aRecord } from '#test/support/inventories.ts';

const HOST = 'h2' as HostRef;
const STORAGE = 'storage' as RefOf<'network'>;

function aPool(second: Partial<RecordOf<'pif'>> = {}): Inventory {
  const pif = (host: string, fields: Partial<RecordOf<'pif'>>) =>
    aRecord('pif', { host: host as HostRef, netmask: '255.255.255.0', ipMode: 'Static', isAttached: true, isPhysical: true, vlan: -1, ...fields });
  const management = { device: 'eth0', isManagement: true, network: 'lan' as never };
  const delta = {
    pif: {
      set: {
        a0: pif('h1', { ...management, ip: '10.0.0.1' }),
        a1: pif('h1', { device: 'eth1', ip: '10.9.0.1', network: STORAGE }),
        b0: pif('h2', { ...management, ip: '10.0.0.2' }),
        b1: pif('h2', { device: 'eth1', ip: '10.9.0.2', network: STORAGE, ...second }),
      },
    },
    network: { set: { lan: aRecord('network', { name: 'LAN' }), storage: aRecord('network', { name: 'Storage' }) } },
  } as Delta;
  return applyDelta(anInventory({ hosts: { h1: { address: '10.0.0.1' }, h2: { address: '10.0.0.2' } } }), delta);
}

const over = (came: TriedWay['came']): TriedWay => ({ route: 'jump', kind: 'jump', address: '10.9.0.2', nic: 'eth1', over: 'h1', came });
const direct = (came: TriedWay['came']): TriedWay => ({ route: 'direct', kind: 'direct-secondary', address: '10.9.0.2', nic: 'eth1', came });

function tried(inventory: Inventory, ...ways: readonly TriedWay[]): Rehearsal {
  return { atMs: 5, print: addressPrint(inventory, HOST), ways, ports: [] };
}

describe('the second way to a host', () => {
  test.each<[name: string, second: Partial<RecordOf<'pif'>>, ways: readonly TriedWay[] | undefined, is: string]>([
    ['none where there is one address', { ip: '' }, [], 'none'],
    ['none where the other address hangs on the card of the management', { device: 'eth0', vlan: 20, isPhysical: false }, [over('works')], 'none'],
    ['none where the interface is unplugged', { isAttached: false }, [], 'none'],
    ['untried before anybody has tried', {}, undefined, 'untried'],
    ['untried where only the management was', {}, [{ ...direct('works'), kind: 'direct-management', address: '10.0.0.2' }], 'untried'],
    ['works where any way to that address does', {}, [direct('failed'), over('works')], 'works'],
    ['waits where a key is not confirmed', {}, [direct('failed'), over('waits')], 'waits'],
    ['fails where every way failed', {}, [direct('failed'), over('failed')], 'fails'],
  ])('%s', (_name, second, ways, is) => {
    const inventory = aPool(second);
    expect(secondWay(inventory, HOST, ways === undefined ? undefined : tried(inventory, ...ways)).is).toBe(is);
  });

  test('is untried again once an address, a mask, a card or the management has changed, and not for anything else', () => {
    const before = aPool();
    const rehearsal = tried(before, over('works'));
    const after = (second: Partial<RecordOf<'pif'>>): string => secondWay(aPool(second), HOST, rehearsal).is;
    expect([after({ ip: '10.9.0.3' }), after({ netmask: '255.255.0.0' }), after({ device: 'eth2' })]).toEqual(['untried', 'untried', 'untried']);
    expect(after({ mtu: 9000 })).toBe('works');
    const renamed = applyDelta(before, { host: { set: { h2: { ...aRecord('host', { address: '10.0.0.2' }), name: 'other' } } } });
    expect(secondWay(renamed, HOST, rehearsal).is).toBe('works');
  });
});

test('of each kind of way to each address the best are worth trying, and none to a toolstack or a controller', () => {
  const settings = { bastions: [{ id: 'b', name: 'Bastion' }], addresses: [], bmcAddress: '10.7.0.2' };
  const routes = planRoutes({ inventory: aPool(), asOfMs: 0, host: HOST, settings, history: new Map(), nowMs: 0 });
  const groups = worthTrying(routes);
  expect(groups.map(([best]) => `${best?.kind} ${best?.address}`)).toEqual([
    'direct-management 10.0.0.2',
    'direct-secondary 10.9.0.2',
    'jump 10.0.0.2',
    'jump 10.9.0.2',
    'bastion 10.0.0.2',
    'bastion 10.9.0.2',
  ]);
});

test('readiness counts cards that do not fail together, and says what could be done', () => {
  const of = { host: HOST, known: { keys: [] }, isSshOpen: true };
  expect(readinessOf({ ...of, inventory: aPool() })).toEqual({
    independent: 2,
    second: { is: 'untried' },
    advice: [{ is: 'keep-second-plugged' }, { is: 'confirm-host-key' }, { is: 'name-bmc' }],
  });
  const oneCard = aPool({ device: 'eth0', vlan: 20 });
  expect(readinessOf({ ...of, inventory: oneCard, known: { keys: [], bmcAddress: '10.7.0.3' }, isSshOpen: false })).toMatchObject({
    independent: 1,
    advice: [{ is: 'open-ssh' }, { is: 'add-second-address' }, { is: 'confirm-host-key' }],
  });
  const switched = aPool();
  const record = switched.host.get(HOST) ?? aRecord('host');
  const byPool = applyDelta(switched, { host: { set: { h2: { ...record, powerOnMode: 'IPMI' } } } });
  expect(readinessOf({ ...of, inventory: byPool }).advice).not.toContainEqual({ is: 'name-bmc' });
  const inventory = aPool({ isUnplugForbidden: true });
  const known = { keys: [{ type: 'ssh-ed25519', fingerprint: 'SHA256:x' }], bmcAddress: '10.7.0.3', rehearsal: tried(inventory, over('failed')) };
  expect(readinessOf({ ...of, inventory, known }).advice).toEqual([{ is: 'mend-second-way' }]);
});

describe('whoever changes what a host is managed by', () => {
  const move = { kind: 'network.move-management', server: 's', network: STORAGE, host: HOST, insists: false } as const;
  const inventory = aPool();
  const rules = (rehearsal: Rehearsal | undefined, insists = false) =>
    problemsOf({ ...move, insists }, { inventory, link: 'live', ...(rehearsal !== undefined && { rehearsals: new Map([[HOST, rehearsal]]) }) });

  test('is told that the second way did not lead there when it was tried, unless he insists', () => {
    const fails = tried(inventory, direct('failed'), over('failed'));
    expect(rules(fails)).toEqual([{ rule: 'second-way-fails', host: 'h2', address: '10.9.0.2', over: 'h1' }]);
    expect(rules(fails, true)).toEqual([]);
  });

  test('is not stopped by a way that works, waits for a key, or was never tried', () => {
    for (const rehearsal of [tried(inventory, over('works')), tried(inventory, over('waits')), undefined]) expect(rules(rehearsal)).toEqual([]);
  });
});

test('what a switch says of a port is read, and silence is silence', () => {
  const raw = 'LLDP, length 198\n\tSystem Name TLV (5), length 8: sw-par-a2\n\tPort ID TLV (2), length 9\n\t  Subtype Interface Name (5): Gi1/0/14\n';
  expect(parseSwitchPort(raw, 'eth0')).toEqual({ nic: 'eth0', switch: 'sw-par-a2', port: 'Gi1/0/14' });
  expect(parseSwitchPort('tcpdump: listening on eth0\n0 packets captured\n', 'eth0')).toEqual({ nic: 'eth0', switch: '', port: '' });
});
