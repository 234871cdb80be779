import type { ProbeSample } from './probe-sample.ts';

export const toolstackSamples: readonly ProbeSample[] = [
  {
    name: 'identity, with keys nobody knows and an empty value',
    id: 'identity',
    raw: `PRODUCT_BRAND='XCP-ng'
PRODUCT_VERSION='8.3.0'
PLATFORM_VERSION='3.4.0'
INSTALLATION_UUID='6f3c0f9a-8f0e-4c39-9a52-0c1f6b1f7a11'
CONTROL_DOMAIN_UUID='c1a6b2b0-5d0a-4d0f-9c0c-7b1f9e1f2d33'
MANAGEMENT_INTERFACE='xenbr0'
MANAGEMENT_ADDRESS_TYPE='IPv4'
CURRENT_INTERFACES='xenbr0 xenbr2'
DOM0_MEM='4096'
ODD='a=b'
XCP-ng release 8.3.0
4.19.0+1
93211.52 371004.11
0.42 0.51 0.60 2/611 40211
xcp3
`,
    section: 'identity',
    expected: {
      hostUuid: '6f3c0f9a-8f0e-4c39-9a52-0c1f6b1f7a11',
      product: 'XCP-ng',
      version: '8.3.0',
      release: 'XCP-ng release 8.3.0',
      kernel: '4.19.0+1',
      hostname: 'xcp3',
      managementBridge: 'xenbr0',
      bridges: ['xenbr0', 'xenbr2'],
      uptimeS: 93211.52,
      load: [0.42, 0.51, 0.6],
    },
  },
  {
    name: 'identity with management switched off',
    id: 'identity',
    raw: "INSTALLATION_UUID='u'\nMANAGEMENT_INTERFACE=''\n4.19.0+1\nxcp3.lab.example\n",
    section: 'identity',
    expected: { hostUuid: 'u', managementBridge: undefined, hostname: 'xcp3.lab.example' },
  },
  {
    name: 'the role of a member',
    id: 'role',
    raw: 'slave:10.20.0.11\n1763683500 16\n',
    section: 'role',
    expected: { is: 'member', master: '10.20.0.11', changedAtS: 1_763_683_500 },
  },
  {
    name: 'the role of a member by IPv6',
    id: 'role',
    raw: 'slave:2001:db8::11\n1763683500 18\n',
    section: 'role',
    expected: { is: 'member', master: '2001:db8::11' },
  },
  { name: 'the role of a master', id: 'role', raw: 'master\n1763683500 6\n', section: 'role', expected: { is: 'master' } },
  { name: 'a broken role', id: 'role', raw: 'broken\n1763683500 6\n', section: 'role', expected: { is: 'broken', raw: 'broken' } },
  { name: 'an odd role', id: 'role', raw: 'slave 10.0.0.1\n1763683500 6\n', section: 'role', expected: { is: 'broken', raw: 'slave 10.0.0.1' } },
  {
    name: 'no role file',
    id: 'role',
    raw: 'cat: /etc/xensource/pool.conf: No such file or directory\n\nstat: cannot stat ...\n',
    section: 'role',
    expected: { is: 'broken', raw: '' },
  },
  {
    name: 'services, one of them unknown to this release',
    id: 'services',
    raw: `Id=xapi.service
LoadState=loaded
ActiveState=active
SubState=running
MainPID=2764
Result=success
ExecMainStartTimestamp=Fri 2026-11-20 08:10:11 UTC

Id=ntpd.service
LoadState=not-found
ActiveState=inactive
SubState=dead
MainPID=0
Result=success
ExecMainStartTimestamp=
`,
    section: 'services',
    expected: [
      { unit: 'xapi', load: 'loaded', active: 'active', sub: 'running', pid: 2764, since: 'Fri 2026-11-20 08:10:11 UTC' },
      { unit: 'ntpd', load: 'not-found', pid: undefined, since: undefined },
    ],
  },
  {
    name: 'marks of a start that is not complete',
    id: 'marks',
    raw: `ls: cannot access /var/run/xapi_init_complete.cookie: No such file or directory
-rw-r--r-- 1 root root 5 1763683500 /var/run/xapi.pid
-rw-r--r-- 1 root root 0 1763683510 /var/run/xapi_startup.cookie
`,
    section: 'marks',
    expected: { pidFileS: 1_763_683_500, startupS: 1_763_683_510, initCompleteS: undefined, isStartBlocked: false },
  },
  {
    name: 'processes of the toolstack',
    id: 'processes',
    raw: `  PID STAT ELAPSED   RSS %CPU COMMAND
 2764 Ssl    93000 98211  1.2 /opt/xensource/bin/xapi -daemon
 3001 S      92990 11002  0.0 stunnel /etc/stunnel/xapi.conf
`,
    section: 'processes',
    expected: [
      { pid: 2764, state: 'Ssl', ageS: 93_000, memoryKiB: 98_211, cpuPercent: 1.2, command: '/opt/xensource/bin/xapi -daemon' },
      { pid: 3001 },
    ],
  },
  { name: 'a normal toolstack', id: 'emergency', raw: 'false\nrc=0\n== pool\n6b1e\nrc=0\n', section: 'emergency', expected: { is: 'normal' } },
  {
    name: 'an emergency, with its reason',
    id: 'emergency',
    raw: 'true\nrc=0\n== pool\nThe host is still booting\nrc=1\n== host\nThis host has no IP address on its management interface: HOST_HAS_NO_MANAGEMENT_IP\nrc=1\n',
    section: 'emergency',
    expected: { is: 'emergency', reason: { code: 'HOST_HAS_NO_MANAGEMENT_IP' } },
  },
  {
    name: 'a member that lost its master and has not started again',
    id: 'emergency',
    raw: 'false\nrc=0\n== pool\nrc=124\n== host\nrc=124\n',
    section: 'emergency',
    expected: { is: 'lost-master' },
  },
  {
    name: 'nobody listening',
    id: 'emergency',
    raw: 'Error: Connection refused (calling connect )\nrc=1\n',
    section: 'emergency',
    expected: { is: 'not-listening' },
  },
  {
    name: 'a start in the middle of the question',
    id: 'emergency',
    raw: 'Lost connection to the server.\nrc=1\n',
    section: 'emergency',
    expected: { is: 'restarting' },
  },
  { name: 'a toolstack that hangs', id: 'emergency', raw: 'rc=124\n== pool\nrc=124\n', section: 'emergency', expected: { is: 'hung' } },
  {
    name: 'the state of the copy of the database',
    id: 'database',
    raw: '/var/lib/xcp/state.db 1763683500 1812345\n2841733\n',
    section: 'dbGeneration',
    expected: { path: '/var/lib/xcp/state.db', changedAtS: 1_763_683_500, generation: 2_841_733 },
  },
  {
    name: 'a copy without its generation',
    id: 'database',
    raw: '/var/xapi/state.db 1763683500 1812345\n\n',
    section: 'dbGeneration',
    expected: { generation: undefined },
  },
  {
    name: 'high availability that is armed',
    id: 'ha',
    raw: `db /var/lib/xcp/local.db
<row key="ha.armed" value="true"/>
<row key="ha.disable_failover_decisions" value="false"/>
<row key="host_disabled_until_reboot" value="false"/>
xhad=4711
<UDPport>694
<HeartbeatTimeout>60
`,
    section: 'ha',
    expected: { isArmed: true, hasDaemon: true, flags: { host_disabled_until_reboot: 'false' }, settings: { UDPport: '694' } },
  },
  {
    name: 'high availability never armed',
    id: 'ha',
    raw: 'db /var/lib/xcp/local.db\nxhad=\n',
    section: 'ha',
    expected: { isArmed: false, hasDaemon: false },
  },
  { name: 'high availability nobody can tell of', id: 'ha', raw: 'xhad=\n', section: 'ha', expected: { isArmed: undefined, hasDaemon: false } },
  {
    name: 'the live set',
    id: 'liveset',
    raw: `<ha_liveset_info><status>Online</status><localhost><HostID>6f3c</HostID></localhost><host><HostID>6f3c</HostID><liveness>TRUE</liveness><master>FALSE</master><statefile_access>FALSE</statefile_access><statefile_corrupted>FALSE</statefile_corrupted><excluded>FALSE</excluded></host></ha_liveset_info>
rc=0
`,
    section: 'liveset',
    expected: {
      status: 'Online',
      localHost: '6f3c',
      hosts: [{ host: '6f3c', isLive: true, isMaster: false, reachesStatefile: false, isExcluded: false }],
    },
  },
  {
    name: 'no live set',
    id: 'liveset',
    raw: 'daemon is not present\nrc=2\n',
    section: 'liveset',
    expected: { hosts: [], trouble: 'daemon is not present' },
  },
  {
    name: 'certificates in both styles',
    id: 'certificates',
    raw: `/etc/xensource/xapi-ssl.pem subject= /CN=10.20.0.13|notBefore=Mar  2 10:11:12 2025 GMT|notAfter=Feb 28 10:11:12 2035 GMT|SHA256 Fingerprint=AB:12:|
/etc/xensource/xapi-pool-tls.pem subject=CN = 6f3c|notBefore=Mar  2 10:11:12 2025 GMT|notAfter=Feb 28 10:11:12 2035 GMT|sha256 Fingerprint=cd:34|
-rw-r--r-- 1 root root 2210 1763683500 /etc/stunnel/xapi-pool-ca-bundle.pem
/etc/stunnel/certs-pool:
total 8
-rw-r--r-- 1 root root 1105 1763683500 6f3c.pem
-rw-r--r-- 1 root root 0 Nov 21 00:10 /var/xapi/verify-certificates
`,
    section: 'certificates',
    expected: {
      own: [
        { path: '/etc/xensource/xapi-ssl.pem', subject: '/CN=10.20.0.13', validFromMs: Date.UTC(2025, 2, 2, 10, 11, 12), sha256: 'AB:12:' },
        { subject: 'CN = 6f3c', sha256: 'CD:34' },
      ],
      trusted: [{ path: '/etc/stunnel/xapi-pool-ca-bundle.pem', sizeBytes: 2210 }, { path: '/etc/stunnel/certs-pool/6f3c.pem' }],
      isVerifying: true,
    },
  },
  {
    name: 'tasks',
    id: 'tasks',
    raw: 'uuid ( RO)                : 1\n          name-label ( RO): Async.VM.start\n              status ( RO): pending\n            progress ( RO): 0.420\n             created ( RO): 20261121T00:10:11Z\n',
    section: 'tasks',
    expected: [{ uuid: '1', name: 'Async.VM.start', status: 'pending', progress: 0.42, createdMs: Date.UTC(2026, 10, 21, 0, 10, 11) }],
  },
  {
    name: 'the pool’s record of the host',
    id: 'host-record',
    raw: 'enabled ( RO)            : false\n        other-config (MRW): MAINTENANCE_MODE: true; agent_start_time: 1763.\n    pending-guidances (SRO): reboot_host\n',
    section: 'hostRecord',
    expected: { isEnabled: false, isInMaintenance: true, pendingGuidances: ['reboot_host'] },
  },
  {
    name: 'names of machines',
    id: 'vm-records',
    raw: 'uuid ( RO)           : 2f7d\n     name-label ( RW): web, the first\n    power-state ( RO): running\n',
    section: 'vmRecords',
    expected: [{ uuid: '2f7d', name: 'web, the first', power: 'running' }],
  },
];
