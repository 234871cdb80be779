import { expect } from 'vitest';
import type { ProbeSample } from './probe-sample.ts';

export const storageSamples: readonly ProbeSample[] = [
  {
    name: 'connections of storage repositories',
    id: 'pbds',
    raw: `uuid ( RO)                  : 0b1d5b0e-6a52-0000-0000-000000000001
               sr-uuid ( RO): 1d2c7a9e-0000-0000-0000-000000000001
         sr-name-label ( RO): NFS-VMs
         device-config (MRO): server: 10.99.0.50; serverpath: /export/vm; nfsversion: 3; chappassword: hunter2
    currently-attached ( RO): false


uuid ( RO)                  : 0b1d5b0e-6a52-0000-0000-000000000002
               sr-uuid ( RO): 1d2c7a9e-0000-0000-0000-000000000002
         sr-name-label ( RO): Local storage
         device-config (MRO): device: /dev/sda3
    currently-attached ( RO): true
`,
    section: 'pbds',
    expected: [
      { srName: 'NFS-VMs', isAttached: false, config: { server: '10.99.0.50', serverpath: '/export/vm', nfsversion: '3', chappassword: '…' } },
      { srName: 'Local storage', isAttached: true },
    ],
  },
  {
    name: 'mounts, of both versions and families',
    id: 'mounts',
    raw: `10.99.0.50:/export/vm/1d2c7a9e-0000-4000-8000-000000000001|/run/sr-mount/1d2c7a9e-0000-4000-8000-000000000001|nfs|rw,relatime,vers=3,soft,timeo=200,retrans=4
[fd00::5]:/iso|/run/sr-mount/2d2c7a9e-0000-4000-8000-000000000001|nfs4|rw,vers=4.1
`,
    section: 'nfs',
    expected: [
      { server: '10.99.0.50', srUuid: '1d2c7a9e-0000-4000-8000-000000000001', options: expect.arrayContaining(['soft', 'timeo=200']) },
      { server: 'fd00::5', path: '/iso' },
    ],
  },
  { name: 'no mounts', id: 'mounts', raw: '', section: 'nfs', expected: [] },
  {
    name: 'ports of file servers',
    id: 'nfs-ports',
    raw: '10.99.0.50|tcp2049 rc=0\nfd00::5|tcp2049 rc=124\n',
    section: 'nfsServers',
    expected: [
      { server: '10.99.0.50', port2049: 'open' },
      { server: 'fd00::5', port2049: 'filtered' },
    ],
  },
  {
    name: 'mounts that answer, hang and fail',
    id: 'nfs-health',
    raw: 'ask|/run/sr-mount/a\nask|/run/sr-mount/b\nask|/run/sr-mount/c\n/run/sr-mount/a|rc=0\n/run/sr-mount/c|rc=1\n',
    section: 'nfsHealth',
    expected: [
      { on: '/run/sr-mount/a', is: 'answers' },
      { on: '/run/sr-mount/b', is: 'silent' },
      { on: '/run/sr-mount/c', is: 'failed' },
    ],
  },
  {
    name: 'sessions and a fibre card',
    id: 'iscsi',
    raw: `session3|iqn.2003-01.org.example:vol1|LOGGED_IN|10.99.0.60:3260|recovery_tmo=15
session4|iqn.2003-01.org.example:vol1|FAILED|:|recovery_tmo=15
InitiatorName=iqn.2026-01.example:xcp3
fc|host7|Linkdown|unknown
`,
    section: 'iscsi',
    expected: {
      iqn: 'iqn.2026-01.example:xcp3',
      sessions: [
        { id: 'session3', state: 'LOGGED_IN', portal: '10.99.0.60:3260', recoveryS: 15 },
        { id: 'session4', state: 'FAILED', portal: undefined },
      ],
      fibre: [{ host: 'host7', state: 'Linkdown' }],
    },
  },
  {
    name: 'sessions in detail',
    id: 'iscsi-detail',
    raw: `Target: iqn.2003-01.org.example:vol1 (non-flash)
	Current Portal: 10.99.0.60:3260,1
	Persistent Portal: 10.99.0.60:3260,1
		iSCSI Connection State: LOGGED IN
		iSCSI Session State: LOGGED_IN
		Internal iscsid Session State: NO CHANGE
		Attached SCSI devices:
			Attached scsi disk sdc		State: running
	Current Portal: 10.99.1.60:3260,2
		iSCSI Session State: FAILED
		Internal iscsid Session State: REOPEN
rc=0
`,
    section: 'iscsiDetails',
    expected: [
      { portal: '10.99.0.60:3260', session: 'LOGGED_IN', internal: 'NO CHANGE', disks: [{ device: 'sdc', state: 'running' }] },
      { target: 'iqn.2003-01.org.example:vol1', portal: '10.99.1.60:3260', session: 'FAILED', internal: 'REOPEN' },
    ],
  },
  { name: 'no sessions', id: 'iscsi-detail', raw: 'iscsiadm: No active sessions.\nrc=21\n', section: 'iscsiDetails', expected: [] },
  {
    name: 'portals',
    id: 'iscsi-portals',
    raw: '10.99.0.60:3260|rc=1\n',
    section: 'iscsiPortals',
    expected: [{ portal: '10.99.0.60:3260', is: 'refused' }],
  },
  {
    name: 'counted paths',
    id: 'multipath-counts',
    raw: '{"mpath-36001405abcd": "1/2", "mpath-36001405beef": "2/2"}',
    section: 'pathCounts',
    expected: [
      { scsiId: '36001405abcd', now: 1, max: 2 },
      { scsiId: '36001405beef', now: 2, max: 2 },
    ],
  },
  {
    name: 'paths, one of which is lost',
    id: 'multipath',
    raw: `36001405abcd dm-3 LIO-ORG ,vol1
size=500G features='1 queue_if_no_path' hwhandler='1 alua' wp=rw
|-+- policy='service-time 0' prio=50 status=active
| \`- 6:0:0:1 sdc 8:32 active ready  running
\`-+- policy='service-time 0' prio=10 status=enabled
  \`- 7:0:0:1 sdd 8:48 failed faulty offline
rc=0
daemon=active
`,
    section: 'multipath',
    expected: {
      daemon: 'active',
      maps: [
        {
          scsiId: '36001405abcd',
          device: 'dm-3',
          queuesForever: true,
          paths: [
            { device: 'sdc', isActive: true, checker: 'ready' },
            { device: 'sdd', isActive: false, checker: 'faulty' },
          ],
        },
      ],
    },
  },
  { name: 'no paths', id: 'multipath', raw: 'rc=0\ndaemon=inactive\n', section: 'multipath', expected: { maps: [], daemon: 'inactive' } },
  {
    name: 'volume groups, one of them partial',
    id: 'lvm',
    raw: `== pvs
  /dev/mapper/36001405abcd|VG_XenStorage-9e1b0000-0000-4000-8000-000000000001|536866717696|107374182400|a--|Xk3v-1
  [unknown]|VG_XenStorage-9e1b0000-0000-4000-8000-000000000002|536866717696|107374182400|a-m|Xk3v-2
== vgs
  VG_XenStorage-9e1b0000-0000-4000-8000-000000000001|536866717696|107374182400|34|1|wz--n-
  VG_XenStorage-9e1b0000-0000-4000-8000-000000000002|536866717696|107374182400|34|1|wz-pn-
`,
    section: 'lvm',
    expected: {
      volumes: [
        { device: '/dev/mapper/36001405abcd', isMissing: false },
        { device: '[unknown]', isMissing: true },
      ],
      groups: [
        { srUuid: '9e1b0000-0000-4000-8000-000000000001', isPartial: false, freeBytes: 107_374_182_400 },
        { srUuid: '9e1b0000-0000-4000-8000-000000000002', isPartial: true },
      ],
    },
  },
];
