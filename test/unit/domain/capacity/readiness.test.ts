import { expect, test } from 'vitest';
import type { HostRow } from '#shared/domain/capacity/pool-summary.ts';
import { readinessOf } from '#shared/domain/capacity/readiness.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { readinessText } from '#shared/text/readiness-text.ts';
import { anInventory, aRecord } from '#test/support/inventories.ts';

const GIB = 1024 ** 3;

function aRow(
  name: string,
  more: { readonly vmGib: number; readonly freeGib: number; readonly isLive?: boolean; readonly version?: string },
): HostRow {
  const software = { product_brand: 'XCP-ng', product_version: more.version ?? '8.3.0' };
  return {
    // In tests a name is its own reference.
    ref: name as HostRef,
    host: { ...aRecord('host', { name, software }) },
    isMaster: false,
    isLive: more.isLive ?? true,
    memory: { totalBytes: 128 * GIB, systemBytes: 4 * GIB, vmBytes: more.vmGib * GIB, freeBytes: more.freeGib * GIB, vms: 1 },
    runningVms: 1,
    links: [],
  };
}

const nothing = anInventory({ hosts: { one: {} } });

test('the host whose loss leaves least is the one that counts', () => {
  const rows = [aRow('small', { vmGib: 10, freeGib: 20 }), aRow('large', { vmGib: 30, freeGib: 5 })];
  const { oneLost } = readinessOf(nothing, rows);
  expect(oneLost).toEqual({ host: 'large', neededBytes: 30 * GIB, freeBytes: 20 * GIB });
  expect(oneLost === undefined ? '' : readinessText.oneLost(oneLost)).toContain('Without large memory runs out');
});

test('a dark host has no room for others, and a pool of one none at all', () => {
  const rows = [aRow('one', { vmGib: 10, freeGib: 50 }), aRow('two', { vmGib: 10, freeGib: 50, isLive: false })];
  expect(readinessOf(nothing, rows).oneLost).toBeUndefined();
});

test('hosts that run another version are named, the fewest last', () => {
  const rows = [aRow('a', { vmGib: 1, freeGib: 1, version: '8.2.1' }), aRow('b', { vmGib: 1, freeGib: 1 }), aRow('c', { vmGib: 1, freeGib: 1 })];
  const { versions } = readinessOf(nothing, rows);
  expect(readinessText.versions(versions)).toBe('b, c: XCP-ng 8.3.0; a: XCP-ng 8.2.1');
});
