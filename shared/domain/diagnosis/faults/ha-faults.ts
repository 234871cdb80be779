import { draftsIf, evidence, firstOf, offEvidence, type View, when } from '../view.ts';
import type { Draft } from '../offer.ts';
import type { Fault, Sign } from './fault.ts';

/** High availability, and the bookkeeping of hosts that are dead. */
export const haFaults: readonly Fault[] = [
  { id: 'F40', causes: ['F34', 'F35'], find: statefileLost },
  { id: 'F30', causes: ['F40', 'F01', 'F34', 'F35'], find: fenced },
  { id: 'F31', causes: [], find: flagsDiffer },
  { id: 'F32', causes: ['F44', 'F43', 'F30'], find: recordedAsRunning },
  { id: 'F33', causes: ['F44'], find: goneForGood },
];

function flagLines(view: View): readonly string[] {
  return Object.entries(view.seen('ha')?.flags ?? {})
    .filter(([key]) => key.startsWith('ha.'))
    .map(([key, value]) => `${key}=${value}`);
}

const YOUNG_S = 3600;

function fenced(view: View): Sign | undefined {
  const said = view.reasonLine('HA_HOST_CANNOT_ACCESS_STATEFILE', 'HA_HEARTBEAT_DAEMON_STARTUP_FAILED');
  const isWithoutDaemon = view.isHaArmed === true && view.seen('ha')?.hasDaemon === false;
  const how = firstOf({ 'cannot-start': said.length > 0, 'no-daemon': isWithoutDaemon, rebooted: wasFenced(view) }, 'none');
  if (how === 'none') return undefined;
  return {
    confidence: how === 'rebooted' ? 'likely' : 'certain',
    severity: 'critical',
    evidence: [
      ...evidence('ha', ...flagLines(view), ...when(isWithoutDaemon, 'xhad: not running')),
      ...evidence('emergency', ...said),
      ...evidence('identity', ...when(how === 'rebooted', `uptime ${Math.round(view.uptimeS)} s`)),
      ...evidence('log-ha', ...view.marked('fenced', 'statefile', 'heartbeat')),
    ],
    facts: { how },
    drafts: [{ repair: 'fix-storage-path' }, { repair: 'disable-ha' }, ...disarming(view)],
  };
}

/** The master first, where it has said that it is armed. */
function disarming({ believed }: View): readonly Draft[] {
  const { master, isMaster, host } = believed;
  const isFirst = !isMaster && master?.isHaArmed === true;
  const own: Draft = { repair: 'emergency-disable-ha', parameters: { name: host.name } };
  return isFirst ? [{ repair: 'emergency-disable-ha', parameters: { host: master.uuid, name: master.name } }, own] : [own];
}

/** It came up a moment ago, its watchdog says why, and nothing crashed. */
function wasFenced(view: View): boolean {
  return view.isHaArmed === true && view.uptimeS < YOUNG_S && view.marked('fenced').length > 0 && view.seen('crashes')?.dumps.length === 0;
}

function flagsDiffer(view: View): Sign | undefined {
  const said = view.reasonLine('HA_POOL_IS_ENABLED_BUT_HOST_IS_DISABLED');
  const isOff = view.isHaArmed === false && view.believed.isHaEnabled;
  if (!isOff && said.length === 0) return undefined;
  const flags = flagLines(view);
  return {
    confidence: said.length > 0 ? 'certain' : 'likely',
    severity: 'critical',
    evidence: [
      ...evidence('ha', ...(flags.length > 0 ? flags : ['ha.armed: not set'])),
      ...evidence('pool', ...when(view.believed.isHaEnabled, 'ha-enabled: true')),
      ...evidence('emergency', ...said),
    ],
    drafts: [{ repair: 'rearm-ha' }],
  };
}

function statefileLost(view: View): Sign | undefined {
  const { hosts, localHost } = view.seen('liveset') ?? { hosts: [], localHost: undefined };
  const own = hosts.filter(({ host }) => [view.believed.host.uuid, localHost].includes(host));
  const blind = own.filter(({ reachesStatefile, isStatefileCorrupted }) => reachesStatefile === false || isStatefileCorrupted === true);
  const lines = view.marked('statefile').filter((line) => /lost|cannot|fail|error|timeout/i.test(line));
  const isLogged = view.isHaArmed === true && lines.length > 0 && hosts.length === 0;
  if (blind.length === 0 && !isLogged) return undefined;
  const isEverywhere = blind.length > 0 && hosts.every(({ reachesStatefile }) => reachesStatefile === false);
  return {
    confidence: blind.length > 0 ? 'certain' : 'likely',
    severity: 'critical',
    evidence: [...evidence('liveset', ...blind.map(({ host }) => `${host}: statefile_access FALSE`)), ...evidence('log-ha', ...lines)],
    facts: { where: isEverywhere ? 'everywhere' : 'here' },
    drafts: [{ repair: 'fix-storage-path' }, ...disarming(view)],
  };
}

/** The records say that machines run there; the proof says that none does. */
function recordedAsRunning(view: View): Sign | undefined {
  const { vms } = view.believed;
  const isProven = view.verdict.is === 'off' || (view.verdict.is === 'vms-down' && view.lock.is === 'open');
  if (!isProven || vms.length === 0) return undefined;
  const drafts = vms.slice(0, 20).map(({ uuid, name }): Draft => ({ repair: 'reset-power-state', parameters: { vm: uuid, name } }));
  return {
    confidence: 'certain',
    severity: 'serious',
    evidence: [
      ...evidence('pool', ...vms.map(({ name }) => `${name}: running on ${view.believed.host.name}`)),
      ...offEvidence(view),
      ...evidence('domains', ...(view.seen('domains')?.domains ?? []).map(({ line }) => line)),
    ],
    facts: { count: String(vms.length), proof: view.verdict.is === 'off' ? view.verdict.by : 'domains' },
    drafts: [...drafts, ...draftsIf(!view.believed.isMaster, { repair: 'declare-dead' })],
  };
}

const GONE_MS = 24 * 3_600_000;

function goneForGood(view: View): Sign | undefined {
  const { verdict, nowMs, believed } = view;
  if (verdict.is !== 'off' || believed.isMaster || believed.vms.length > 0) return undefined;
  const since = believed.host.isLive === false ? Math.max(0, nowMs - verdict.sinceMs) : 0;
  return {
    confidence: 'possible',
    severity: 'notice',
    evidence: offEvidence(view),
    facts: { hours: String(Math.round(since / 3_600_000)), isLong: String(since > GONE_MS) },
    drafts: [{ repair: 'power-on' }, { repair: 'forget-host' }],
  };
}
