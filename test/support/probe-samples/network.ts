import { expect } from 'vitest';
import type { ProbeSample } from './probe-sample.ts';

export const networkSamples: readonly ProbeSample[] = [
  {
    name: 'links, addresses, routes and neighbours',
    id: 'network',
    raw: `== link
2: eth0: <NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1500 qdisc mq master ovs-system state DOWN mode DEFAULT group default qlen 1000\\    link/ether 3c:ec:ef:aa:00:01 brd ff:ff:ff:ff:ff:ff
8: eth0.20@eth0: <BROADCAST,UP> mtu 1500 qdisc noqueue state UP\\    link/ether 3c:ec:ef:aa:00:01 brd ff:ff:ff:ff:ff:ff
== addr
7: xenbr0    inet 10.20.0.13/24 brd 10.20.0.255 scope global xenbr0\\       valid_lft forever preferred_lft forever
7: xenbr0    inet6 fe80::3eec:efff:feaa:1/64 scope link \\       valid_lft forever preferred_lft forever
== route
default via 10.20.0.1 dev xenbr0
10.20.0.0/24 dev xenbr0 proto kernel scope link src 10.20.0.13
== route6
default via fe80::1 dev xenbr0 metric 1024
== neigh
10.20.0.1 dev xenbr0  FAILED
10.20.0.11 dev xenbr0 lladdr 3c:ec:ef:11:22:33 REACHABLE
`,
    section: 'links',
    expected: [
      {
        name: 'eth0',
        flags: ['NO-CARRIER', 'BROADCAST', 'MULTICAST', 'UP'],
        mtu: 1500,
        state: 'DOWN',
        within: 'ovs-system',
        mac: '3c:ec:ef:aa:00:01',
      },
      { name: 'eth0.20', state: 'UP' },
    ],
  },
  {
    name: 'routes of both families, and no neighbour among them',
    id: 'network',
    raw: `2: x: <UP> mtu 1 state UP
default via 10.20.0.1 dev xenbr0
10.20.0.0/24 dev xenbr0 proto kernel scope link src 10.20.0.13
== route6
default via fe80::1 dev xenbr0 metric 1024
== neigh
10.20.0.11 dev xenbr0 lladdr 3c:ec:ef:11:22:33 REACHABLE
10.20.0.1 dev xenbr0  FAILED
`,
    section: 'routes',
    expected: [
      { family: 'inet', to: 'default', via: '10.20.0.1', device: 'xenbr0' },
      { family: 'inet', to: '10.20.0.0/24', source: '10.20.0.13' },
      { family: 'inet6', to: 'default', via: 'fe80::1' },
    ],
  },
  {
    name: 'neighbours',
    id: 'network',
    raw: '2: x: <UP> mtu 1 state UP\n== neigh\n10.20.0.11 dev xenbr0 lladdr 3c:ec:ef:11:22:33 REACHABLE\n10.20.0.1 dev xenbr0  FAILED\n',
    section: 'neighbours',
    expected: [
      { address: '10.20.0.11', device: 'xenbr0', mac: '3c:ec:ef:11:22:33', state: 'REACHABLE' },
      { address: '10.20.0.1', mac: undefined, state: 'FAILED' },
    ],
  },
  {
    name: 'a card without a cable, and one that is switched off and says nothing',
    id: 'nics',
    raw: `eth0 oper=down carrier=0 speed=-1 duplex=unknown mac=3c:ec:ef:aa:00:01 mtu=1500 changes=7 drv=ixgbe pci=0000:3b:00.0 rxerr=0 crc=0 txerr=0 rxb=881723 txb=120034
eth1 oper=down carrier= speed= duplex= mac=3C:EC:EF:AA:00:02 mtu=1500 changes= drv=ixgbe pci=0000:3b:00.1 rxerr=0 crc=0 txerr=0 rxb=0 txb=0
`,
    section: 'nics',
    expected: [
      { name: 'eth0', hasCarrier: false, speedMbps: undefined, carrierChanges: 7, driver: 'ixgbe', rxBytes: 881_723 },
      { name: 'eth1', hasCarrier: undefined, mac: '3c:ec:ef:aa:00:02', carrierChanges: undefined },
    ],
  },
  { name: 'no card at all', id: 'nics', raw: '', section: 'nics', expected: [] },
  {
    name: 'what the cards say of themselves',
    id: 'ethtool',
    raw: `== eth0
Settings for eth0:
	Supported ports: [ FIBRE ]
	Speed: Unknown!
	Duplex: Unknown! (255)
	Link detected: no
driver: ixgbe
firmware-version: 0x800003e7
`,
    section: 'nicDetails',
    expected: [{ name: 'eth0', speed: 'Unknown!', isLinkDetected: false, ports: 'FIBRE', driver: 'ixgbe', firmware: '0x800003e7' }],
  },
  {
    name: 'the way to the master',
    id: 'master-path',
    raw: `== route
10.20.0.11 dev xenbr0 src 10.20.0.13
    cache
== neigh
10.20.0.11 dev xenbr0 lladdr 3c:ec:ef:11:22:33 REACHABLE
== ping
2 packets transmitted, 2 received, 0% packet loss, time 1001ms
rtt min/avg/max/mdev = 0.1/0.2/0.3/0.1 ms
== ports
port 443 rc=0
port 80 rc=124
== certificate
subject= /CN=10.20.0.11
notAfter=Feb 28 10:11:12 2035 GMT
SHA256 Fingerprint=AB:12:CD
`,
    section: 'masterPath',
    expected: {
      master: '10.20.0.11',
      device: 'xenbr0',
      source: '10.20.0.13',
      neighbourState: 'REACHABLE',
      hasPing: true,
      ports: { 443: 'open', 80: 'filtered' },
      certificate: { subject: '/CN=10.20.0.11', validToMs: Date.UTC(2035, 1, 28, 10, 11, 12), sha256: 'AB:12:CD' },
    },
  },
  {
    name: 'no way to the master',
    id: 'master-path',
    raw: '== route\nRTNETLINK answers: Network is unreachable\n== neigh\n== ping\n== ports\nport 443 rc=1\nport 80 rc=1\n== certificate\n',
    section: 'masterPath',
    expected: { device: undefined, hasPing: undefined, ports: { 443: 'refused' }, certificate: undefined },
  },
  {
    name: 'a gateway that answers and an address nobody else has',
    id: 'management',
    raw: 'gw_arp rc=0\ndad rc=0\n',
    section: 'management',
    expected: { doesGatewayAnswer: true, isAddressTaken: false },
  },
  {
    name: 'a silent gateway and an address somebody else has',
    id: 'management',
    raw: 'gw_arp rc=1\ndad rc=1\n',
    section: 'management',
    expected: { doesGatewayAnswer: false, isAddressTaken: true },
  },
  {
    name: 'what the network daemon means to set up, and a reset that is not done',
    id: 'intent',
    raw: `== bridge
interfaces=eth0
hwaddrs=3c:ec:ef:aa:00:01
vlan=20
parent=xenbr0
== iface
mode=static
ipaddr=10.20.0.13
netmask=255.255.255.0
gateway=10.20.0.1
dns=10.20.0.2,10.20.0.3
== management.conf
LABEL='eth0'
MODE='dhcp'
== reset
-rw-r--r-- 1 root root 40 Nov 21 00:10 /var/tmp/network-reset
== lease
`,
    section: 'intent',
    expected: {
      mode: 'static',
      address: '10.20.0.13',
      netmask: '255.255.255.0',
      gateway: '10.20.0.1',
      dns: ['10.20.0.2', '10.20.0.3'],
      interfaces: ['eth0'],
      vlan: 20,
      isResetPending: true,
    },
  },
  {
    name: 'only what the installer wrote',
    id: 'intent',
    raw: "== bridge\nbash: networkd_db: command not found\n== iface\n== management.conf\nLABEL='eth0'\nMODE='dhcp'\n== reset\n== lease\n  fixed-address 10.20.0.99;\n",
    section: 'intent',
    expected: { mode: 'dhcp', address: undefined, isResetPending: false, leases: ['fixed-address 10.20.0.99;'] },
  },
  {
    name: 'packets that are too large',
    id: 'mtu',
    raw: 'small rc=0\nlarge rc=1 mtu=9000\n',
    section: 'mtu',
    expected: { small: true, large: false, largeBytes: 9000 },
  },
  {
    name: 'name servers',
    id: 'resolver',
    raw: 'search lab.example\nnameserver 10.20.0.2\nnameserver fd00::2\n',
    section: 'dns',
    expected: { servers: ['10.20.0.2', 'fd00::2'], search: ['lab.example'] },
  },
  { name: 'a name that is not found', id: 'names', raw: 'rc=2\n', section: 'names', expected: false },
  {
    name: 'the shell’s own door',
    id: 'sshd',
    raw: `active
inactive
== listen
State      Recv-Q Send-Q Local Address:Port Peer Address:Port
LISTEN     0      128          *:22               *:*
LISTEN     0      128         :::443             :::*
== ipv6
1
== rules
-P INPUT ACCEPT
-A RH-Firewall-1-INPUT -m conntrack --ctstate NEW -p tcp -m tcp --dport 22 -j ACCEPT
`,
    section: 'sshd',
    expected: {
      isActive: true,
      monitor: 'inactive',
      listeners: [
        { address: '*', port: 22 },
        { address: '::', port: 443 },
      ],
      hasIpv6: false,
      rules: ['-P INPUT ACCEPT', expect.stringContaining('--dport 22')],
    },
  },
];
