import type { Believed } from '#shared/domain/diagnosis/believed.ts';
import { aSickHost, dom0, guest, healthyBelieved } from './healthy-host.ts';
import type { SickHost } from './sick-host.ts';
import { anIdentity, anInput, SEEN_AT } from './sights.ts';

const reason = (code: string) => ({ is: 'emergency', reason: { code, parameters: [], line: `xapi: ${code}` }, lines: ['true'] }) as const;
const armed = { isArmed: true, flags: { 'ha.armed': 'true' }, hasDaemon: true, settings: {}, staticVdis: [] };
const silent = {
  master: '10.20.0.11',
  hasPing: false,
  neighbourState: 'FAILED',
  ports: { 443: 'filtered' },
  lines: ['port 443 rc=124', '10.20.0.11 dev xenbr0 FAILED'],
} as const;
const [master, own] = healthyBelieved.hosts;
const deadMaster: Partial<Believed> =
  master === undefined || own === undefined ? {} : { master: { ...master, isLive: false }, hosts: [{ ...master, isLive: false }, own] };
const unseen = { ...anInput({}).sight, identity: { is: 'not-asked' } } as const;
const offInput = { ...anInput({ bmc: { is: 'off', atMs: SEEN_AT } }), sight: unseen };

export const sickPools: readonly SickHost[] = [
  {
    name: 'it looks for a master that is none any more',
    input: aSickHost({ role: { is: 'member', master: '10.20.0.99' }, emergency: { is: 'lost-master', lines: ['false'] } }),
    top: 'F24',
    confidence: 'certain',
    following: { F14: 'F24' },
  },
  {
    name: 'its master is dead',
    input: aSickHost({ masterPath: silent, emergency: { is: 'lost-master', lines: ['false'] } }, deadMaster),
    top: 'F25',
    confidence: 'likely',
    following: { F14: 'F25' },
  },
  { name: 'there are two masters', input: aSickHost({ role: { is: 'master' } }), top: 'F26', confidence: 'certain' },
  {
    name: 'it broke while masters changed',
    input: aSickHost({ role: { is: 'broken', raw: 'broken' }, emergency: reason('HOST_BROKEN') }),
    top: 'F27',
    confidence: 'certain',
  },
  {
    name: 'it is a member of itself',
    input: aSickHost({ role: { is: 'member', master: '10.20.0.13' }, emergency: reason('HOST_ITS_OWN_SLAVE') }),
    top: 'F28',
    confidence: 'certain',
  },
  { name: 'its master does not know it', input: aSickHost({ emergency: reason('HOST_UNKNOWN_TO_MASTER') }), top: 'F29', confidence: 'likely' },
  {
    name: 'it fenced itself and came up again',
    input: aSickHost({
      identity: { ...anIdentity, uptimeS: 400 },
      ha: armed,
      logs: [{ file: 'ha', text: 'watchdog: domain reboot requested', signature: 'fenced' }],
    }),
    top: 'F30',
    confidence: 'likely',
  },
  {
    name: 'high availability is armed and its daemon is gone',
    input: aSickHost({ ha: { ...armed, hasDaemon: false } }),
    top: 'F30',
    confidence: 'certain',
  },
  {
    name: 'the pool has high availability and the host has not',
    input: aSickHost({ emergency: reason('HA_POOL_IS_ENABLED_BUT_HOST_IS_DISABLED') }, { isHaEnabled: true }),
    top: 'F31',
    confidence: 'certain',
  },
  {
    name: 'none of its machines runs, and the records say they do',
    input: aSickHost({ domains: { domains: [dom0], by: 'list_domains' } }),
    top: 'F32',
    confidence: 'certain',
  },
  {
    name: 'it is off and nothing is recorded there any more',
    input: {
      ...offInput,
      believed: { ...healthyBelieved, host: { ...healthyBelieved.host, isLive: false }, vms: [] },
      bmc: { is: 'off', atMs: SEEN_AT, sinceMs: SEEN_AT - 90_000_000 },
    },
    top: 'F44',
    confidence: 'certain',
    following: { F33: 'F44' },
  },
  {
    name: 'it is off and its machines are recorded as running',
    input: { ...offInput, believed: { ...healthyBelieved, host: { ...healthyBelieved.host, isLive: false } } },
    top: 'F44',
    confidence: 'certain',
    following: { F32: 'F44' },
  },
  {
    name: 'the heartbeat disk is out of reach',
    input: aSickHost({
      ha: armed,
      domains: { domains: [dom0, guest], by: 'list_domains' },
      liveset: { status: 'Online', localHost: 'x', hosts: [{ host: 'x', isLive: true, reachesStatefile: false }] },
      emergency: reason('HA_HOST_CANNOT_ACCESS_STATEFILE'),
    }),
    top: 'F40',
    confidence: 'certain',
    following: { F30: 'F40' },
  },
];
