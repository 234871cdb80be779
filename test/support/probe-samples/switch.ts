import type { ProbeSample } from './probe-sample.ts';

export const switchSamples: readonly ProbeSample[] = [
  {
    name: 'a virtual switch with a VLAN and an error',
    id: 'switch',
    raw: `== backend openvswitch
== list-br
xapi0
xenbr0
rc=0
== bridges
xapi0 parent=xenbr0 vlan=20 ports=, ifaces=,
xenbr0 parent=xenbr0 vlan=0 ports=bond0, ifaces=eth0,eth1,
== interfaces
{"headings":["name","link_state","admin_state","mac_in_use","error"],"data":[["eth0","down","up","3c:ec:ef:aa:00:01",["set",[]]],["eth9",["set",[]],["set",[]],["set",[]],"could not open network device eth9 (No such device)"]]}
== brctl
== vlans
`,
    section: 'ovs',
    expected: {
      backend: 'openvswitch',
      answers: true,
      bridges: [
        { name: 'xapi0', parent: 'xenbr0', vlan: 20, ports: [] },
        { name: 'xenbr0', parent: undefined, vlan: undefined, ports: ['bond0'], interfaces: ['eth0', 'eth1'] },
      ],
      interfaceErrors: [{ name: 'eth9', error: 'could not open network device eth9 (No such device)' }],
    },
  },
  {
    name: 'a virtual switch that does not answer',
    id: 'switch',
    raw: '== backend openvswitch\n== list-br\nrc=124\n== bridges\n== interfaces\n',
    section: 'ovs',
    expected: { backend: 'openvswitch', answers: false, bridges: [] },
  },
  {
    name: 'bridges of the kernel',
    id: 'switch',
    raw: `== backend bridge
== list-br
bash: ovs-vsctl: command not found
rc=127
== bridges
== interfaces
== brctl
bridge name	bridge id		STP enabled	interfaces
xenbr0		8000.3cecefaa0001	no		eth0
							vif12.0
xenbr1		8000.000000000000	no
`,
    section: 'ovs',
    expected: {
      backend: 'bridge',
      answers: true,
      bridges: [
        { name: 'xenbr0', ports: ['eth0', 'vif12.0'] },
        { name: 'xenbr1', ports: [] },
      ],
    },
  },
  {
    name: 'a bond in the older spelling',
    id: 'bonds',
    raw: `== bond0
---- bond0 ----
bond_mode: balance-slb
bond may use recirculation: no, Recirc-ID : -1
bond-hash-basis: 0
updelay: 31000 ms
downdelay: 200 ms
next rebalance: 4821 ms
lacp_status: off
active slave mac: 3c:ec:ef:aa:00:02(eth1)

slave eth0: disabled
	may_enable: false

slave eth1: enabled
	active slave
	may_enable: true
`,
    section: 'bonds',
    expected: [
      {
        name: 'bond0',
        mode: 'balance-slb',
        lacp: 'off',
        members: [
          { name: 'eth0', isEnabled: false, isActive: false, mayEnable: false },
          { name: 'eth1', isEnabled: true, isActive: true, mayEnable: true },
        ],
      },
    ],
  },
  {
    name: 'a bond in the newer spelling, whose switch has not joined',
    id: 'bonds',
    raw: `== bond0
---- bond0 ----
bond_mode: balance-tcp
lacp_status: configured
active-backup primary: <none>
active member mac: 3c:ec:ef:aa:00:01(eth0)

member eth0: enabled
  active member
  may_enable: true

member eth1: disabled
  may_enable: false
---- bond0 ----
  status: active
member: eth0: current attached
  partner state: activity timeout aggregation synchronized collecting distributing
member: eth1: defaulted detached
  partner state: timeout
`,
    section: 'bonds',
    expected: [
      {
        mode: 'balance-tcp',
        lacp: 'configured',
        members: [
          { name: 'eth0', isEnabled: true, isActive: true, isPartnerInSync: true },
          { name: 'eth1', isEnabled: false, isPartnerInSync: false },
        ],
      },
    ],
  },
  {
    name: 'a bond of the kernel',
    id: 'bonds',
    raw: `== bond0
Ethernet Channel Bonding Driver: v3.7.1
Bonding Mode: fault-tolerance (active-backup)
Currently Active Slave: eth1
MII Status: up

Slave Interface: eth0
MII Status: down
Speed: Unknown

Slave Interface: eth1
MII Status: up
`,
    section: 'bonds',
    expected: [
      {
        name: 'bond0',
        mode: 'fault-tolerance (active-backup)',
        members: [
          { name: 'eth0', isEnabled: false, isActive: false },
          { name: 'eth1', isEnabled: true, isActive: true },
        ],
      },
    ],
  },
  { name: 'no bond', id: 'bonds', raw: '', section: 'bonds', expected: [] },
];
