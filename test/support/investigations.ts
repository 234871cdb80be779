import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Investigation } from '#shared/contract/recovery-schema.ts';
import type { Finding } from '#shared/domain/diagnosis/finding.ts';
import type { Offer } from '#shared/domain/diagnosis/offer.ts';
import { emptySight } from '#shared/domain/diagnosis/empty-sight.ts';
import type { HostSight, Section, SightValues } from '#shared/domain/diagnosis/sight.ts';
import type { Attempt, Stage } from '#shared/domain/routes/attempt.ts';
import type { RouteCandidate } from '#shared/domain/routes/candidate.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';

const READ_MS = Date.UTC(2026, 5, 9, 12, 9, 41);

/** The sections that were read, all at one time. */
export function aSight(values: Partial<SightValues>, atMs = READ_MS): HostSight {
  const seen = Object.entries(values).map(([section, value]) => [section, { is: 'seen', atMs, value }]);
  return { ...emptySight, ...(Object.fromEntries(seen) as Partial<Record<Section, never>>) };
}

function aNic(name: string, more: Partial<SightValues['nics'][number]> = {}): SightValues['nics'][number] {
  return { name, oper: 'up', hasCarrier: true, speedMbps: 1000, mac: '3c:ec:ef:aa:00:01', mtu: 1500, line: `${name} carrier=1`, ...more };
}

/** A member whose management cable was pulled, and which runs on. */
export function anIsolatedSight(): HostSight {
  return aSight({
    identity: {
      hostUuid: 'h2-uuid',
      product: 'XCP-ng',
      version: '8.3.0',
      kernel: '4.19.0+1',
      hostname: 'xs-par-03',
      managementBridge: 'xenbr0',
      bridges: ['xenbr0', 'xenbr2'],
      uptimeS: 10_195_200,
      load: [2.1, 2.4, 2.2],
    },
    role: { is: 'member', master: '10.20.0.11' },
    services: [
      { unit: 'xapi.service', load: 'loaded', active: 'active', sub: 'running', pid: 2113 },
      { unit: 'xenopsd-xc.service', load: 'loaded', active: 'active', sub: 'running', pid: 2200 },
    ],
    processes: [{ pid: 2113, state: 'Ssl', ageS: 10_195_100, memoryKiB: 80_000, cpuPercent: 1.2, command: 'xapi' }],
    marks: { isStartBlocked: false },
    emergency: { is: 'lost-master', lines: [] },
    links: [{ name: 'xenbr0', flags: ['BROADCAST', 'UP', 'LOWER_UP'], mtu: 1500, state: 'UNKNOWN' }],
    addresses: [
      { device: 'xenbr0', family: 'inet', address: '10.20.0.13', prefix: 24, scope: 'global', line: '' },
      { device: 'xenbr2', family: 'inet', address: '10.30.0.13', prefix: 24, scope: 'global', line: '' },
    ],
    routes: [{ family: 'inet', to: 'default', via: '10.20.0.1', device: 'xenbr0', line: '' }],
    nics: [
      aNic('eth0', { hasCarrier: false, oper: 'down', speedMbps: undefined }),
      aNic('eth1'),
      aNic('eth2', { speedMbps: 10_000 }),
      aNic('eth3', { hasCarrier: false, oper: 'down', speedMbps: undefined }),
    ],
    ovs: {
      backend: 'openvswitch',
      answers: true,
      bridges: [
        { name: 'xenbr0', ports: ['eth0'], interfaces: ['eth0'] },
        { name: 'xenbr2', ports: ['eth2'], interfaces: ['eth2'] },
      ],
      interfaceErrors: [],
    },
    bonds: [],
    dns: { servers: ['10.20.0.2'], search: [] },
    intent: { mode: 'static', dns: [], interfaces: ['eth0'], isResetPending: false, leases: [] },
    management: { doesGatewayAnswer: false, lines: [] },
    masterPath: { master: '10.20.0.11', ports: { '443': 'filtered' }, lines: [] },
    clock: { hostMs: READ_MS, skewMs: 12, uncertaintyMs: 2 },
    ntp: {
      daemon: 'chrony',
      sources: [{ address: '10.20.16.1', isSelected: false, isReachable: false, line: '^?' }],
      isSynchronised: false,
      clocksource: 'tsc',
    },
    domains: {
      by: 'list_domains',
      domains: [
        { id: 0, state: 'running', line: '' },
        { id: 14, uuid: 'stranded-uuid', name: 'stranded', state: 'running', memoryMiB: 65_536, vcpus: 8, line: '' },
        { id: 15, uuid: 'guest-uuid', name: 'guest', state: 'blocked', memoryMiB: 8_192, vcpus: 2, line: '' },
      ],
    },
    memory: { totalKiB: 8_388_608, availableKiB: 1_992_294, swapTotalKiB: 1_048_576, swapFreeKiB: 1_000_000, slabKiB: 200_000, killings: 0 },
    hypervisor: { version: '4.17', totalMiB: 262_100, freeMiB: 90_213, processors: 64 },
    disks: [
      { source: '/dev/sda1', type: 'ext4', on: '/', sizeKiB: 18_874_368, usedKiB: 7_700_000, availableKiB: 11_000_000, usedPercent: 41, line: '' },
      { source: '/dev/sda5', type: 'ext4', on: '/var/log', sizeKiB: 4_194_304, usedKiB: 3_800_000, availableKiB: 394_304, usedPercent: 91, line: '' },
    ],
    stuck: { processes: [], count: 0, kernelLines: [] },
    nfs: [{ server: '10.99.0.50', path: '/export/vm', on: '/run/sr-mount/nfs', srUuid: 'nfs-uuid', options: [], line: '' }],
    nfsHealth: [{ on: '/run/sr-mount/nfs', is: 'answers' }],
    iscsi: { iqn: 'iqn.2026-01.example:xs-par-03', sessions: [], fibre: [] },
    ha: { isArmed: false, flags: {}, hasDaemon: false, settings: {}, staticVdis: [] },
    certificates: {
      own: [
        {
          path: '/etc/xensource/xapi-ssl.pem',
          subject: 'CN=xs-par-03',
          validFromMs: 0,
          validToMs: Date.UTC(2035, 1, 28),
          sha256: 'AB:12:CD:34:EF:56:78:90',
        },
      ],
      trusted: [],
      isVerifying: true,
    },
    hardware: { faultLines: [], memoryErrors: [], raid: [] },
    crashes: { dumps: [], boots: [] },
    logs: [
      { file: 'kernel', text: '14:02:11 tg3 0000:04:00.0 eth0: Link is down', signature: 'link-changed' },
      { file: 'xensource', text: '14:02:41 Connection to master died; will retry', signature: 'master-lost' },
      { file: 'xensource', text: '14:04:49 master_connection: retry in 128 s' },
    ],
    sshd: { isActive: true, listeners: [], rules: [] },
    dbGeneration: { generation: 2_841_733, changedAtS: READ_MS / 1000 - 480 },
  });
}

