import { expect } from 'vitest';
import type { ProbeSample } from './probe-sample.ts';

export const machineSamples: readonly ProbeSample[] = [
  {
    name: 'time by chrony',
    id: 'ntp',
    raw: `== tracking
0A141001,10.20.16.1,3,1700527811.123,-0.000067081,0.000012,0.000100,-14.2,0.001,0.02,0.0005,0.0003,64.2,Normal
== sources
^,*,10.20.16.1,2,7,377,13,-0.000067081,-0.000084192,0.0172
^,?,10.20.16.9,0,6,0,4294967295,0.000000000,0.000000000,0.0
== ntpq
bash: ntpq: command not found
== timedatectl
     NTP synchronized: yes
== clocksource
xen
`,
    section: 'ntp',
    expected: {
      daemon: 'chrony',
      offsetMs: expect.closeTo(-0.067, 2),
      isSynchronised: true,
      clocksource: 'xen',
      sources: [
        { address: '10.20.16.1', isSelected: true, isReachable: true, stratum: 2 },
        { address: '10.20.16.9', isSelected: false, isReachable: false },
      ],
    },
  },
  {
    name: 'time by ntpd',
    id: 'ntp',
    raw: `== tracking
bash: chronyc: command not found
== sources
== ntpq
     remote           refid      st t when poll reach   delay   offset  jitter
==============================================================================
*10.20.16.1      .GPS.            1 u   34   64  377    0.210   -1.250   0.080
 10.20.16.9      .INIT.          16 u    -   64    0    0.000    0.000   0.000
== timedatectl
     NTP synchronized: no
`,
    section: 'ntp',
    expected: {
      daemon: 'ntp',
      offsetMs: -1.25,
      isSynchronised: false,
      sources: [
        { address: '10.20.16.1', isSelected: true, isReachable: true },
        { address: '10.20.16.9', isReachable: false },
      ],
    },
  },
  {
    name: 'no daemon for time',
    id: 'ntp',
    raw: '== tracking\n506 Cannot talk to daemon\n== sources\n506 Cannot talk to daemon\n== ntpq\n',
    section: 'ntp',
    expected: { daemon: 'none', sources: [] },
  },
  {
    name: 'domains by the hypervisor, with everything it can tell',
    id: 'domains',
    raw: `id |                                 uuid |  state | tot MiB | max MiB | shadow MiB | shutdown code | sif | cpu time | vcpus online | max vcpu id | ssidref
 0 | c1a6b2b0-5d0a-4d0f-9c0c-7b1f9e1f2d33 |     R  |    4096 |    4096 |          0 |             0 |   0 |      812 |            8 |           7 |       0
12 | 2f7d3c1e-9b2a-4a60-8c8e-1b5b6f0a9c01 |   P  H |    8191 |    8192 |         65 |             0 |   0 |      512 |            4 |           3 |       0
rc=0
`,
    section: 'domains',
    expected: {
      by: 'list_domains',
      domains: [
        { id: 0, state: 'running' },
        { id: 12, state: 'paused', memoryMiB: 8191, vcpus: 4 },
      ],
    },
  },
  {
    name: 'domains by their records in xenstore',
    id: 'domain-names',
    raw: '== xl\nrc=124\n== xenops\nrc=1\n== xenstore\n0||Domain-0\n12|/vm/2f7d3c1e-9b2a-4a60-8c8e-1b5b6f0a9c01|web01\n',
    section: 'domains',
    expected: {
      by: 'xenstore',
      domains: [
        { id: 0, name: 'Domain-0' },
        { id: 12, uuid: '2f7d3c1e-9b2a-4a60-8c8e-1b5b6f0a9c01', name: 'web01' },
      ],
    },
  },
  {
    name: 'domains by xenopsd',
    id: 'domain-names',
    raw: `== xl\nrc=1\n== xenops
Name                                         ID   Mem   VCPUs State   Time
web01                                        12   8191  4     Running
old                                          0    1024  1     Halted
rc=0
== xenstore
`,
    section: 'domains',
    expected: { by: 'xenops', domains: [{ id: 12, name: 'web01', state: 'running' }] },
  },
  {
    name: 'memory of the control domain',
    id: 'memory',
    raw: 'MemTotal:        4042508 kB\nMemFree:           50000 kB\nMemAvailable:     182340 kB\nSwapTotal:        524284 kB\nSwapFree:              0 kB\nSlab:             101010 kB\n/var/log/kern.log:2\n/var/log/messages:1\n',
    section: 'memory',
    expected: { totalKiB: 4_042_508, availableKiB: 182_340, swapTotalKiB: 524_284, swapFreeKiB: 0, slabKiB: 101_010, killings: 3 },
  },
  {
    name: 'what the hypervisor has',
    id: 'hypervisor',
    raw: 'nr_cpus                : 32\ntotal_memory           : 262100\nfree_memory            : 90213\nxen_version            : 4.17.5\n',
    section: 'hypervisor',
    expected: { version: '4.17.5', totalMiB: 262_100, freeMiB: 90_213, processors: 32 },
  },
  {
    name: 'a full root, and a log disk that has no inodes left',
    id: 'disks',
    raw: `Filesystem     Type 1024-blocks     Used Available Capacity Mounted on
/dev/sda1      ext3    18513656 18512000         0     100% /
/dev/sda5      ext3     4062912  1832944   2004340      48% /var/log
Filesystem      Inodes   IUsed   IFree IUse% Mounted on
/dev/sda1      1179648   94000 1085648    8% /
/dev/sda5       262144  262144       0  100% /var/log
/dev/sda1 / ext3 ro,noatime,data=ordered 0 0
/dev/sda5 /var/log ext3 rw,relatime 0 0
`,
    section: 'disks',
    expected: [
      { on: '/', type: 'ext3', usedPercent: 100, availableKiB: 0, inodesPercent: 8, isReadOnly: true },
      { on: '/var/log', usedPercent: 48, inodesPercent: 100, isReadOnly: false },
    ],
  },
  {
    name: 'processes that hang',
    id: 'stuck',
    raw: `  PID  PPID STAT WCHAN                    ELAPSED COMMAND
21877     1 Ds   rpc_wait_bit_killable       5413 tapdisk
== count
3
== kernel
Nov 21 00:50:11 xcp3 kernel: INFO: task tapdisk:21877 blocked for more than 120 seconds.
`,
    section: 'stuck',
    expected: {
      count: 3,
      processes: [{ pid: 21_877, state: 'Ds', waitsIn: 'rpc_wait_bit_killable', ageS: 5413, command: 'tapdisk' }],
      kernelLines: [expect.stringContaining('blocked for more')],
    },
  },
  {
    name: 'nothing that hangs',
    id: 'stuck',
    raw: '  PID  PPID STAT WCHAN                    ELAPSED COMMAND\n== count\n0\n== kernel\n',
    section: 'stuck',
    expected: { count: 0, processes: [] },
  },
  {
    name: 'hardware with faults, and what only looks like one',
    id: 'hardware',
    raw: `== xen
(XEN) Intel machine check reporting enabled
(XEN) mce_intel.c:782: MCA Capability: firstbank 0, extended MCE MSR 0, BCAST, CMCI
(XEN) Machine check exception on CPU 3
== dmesg
[Sat Nov 21 00:10:00 2026] EDAC MC: Ver: 3.0.0
[Sat Nov 21 00:10:01 2026] MCE: In-kernel MCE decoding enabled.
[Sat Nov 21 00:10:02 2026] mce: CPU supports 20 MCE banks
[Sat Nov 21 00:10:03 2026] blk_update_request: I/O error, dev fd0, sector 0
[Sat Nov 21 00:11:00 2026] ixgbe 0000:3b:00.0 eth0: Reset adapter
== edac
/sys/devices/system/edac/mc/mc0/ce_count:14
== mdstat
Personalities : [raid1]
md127 : active raid1 sdb[1] sda[0](F)
      20971520 blocks [2/1] [U_]
`,
    section: 'hardware',
    expected: {
      faultLines: ['(XEN) Machine check exception on CPU 3', expect.stringContaining('Reset adapter')],
      memoryErrors: [{ counter: '/sys/devices/system/edac/mc/mc0/ce_count', count: 14 }],
      raid: [{ name: 'md127', isDegraded: true }],
    },
  },
  {
    name: 'crashes and boots',
    id: 'crashes',
    raw: 'total 4\ndrwxr-xr-x 2 root root 4096 1700440000 20261119-231455-UTC\n== last\nreboot   system boot  4.19.0+1   Fri Nov 20 23:17   still running\n',
    section: 'crashes',
    expected: { dumps: [{ name: '20261119-231455-UTC', atS: 1_700_440_000 }], boots: [expect.stringContaining('system boot')] },
  },
  {
    name: 'the board',
    id: 'board',
    raw: 'Handle 0x0000, DMI type 0, 24 bytes\nBIOS Information\n\tVendor: Dell Inc.\n\tVersion: 2.1.0\n\nHandle 0x0001, DMI type 1, 27 bytes\nSystem Information\n\tManufacturer: Dell Inc.\n\tProduct Name: PowerEdge R650\n\tSerial Number: ABC123\n\nHandle 0x1100, DMI type 17, 40 bytes\nMemory Device\n\tSize: 32 GB\n\tLocator: A1\n',
    section: 'board',
    expected: { manufacturer: 'Dell Inc.', product: 'PowerEdge R650', serial: 'ABC123', biosVersion: '2.1.0', memoryModules: ['A1: 32 GB'] },
  },
  {
    name: 'the management controller',
    id: 'bmc-address',
    raw: 'IP Address Source       : Static Address\nIP Address              : 10.30.0.13\n',
    section: 'bmcAddress',
    expected: '10.30.0.13',
  },
  {
    name: 'what was asked for',
    id: 'large-files',
    raw: '== files\n1048576000 /root/old.iso\n',
    section: 'requested',
    expected: { 'large-files': ['== files', '1048576000 /root/old.iso'] },
  },
];
