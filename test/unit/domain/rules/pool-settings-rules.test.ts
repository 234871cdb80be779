import { expect, test } from 'vitest';
import { applyDelta } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import type { PoolChanges } from '#shared/domain/operations/pool-settings.ts';
import { xeLines } from '#shared/domain/operations/xe.ts';
import { liveMove, migrationNetworks } from '#shared/domain/rules/pool-settings-rules.ts';
import { problemsOf } from '#shared/domain/rules/rules.ts';
import { anInventory, aRecord } from '#test/support/inventories.ts';

const [wide, narrow] = ['wide', 'narrow'] as const;
const [h1, h2] = ['h1' as HostRef, 'h2' as HostRef];
const san = 'san' as RefOf<'sr'>;
const WIDE = '00000000-0000-4000-8000-000000000001';
const NARROW = '00000000-0000-4000-8000-000000000002';

const pif = (host: HostRef, network: string, ip: string) => aRecord('pif', { host, network: network as RefOf<'network'>, ip, isAttached: true });

/** Every host has an address in `wide`, one of them in `narrow`. */
const inventory = applyDelta(anInventory({ pool: 'p', hosts: { h1: {}, h2: {} } }), {
  network: { set: { wide: aRecord('network', { uuid: WIDE, name: 'wide' }), narrow: aRecord('network', { uuid: NARROW, name: 'narrow' }) } },
  pif: {
    set: { a: pif(h1, wide, '10.0.0.1'), b: pif(h2, wide, '10.0.0.2'), c: pif(h1, narrow, '10.1.0.1'), d: pif(h2, narrow, '') },
  },
  sr: { set: { san: aRecord('sr', { uuid: 'san-uuid', name: 'san' }), discs: aRecord('sr', { name: 'discs', contentType: 'iso' }) } },
});

const request = (changes: PoolChanges) => ({ kind: 'pool.configure', server: 's', changes }) as const;
const found = (changes: PoolChanges, of = inventory) => problemsOf(request(changes), { inventory: of, link: 'live', access: { is: 'full' } });

test.each<[PoolChanges, readonly object[]]>([
  [{ name: 'p2' }, []],
  [{ name: 'p' }, [{ rule: 'unchanged' }]],
  [{ name: '  ' }, [{ rule: 'empty-name' }]],
  [{ tags: [] }, [{ rule: 'unchanged' }]],
  [{ defaultSr: san }, []],
  [{ defaultSr: null }, [{ rule: 'unchanged' }]],
  [{ suspendImageSr: 'gone' as RefOf<'sr'> }, [{ rule: 'not-there' }]],
  [{ crashDumpSr: 'discs' as RefOf<'sr'> }, [{ rule: 'sr-holds-no-disks' }]],
  [{ migrationNetwork: WIDE }, []],
  [{ migrationNetwork: NARROW }, [{ rule: 'no-address-in', network: 'narrow', hosts: ['h2'] }]],
  [{ migrationNetwork: '00000000-0000-4000-8000-000000000009', name: ' ' }, [{ rule: 'empty-name' }, { rule: 'not-there' }]],
  [{ isIgmpSnooping: true, mayOvercommitHa: true, compressesMigration: true, isLivePatchingOff: true }, []],
])('what stands against %j', (changes, problems) => {
  expect(found(changes)).toEqual(problems);
});

test('multicast is not watched where hosts switch packets by a Linux bridge', () => {
  const bridged = applyDelta(inventory, { host: { set: { h2: { software: { network_backend: 'bridge' } } } } });
  expect(found({ isIgmpSnooping: true }, bridged)).toEqual([{ rule: 'needs-open-vswitch' }]);
});

test('VMs move over the network that is set, unless some host has lost its address there', () => {
  const set = (uuid: string) => applyDelta(inventory, { pool: { set: { pool: { otherConfig: { 'xo:migrationNetwork': uuid } } } } });
  expect(migrationNetworks(inventory)).toEqual([{ uuid: WIDE, name: 'wide' }]);
  expect([set(WIDE), set(NARROW), inventory].map(liveMove)).toEqual([{ live: 'true', network: 'wide' }, { live: 'true' }, { live: 'true' }]);
});

test('the same by hand, for what differs only', () => {
  const changes = {
    name: 'p',
    tags: ['lab'],
    defaultSr: san,
    crashDumpSr: null,
    migrationNetwork: WIDE,
    isIgmpSnooping: true,
    isLivePatchingOff: true,
  };
  const uuid = 'p-uuid';
  expect(xeLines(request(changes), inventory).map((line) => line.replaceAll(/uuid=\S*p\S*uuid/g, `uuid=${uuid}`))).toEqual([
    `xe pool-param-add uuid=${uuid} param-name=tags param-key=lab`,
    `xe pool-param-set uuid=${uuid} default-SR=san-uuid`,
    `xe pool-param-set uuid=${uuid} other-config:xo:migrationNetwork=${WIDE}`,
    `xe pool-set-igmp-snooping-enabled pool-uuid=${uuid} value=true`,
    `xe pool-param-set uuid=${uuid} live-patching-disabled=true`,
  ]);
  expect(xeLines(request({ migrationNetwork: '' }), inventory)).toEqual([]);
});