function aRoute(id: string, kind: RouteCandidate['kind'], more: Partial<RouteCandidate> = {}): RouteCandidate {
  return { id, kind, address: '10.20.0.13', port: 22, score: 80, because: [{ what: 'kind', points: 80 }], ...more };
}

const all: readonly Stage[] = ['resolve', 'connect', 'banner', 'host-key', 'auth', 'identity', 'run'];

function anAttempt(route: string, state: Attempt['state'], more: { readonly at?: Stage; readonly failure?: Attempt['failure'] } = {}): Attempt {
  const stage = more.at ?? 'run';
  const passed = all.slice(0, all.indexOf(stage) + (state === 'failed' ? 0 : 1)).map((one) => ({ stage: one, tookMs: 4 }));
  return { route, startedAtMs: READ_MS, stage, state, passed, ...(more.failure !== undefined && { failure: more.failure }) };
}

const member = (name: string) => ({ via: { is: 'member', host: name as HostRef, name } }) as const;
const storage = { nic: 'eth2', network: 'Storage', address: '10.30.0.13' } as const;

export const someRoutes = {
  routes: [
    aRoute('direct', 'direct-management', { nic: 'eth0', network: 'Management' }),
    aRoute('storage', 'direct-secondary', storage),
    aRoute('via2', 'jump', { ...storage, ...member('xs-par-02') }),
    aRoute('via1', 'jump', { ...storage, ...member('xs-par-01') }),
    aRoute('local', 'jump-link-local', { nic: 'eth0', address: 'fe80::1%xenbr0', ...member('xs-par-02') }),
    aRoute('bmc', 'bmc', { address: '10.99.0.13', port: 623 }),
  ],
  attempts: [
    anAttempt('direct', 'failed', { at: 'connect', failure: { is: 'timed-out', afterMs: 1500 } }),
    anAttempt('storage', 'failed', { at: 'connect', failure: { is: 'no-route' } }),
    anAttempt('via2', 'in-use'),
    anAttempt('via1', 'works', { at: 'host-key' }),
    anAttempt('local', 'failed', { at: 'connect', failure: { is: 'timed-out', afterMs: 1500 } }),
  ],
  active: 'via2',
};

