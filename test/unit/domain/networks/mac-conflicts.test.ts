import { expect, test } from 'vitest';
import { applyDelta, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf } from '#shared/domain/inventory/watched.ts';
import { macConflicts } from '#shared/domain/networks/mac-conflicts.ts';
import { aRecord, anInventory } from '#test/support/inventories.ts';

type Vif = Partial<Record<keyof RecordOf<'vif'>, unknown>>;

function pool(vifs: readonly Vif[]): Inventory {
  return applyDelta(anInventory({ hosts: { a: {} } }), {
    network: { set: { lan: aRecord('network', { name: 'lan' }), other: aRecord('network', { name: 'other' }) } },
    vm: {
      set: {
        web: aRecord('vm', { name: 'web' }),
        db: aRecord('vm', { name: 'db' }),
        old: aRecord('vm', { name: 'old', isSnapshot: true }),
      },
    },
    pif: { set: { eth0: aRecord('pif', { device: 'eth0', host: 'a', network: 'lan', mac: 'aa:00:00:00:00:01', isPhysical: true } as never) } },
    vif: { set: Object.fromEntries(vifs.map((vif, index) => [`vif-${index}`, aRecord('vif', vif as never)])) },
  });
}

test('two VMs with one address on one network are told, whatever the case of its letters', () => {
  const found = macConflicts(
    pool([
      { vm: 'web', network: 'lan', mac: 'AA:00:00:00:00:02' },
      { vm: 'db', network: 'lan', mac: 'aa:00:00:00:00:02' },
    ]),
  );
  expect(found).toEqual([
    {
      mac: 'aa:00:00:00:00:02',
      network: 'lan',
      owners: [
        { is: 'vm', vm: 'web', name: 'web' },
        { is: 'vm', vm: 'db', name: 'db' },
      ],
    },
  ]);
});

test('a VM with the address of a card of a host is told', () => {
  const found = macConflicts(pool([{ vm: 'web', network: 'lan', mac: 'aa:00:00:00:00:01' }]));
  expect(found.map(({ owners }) => owners.map(({ name }) => name))).toEqual([['web', 'eth0 (a)']]);
});

test('the same address on another network, or of a snapshot, disturbs nobody', () => {
  const vifs = [
    { vm: 'web', network: 'lan', mac: 'aa:00:00:00:00:02' },
    { vm: 'db', network: 'other', mac: 'aa:00:00:00:00:02' },
    { vm: 'old', network: 'lan', mac: 'aa:00:00:00:00:02' },
  ];
  expect(macConflicts(pool(vifs))).toEqual([]);
});
