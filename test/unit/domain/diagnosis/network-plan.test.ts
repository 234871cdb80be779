import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { applyDelta, type Delta } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { networkPlan } from '#shared/domain/repairs/network-plan.ts';
import { planAsText } from '#shared/text/network-plan-text.ts';
import { anInventory, aRecord } from '#test/support/inventories.ts';

const uuid = (last: number): string => `aaaaaaaa-0000-4000-8000-00000000000${last}`;
const H = { host: 'h' as HostRef };

/** Management on a bond of two, a VLAN of guests on it, and storage on a card of its own. */
function aHost() {
  const base = anInventory({ hosts: { h: { address: '10.0.0.3' } } });
  // References of a test are its own names.
  const delta = {
    host: { set: { h: { ...base.host.get('h' as HostRef), uuid: uuid(9) } } },
    network: {
      set: {
        lan: aRecord('network', { uuid: uuid(1), name: 'LAN' }),
        guests: aRecord('network', { uuid: uuid(2), name: "Guests' own" }),
        storage: aRecord('network', { uuid: uuid(3), name: 'Storage' }),
      },
    },
    bond: { set: { b: aRecord('bond', { mode: 'lacp', slaves: ['p0', 'p1'] as never, properties: { hashing_algorithm: 'tcpudp_ports' } }) } },
    vlan: { set: { v: aRecord('vlan', { taggedPif: 'bond' as never, tag: 20 }) } },
    pif: {
      set: {
        p0: aRecord('pif', { ...H, device: 'eth0', isPhysical: true }),
        p1: aRecord('pif', { ...H, device: 'eth1', isPhysical: true }),
        p2: aRecord('pif', {
          ...H,
          device: 'eth2',
          isPhysical: true,
          network: 'storage' as never,
          ipMode: 'Static',
          ip: '10.9.0.3',
          netmask: '255.255.255.0',
          isUnplugForbidden: true,
          otherConfig: { management_purpose: 'Storage net' },
        }),
        bond: aRecord('pif', {
          ...H,
          device: 'bond0',
          network: 'lan' as never,
          bondMasterOf: ['b'] as never,
          isManagement: true,
          ipMode: 'Static',
          ip: '10.0.0.3',
          netmask: '255.255.255.0',
        }),
        tagged: aRecord('pif', { ...H, device: 'bond0', vlan: 20, network: 'guests' as never, vlanMasterOf: 'v' as never }),
        foreign: aRecord('pif', { host: 'other' as HostRef, device: 'eth9', isPhysical: true }),
      },
    },
    sr: { set: { nfs: aRecord('sr', { name: 'NFS', type: 'nfs', isShared: true }) } },
    pbd: { set: { nfs: aRecord('pbd', { ...H, uuid: uuid(4), sr: 'nfs' as never, isAttached: true }) } },
  } as unknown as Delta;
  return applyDelta(base, delta);
}

test('what a reset takes away is set up again in an order in which it can be, found by names that outlive it', () => {
  const plan = networkPlan(aHost(), { ...H, asOfMs: 0 });
  const on = (network: number): string => `$(xe pif-list host-uuid=${uuid(9)} network-uuid=${uuid(network)} --minimal)`;
  const card = (device: string): string => `$(xe pif-list host-uuid=${uuid(9)} device=${device} VLAN=-1 --minimal)`;
  expect(plan?.commands).toEqual([
    `xe bond-create network-uuid=${uuid(1)} pif-uuids=${card('eth0')},${card('eth1')} mode=lacp properties:hashing_algorithm=tcpudp_ports`,
    `xe vlan-create network-uuid=${uuid(2)} pif-uuid=${on(1)} vlan=20`,
    `xe pif-reconfigure-ip uuid=${card('eth2')} mode=static IP=10.9.0.3 netmask=255.255.255.0 gateway='' DNS=''`,
    `xe pif-param-set uuid=${card('eth2')} disallow-unplug=true`,
    `xe pif-param-set uuid=${card('eth2')} other-config:management_purpose='Storage net'`,
    `xe pbd-plug uuid=${uuid(4)}`,
  ]);
  expect(spawnSync('bash', ['-n', '-c', (plan?.commands ?? []).join('\n')], { encoding: 'utf8' }).stderr).toBe('');
});

test('as text it names every interface with its network and address, and nothing of other hosts', () => {
  const plan = networkPlan(aHost(), { ...H, asOfMs: 0 });
  const text = plan === undefined ? '' : planAsText(plan);
  expect(text.split('\n').slice(3, 8)).toEqual([
    'eth0',
    'eth1',
    'eth2 | Storage | 10.9.0.3 / 255.255.255.0 | Storage net',
    'bond0 (lacp: eth0, eth1) | LAN | 10.0.0.3 / 255.255.255.0 | Management',
    "VLAN 20 on bond0 | Guests' own",
  ]);
  expect(text).toContain('As its pool had it at 1970-01-01T00:00:00.000Z');
});

test('of a host nobody knows there is no plan', () => {
  expect(networkPlan(aHost(), { host: 'gone' as HostRef, asOfMs: 0 })).toBeUndefined();
});
