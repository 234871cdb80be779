import { aNic, anAddress, aSickHost, eth0, eth2, healthySight, managementPif, noAnswer } from './healthy-host.ts';
import type { SickHost } from './sick-host.ts';
import { anIdentity } from './sights.ts';

const unplugged = aNic('eth0', { hasCarrier: false, oper: 'down' });
const linkDown = {
  file: 'kernel',
  at: 'Nov 21 00:50:11',
  text: 'xcp3 kernel: ixgbe 0000:3b:00.0 eth0: NIC Link is Down',
  signature: 'link-changed',
} as const;
const silent = { master: '10.20.0.11', hasPing: false, neighbourState: 'FAILED', ports: { 443: 'filtered' }, lines: ['port 443 rc=124'] } as const;
const waits = { is: 'lost-master', lines: ['false', 'rc=124'] } as const;
const dhcp = { ...managementPif, mode: 'dhcp' } as const;

export const sickNetworks: readonly SickHost[] = [
  {
    name: 'the cable of management is out, and the toolstack waits for its master',
    input: aSickHost({
      nics: [unplugged, eth2],
      logs: [linkDown],
      neighbours: [noAnswer('10.20.0.1', 'xenbr0')],
      masterPath: silent,
      management: { doesGatewayAnswer: false, lines: ['gw_arp rc=1'] },
      emergency: waits,
    }),
    top: 'F01',
    confidence: 'certain',
    following: { F14: 'F01' },
  },
  {
    name: 'the card of management is switched off, and says nothing of its link',
    input: aSickHost({
      nics: [aNic('eth0', { hasCarrier: undefined, oper: 'down' }), eth2],
      links: (healthySight.links ?? []).map((link) => (link.name === 'eth0' ? { ...link, flags: ['BROADCAST', 'MULTICAST'], state: 'DOWN' } : link)),
      masterPath: silent,
      emergency: waits,
    }),
    top: 'F01',
    confidence: 'certain',
    following: { F14: 'F01' },
  },
  {
    name: 'the link is up and nobody answers',
    input: aSickHost({
      neighbours: [noAnswer('10.20.0.1', 'xenbr0'), noAnswer('10.20.0.11', 'xenbr0')],
      management: { doesGatewayAnswer: false, isAddressTaken: false, lines: ['gw_arp rc=1'] },
      masterPath: silent,
      emergency: waits,
    }),
    top: 'F02',
    confidence: 'likely',
    following: { F14: 'F02' },
  },
  {
    name: 'a wrong mask was typed',
    input: aSickHost({
      addresses: [anAddress('xenbr0', '10.20.0.13', 30), anAddress('xenbr2', '10.99.0.13')],
      emergency: waits,
    }),
    top: 'F03',
    confidence: 'certain',
    following: { F14: 'F03' },
  },
  {
    name: 'the gateway lies outside the network',
    input: aSickHost({ routes: [{ family: 'inet', to: 'default', via: '10.21.0.1', device: 'xenbr0', line: 'default via 10.21.0.1 dev xenbr0' }] }),
    top: 'F03',
    confidence: 'certain',
  },
  {
    name: 'somebody else has the address',
    input: aSickHost({ management: { doesGatewayAnswer: true, isAddressTaken: true, lines: ['dad rc=1'] } }),
    top: 'F04',
    confidence: 'certain',
  },
  {
    name: 'another machine answers',
    input: aSickHost({ identity: { ...anIdentity, hostUuid: '99999999-0000-4000-8000-000000000000' } }),
    top: 'F04',
    confidence: 'likely',
  },
  {
    name: 'the lease is gone',
    input: aSickHost(
      {
        addresses: [anAddress('xenbr2', '10.99.0.13')],
        logs: [{ file: 'messages', text: 'xcp3 dhclient: DHCPDISCOVER on xenbr0 to 255.255.255.255 port 67' }],
        emergency: {
          is: 'emergency',
          reason: { code: 'HOST_HAS_NO_MANAGEMENT_IP', parameters: [], line: 'HOST_HAS_NO_MANAGEMENT_IP' },
          lines: ['true'],
        },
      },
      { pifs: [dhcp] },
    ),
    top: 'F05',
    confidence: 'certain',
    following: { F14: 'F05' },
  },
  {
    name: 'management is switched off',
    input: aSickHost({ identity: { ...anIdentity, managementBridge: undefined }, emergency: waits }),
    top: 'F06',
    confidence: 'certain',
    following: { F14: 'F06' },
  },
  {
    name: 'the bridge of management does not exist',
    input: aSickHost({ identity: { ...anIdentity, managementBridge: 'xenbr7' } }),
    top: 'F06',
    confidence: 'certain',
  },
  {
    name: 'the card of management resets itself and has no link',
    input: aSickHost({
      nics: [unplugged, eth2],
      logs: [{ file: 'kernel', text: 'xcp3 kernel: ixgbe 0000:3b:00.0 eth0: Reset adapter', signature: 'card-reset' }],
    }),
    top: 'F07',
    confidence: 'likely',
    following: { F01: 'F07' },
  },
  { name: 'the card of management is gone', input: aSickHost({ nics: [eth2] }), top: 'F07', confidence: 'certain' },
  {
    name: 'one of two links of a bond is down',
    input: aSickHost(
      {
        bonds: [
          {
            name: 'bond0',
            mode: 'balance-slb',
            members: [
              { name: 'eth0', isEnabled: false, isActive: false, mayEnable: false },
              { name: 'eth1', isEnabled: true, isActive: true, mayEnable: true },
            ],
            lines: ['slave eth0: disabled'],
          },
        ],
      },
      { host: { ...aSickHost({}).believed.host, isLive: true } },
    ),
    top: 'F08',
    confidence: 'certain',
  },
  {
    name: 'two cards have changed places',
    input: aSickHost({ nics: [aNic('eth0', { mac: eth2.mac }), aNic('eth2', { mac: eth0.mac })] }),
    top: 'F09',
    confidence: 'certain',
  },
  {
    name: 'large packets are lost',
    input: aSickHost({ mtu: { small: true, large: false, largeBytes: 9000, lines: ['small rc=0', 'large rc=1 mtu=9000'] } }),
    top: 'F10',
    confidence: 'certain',
  },
  {
    name: 'the master is there, and its port is filtered',
    input: aSickHost({
      masterPath: {
        master: '10.20.0.11',
        hasPing: true,
        neighbourState: 'REACHABLE',
        ports: { 443: 'filtered' },
        lines: ['2 received', 'port 443 rc=124'],
      },
      emergency: waits,
    }),
    top: 'F11',
    confidence: 'likely',
    following: { F14: 'F11' },
  },
  {
    name: 'the host itself turns the toolstack’s port away',
    input: aSickHost({ sshd: { isActive: true, listeners: [], rules: ['-A INPUT -p tcp -m tcp --dport 443 -j DROP'] } }),
    top: 'F11',
    confidence: 'certain',
  },
  {
    name: 'the cable of management is out of a host without a virtual switch',
    input: aSickHost({ ...healthySight, nics: [unplugged, eth2], ovs: { backend: 'bridge', answers: true, bridges: [], interfaceErrors: [] } }),
    top: 'F01',
    confidence: 'certain',
  },
];