export function anOffer(more: Partial<Offer> & Pick<Offer, 'repair' | 'class'>): Offer {
  return { on: 'host', parameters: {}, commands: [], preconditions: [], blockedBy: [], proof: 'link-up', ...more };
}

function aFinding(more: Partial<Finding> & Pick<Finding, 'fault'>): Finding {
  return { confidence: 'certain', severity: 'serious', evidence: [], facts: {}, offers: [], ...more };
}

/** What the engine would say of a host whose management link is down and that is reached through a neighbour. */
export function anInvestigation(more: Partial<Investigation> = {}): Investigation {
  return {
    server: 's' as ServerId,
    host: 'h2' as HostRef,
    is: 'connected',
    isPaused: false,
    ...someRoutes,
    routes: [...someRoutes.routes],
    identity: { uuid: 'h2-uuid', atMs: READ_MS },
    neighbours: [],
    bmc: { is: 'not-asked' },
    sight: anIsolatedSight(),
    diagnosis: {
      verdict: { is: 'isolated', vms: 2 },
      lock: { is: 'locked', because: 'vms-alive' },
      isHaArmed: false,
      headline: aFinding({
        fault: 'F01',
        severity: 'critical',
        facts: { nic: 'eth0' },
        evidence: [
          { source: 'nics', lines: ['eth0 oper=down carrier=0 changes=7'] },
          { source: 'log-kernel', lines: ['14:02:11 tg3 0000:04:00.0 eth0: Link is down'] },
          { source: 'pool', lines: ['believes eth0 is up; its record is from 14:02'] },
        ],
        offers: [
          anOffer({ repair: 'fix-cable', class: 'C0', on: 'person', parameters: { nic: 'eth0' } }),
          anOffer({ repair: 'blink-light', class: 'C0', parameters: { nic: 'eth0' }, commands: ['ethtool -p eth0 30'] }),
          anOffer({
            repair: 'emergency-management',
            class: 'C2',
            parameters: { bridge: 'xenbr2' },
            commands: ['xe host-emergency-management-reconfigure interface=xenbr2'],
            preconditions: [
              { id: 'identity-proven', state: 'met' },
              { id: 'second-route', state: 'unknown' },
            ],
            rollback: { afterS: 180, commands: ['xe host-emergency-management-reconfigure interface=xenbr0'] },
            proof: 'joined',
          }),
        ],
      }),
      secondary: [
        aFinding({
          fault: 'F14',
          severity: 'warning',
          follows: 'F01',
          evidence: [{ source: 'log-xensource', lines: ['14:02:41 Connection to master died; will retry'] }],
          offers: [
            anOffer({
              repair: 'restart-toolstack',
              class: 'C1',
              commands: ['xe-toolstack-restart'],
              preconditions: [{ id: 'other-interface-reaches-master', state: 'unmet' }],
              blockedBy: ['other-interface-reaches-master'],
              proof: 'joined',
            }),
          ],
        }),
        aFinding({
          fault: 'F15',
          severity: 'warning',
          facts: { on: '/var/log' },
          evidence: [{ source: 'disks', lines: ['/dev/sda5 ext4 4194304 3800000 394304 91% /var/log'] }],
          offers: [
            anOffer({ repair: 'largest-files', class: 'C0', commands: ['du -xk --max-depth=2 /'], proof: 'space-free' }),
            anOffer({ repair: 'clear-logs', class: 'C1', commands: ["find /var/log -name '*.gz' -mtime +2 -delete"], proof: 'space-free' }),
          ],
        }),
      ],
      rest: [],
    },
    startedAtMs: READ_MS,
    ...more,
  };
}
