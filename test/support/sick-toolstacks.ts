import { aSickHost, dom0, healthySight } from './healthy-host.ts';
import type { SickHost } from './sick-host.ts';
import { anIdentity, anInput, SEEN_AT } from './sights.ts';

const [root] = healthySight.disks ?? [];
const full = {
  ...root,
  source: '/dev/sda1',
  type: 'ext3',
  on: '/',
  sizeKiB: 18_513_656,
  usedKiB: 18_512_000,
  availableKiB: 0,
  usedPercent: 100,
  line: '/dev/sda1 100% /',
};
const dead = [{ unit: 'xapi', load: 'loaded', active: 'failed', sub: 'failed', result: 'exit-code' }];
const isLive = { host: { ...aSickHost({}).believed.host, isLive: true } };
const reason = (code: string) => ({ is: 'emergency', reason: { code, parameters: [], line: `xapi: ${code}` }, lines: ['true'] }) as const;

export const sickToolstacks: readonly SickHost[] = [
  { name: 'the toolstack has failed', input: aSickHost({ services: dead }), top: 'F12', confidence: 'certain' },
  {
    name: 'the toolstack hangs on storage',
    input: aSickHost({
      emergency: { is: 'hung', lines: ['rc=124'] },
      stuck: {
        count: 1,
        kernelLines: [],
        processes: [{ pid: 1, state: 'D', waitsIn: 'blk_queue', ageS: 900, command: 'tapdisk', line: '1 1 D blk_queue 900 tapdisk' }],
      },
    }),
    top: 'F13',
    confidence: 'certain',
  },
  {
    name: 'the master is lost, and nothing says why',
    input: aSickHost({ emergency: { is: 'lost-master', lines: ['false'] } }),
    top: 'F14',
    confidence: 'certain',
  },
  {
    name: 'the root disk is full, and the toolstack could not start',
    input: aSickHost({ disks: [full], services: dead }),
    top: 'F15',
    confidence: 'certain',
    following: { F12: 'F15' },
  },
  {
    name: 'the root disk is read-only',
    input: aSickHost({ disks: [{ ...full, usedPercent: 30, availableKiB: 9_000_000, isReadOnly: true }], services: dead }),
    top: 'F16',
    confidence: 'certain',
    following: { F12: 'F16' },
  },
  {
    name: 'the control domain has no memory left',
    input: aSickHost({ memory: { totalKiB: 4_042_508, availableKiB: 120_000, swapTotalKiB: 500_000, swapFreeKiB: 0, slabKiB: 1, killings: 2 } }),
    top: 'F17',
    confidence: 'certain',
  },
  {
    name: 'the clock is ten minutes behind',
    input: aSickHost({ clock: { hostMs: 0, skewMs: -600_000, uncertaintyMs: 20 } }),
    top: 'F18',
    confidence: 'certain',
  },
  {
    name: 'the clock is fast and the time daemon does not run',
    input: aSickHost({
      clock: { hostMs: 0, skewMs: 420_000, uncertaintyMs: 20 },
      ntp: { daemon: 'none', sources: [], isSynchronised: false },
      services: [
        ...(healthySight.services ?? []),
        { unit: 'chronyd', load: 'loaded', active: 'inactive', sub: 'dead' },
        { unit: 'ntpd', load: 'not-found', active: 'inactive', sub: 'dead' },
      ],
    }),
    top: 'F18',
    confidence: 'certain',
  },
  {
    name: 'the certificate has expired',
    input: aSickHost({
      certificates: {
        own: [{ path: '/etc/xensource/xapi-ssl.pem', subject: 'CN = x', validFromMs: 1, validToMs: 2 }],
        trusted: [],
        isVerifying: true,
      },
    }),
    top: 'F19',
    confidence: 'certain',
  },
  {
    name: 'the certificate is not yet valid, for the clock is wrong',
    input: aSickHost({
      clock: { hostMs: 0, skewMs: -40_000_000_000, uncertaintyMs: 20 },
      certificates: {
        own: [{ path: '/etc/xensource/xapi-ssl.pem', subject: 'CN = x', validFromMs: SEEN_AT - 1000 }],
        trusted: [],
        isVerifying: true,
      },
    }),
    top: 'F18',
    confidence: 'certain',
    following: { F19: 'F18' },
  },
  {
    name: 'it was updated before its master',
    input: aSickHost({ emergency: reason('HOST_XAPI_VERSION_HIGHER_THAN_COORDINATOR') }),
    top: 'F20',
    confidence: 'certain',
  },
  {
    name: 'it is still starting',
    input: aSickHost({
      identity: { ...anIdentity, uptimeS: 120 },
      marks: { startupS: 1, isStartBlocked: false },
      emergency: { is: 'unclear', lines: [] },
    }),
    top: 'F21',
    confidence: 'likely',
  },
  {
    name: 'it takes no machines until it was restarted',
    input: aSickHost({ hostRecord: { isEnabled: false, isInMaintenance: false, pendingGuidances: ['reboot_host'] } }, isLive),
    top: 'F22',
    confidence: 'certain',
  },
  {
    name: 'a task has stood still for an hour',
    input: aSickHost(
      {
        tasks: [
          { uuid: 'dddddddd-0000-4000-8000-000000000001', name: 'Async.VM.start', status: 'pending', progress: 0.42, createdMs: SEEN_AT - 3_600_000 },
        ],
      },
      isLive,
    ),
    top: 'F23',
    confidence: 'possible',
  },
  {
    name: 'memory makes errors that cannot be corrected',
    input: aSickHost({ hardware: { faultLines: [], memoryErrors: [{ counter: '/sys/devices/system/edac/mc/mc0/ue_count', count: 1 }], raid: [] } }),
    top: 'F42',
    confidence: 'certain',
  },
  {
    name: 'it crashed and came up again',
    input: aSickHost(
      {
        identity: { ...anIdentity, uptimeS: 1800 },
        crashes: { dumps: [{ name: '20261121-001000-UTC', atS: SEEN_AT / 1000 - 1900 }], boots: ['reboot system boot'] },
        domains: { domains: [dom0], by: 'list_domains' },
      },
      isLive,
    ),
    top: 'F43',
    confidence: 'certain',
  },
  {
    name: 'its power is off',
    input: { ...anInput({ bmc: { is: 'off', atMs: SEEN_AT } }), sight: unseen(), believed: { ...aSickHost({}).believed, vms: [] } },
    top: 'F44',
    confidence: 'certain',
  },
  {
    name: 'its door is closed',
    input: {
      ...anInput({
        attempts: [{ route: { kind: 'direct-management', address: '10.20.0.13' }, stage: 'connect', state: 'failed', failure: 'refused' }],
      }),
      sight: unseen(),
    },
    top: 'F45',
    confidence: 'certain',
  },
  {
    name: 'its password is another one',
    input: {
      ...anInput({
        attempts: [{ route: { kind: 'direct-management', address: '10.20.0.13' }, stage: 'auth', state: 'failed', failure: 'secret-refused' }],
      }),
      sight: unseen(),
    },
    top: 'F45',
    confidence: 'certain',
  },
];

function unseen() {
  return { ...anInput({}).sight, identity: { is: 'not-asked' } } as const;
}
