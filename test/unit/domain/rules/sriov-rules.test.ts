import { expect, test } from 'vitest';
import { applyDelta, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RecordOf, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { xeLines } from '#shared/domain/operations/xe.ts';
import { problemsOf } from '#shared/domain/rules/rules.ts';
import { aRecord, anInventory } from '#test/support/inventories.ts';

type Given = Partial<Record<keyof RecordOf<'pif'>, unknown>>;

const creation: OperationRequest = {
  kind: 'network.create',
  server: 's',
  name: 'fast',
  description: '',
  mtu: 1500,
  isAutomatic: false,
  uplink: { is: 'sriov', device: 'eth2' },
};
const removal: OperationRequest = { kind: 'network.destroy', server: 's', network: 'fast' as RefOf<'network'> };
const move: OperationRequest = { kind: 'vm.migrate', server: 's', vm: 'db' as VmRef, host: 'b' as HostRef };

const card = (host: string, given: Given = {}) =>
  aRecord('pif', {
    uuid: `card-${host}`,
    host,
    device: 'eth2',
    vlan: -1,
    isPhysical: true,
    isManaged: true,
    capabilities: ['sriov'],
    metrics: `m-${host}`,
    ...given,
  } as Partial<RecordOf<'pif'>>);

/** Two hosts with a card each that can be shared, and a machine. */
function pool(
  given: { readonly a?: Given; readonly b?: Given | undefined; readonly models?: readonly [string, string]; readonly isFree?: boolean } = {},
): Inventory {
  const [first, second] = given.models ?? ['X710', 'X710'];
  const inventory = anInventory({ pool: 'p', hosts: { a: {}, b: {} }, vms: { db: { on: 'a', domainType: 'pv' } } });
  return applyDelta(inventory, {
    ...(given.isFree === false && { pool: { set: { pool: { restrictions: { restrict_network_sriov: 'true' } } } } }),
    pif: { set: { 'pif-a': card('a', given.a), ...('b' in given && given.b === undefined ? {} : { 'pif-b': card('b', given.b) }) } },
    pifMetrics: {
      set: {
        'm-a': aRecord('pifMetrics', { vendorId: '8086', cardId: first, card: first }),
        'm-b': aRecord('pifMetrics', { vendorId: '8086', cardId: second, card: second }),
      },
    },
  });
}

/** The same once the card of the first host is shared, by one machine, and tagged. */
function sharing(): Inventory {
  return applyDelta(pool({ a: { sriovPhysicalOf: ['sriov'] } }), {
    network: { set: { fast: aRecord('network', { name: 'fast', uuid: 'fast-uuid' }), tagged: aRecord('network', { name: 'tagged' }) } },
    sriov: { set: { sriov: aRecord('sriov', { uuid: 'sriov-uuid', physicalPif: 'pif-a', logicalPif: 'logical' } as never) } },
    pif: {
      set: {
        logical: aRecord('pif', { host: 'a', device: 'eth2', vlan: -1, network: 'fast', isManaged: true, sriovLogicalOf: ['sriov'] } as never),
        'logical.7': aRecord('pif', { host: 'a', device: 'eth2', vlan: 7, network: 'tagged', vlanMasterOf: 'vlan' } as never),
      },
    },
    vlan: { set: { vlan: aRecord('vlan', { taggedPif: 'logical', untaggedPif: 'logical.7', tag: 7 } as never) } },
    vif: { set: { nic: aRecord('vif', { vm: 'db', network: 'tagged' } as never) } },
  });
}

const against = (request: OperationRequest, inventory: Inventory) => problemsOf(request, { inventory, link: 'live', access: { is: 'full' } });
const at = { device: 'eth2' };

test.each<[name: string, inventory: Inventory, problems: readonly object[]]>([
  ['cards of one kind can be shared', pool(), []],
  ['a host without the card stays outside', pool({ b: undefined }), []],
  ['no host has it', pool({ a: { device: 'eth5' }, b: undefined }), ['a', 'b'].map((host) => ({ rule: 'no-such-card', ...at, host }))],
  ['a card that cannot', pool({ b: { capabilities: [] } }), [{ rule: 'card-not-shareable', ...at, host: 'b' }]],
  ['a card that is shared already', pool({ b: { sriovPhysicalOf: ['x'] } }), [{ rule: 'card-is-shared', ...at, host: 'b' }]],
  ['a card that is bonded', pool({ b: { bondSlaveOf: 'bond' } }), [{ rule: 'card-is-bonded', ...at, host: 'b' }]],
  ['cards of two kinds', pool({ models: ['X710', 'E810'] }), [{ rule: 'cards-differ', ...at, models: ['E810', 'X710'] }]],
  ['a licence without it', pool({ isFree: false }), [{ rule: 'no-sriov-licence' }]],
])('%s', (_name, inventory, problems) => {
  expect(against(creation, inventory)).toEqual(problems);
});

test('a shared card goes only once no tag stands on it, and no machine', () => {
  expect(against(removal, sharing())).toEqual([{ rule: 'network-carries-tags', networks: ['tagged'] }]);
});

test('a machine with a part of a card stays where it runs', () => {
  expect(against(move, sharing())).toContainEqual({ rule: 'on-shared-card', network: 'tagged' });
  expect(against(move, pool())).toEqual([]);
});

test('what stands for the parts of a card is not taken for the card', () => {
  expect(xeLines(creation, sharing()).slice(1)).toEqual([
    'xe network-sriov-create pif-uuid=card-a network-uuid=$network',
    'xe network-sriov-create pif-uuid=card-b network-uuid=$network',
  ]);
  expect(xeLines(removal, sharing())).toEqual(['xe network-sriov-destroy uuid=sriov-uuid', 'xe network-destroy uuid=fast-uuid']);
});
