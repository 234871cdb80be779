import type { PoolHost } from '../believed.ts';
import { evidence, failedLines, offEvidence, type View, when } from '../view.ts';
import type { Draft } from '../offer.ts';
import type { Fault, Sign } from './fault.ts';

/** Who is master, and whether everybody agrees. */
export const roleFaults: readonly Fault[] = [
  { id: 'F26', causes: [], find: twoMasters },
  { id: 'F27', causes: [], find: broken },
  { id: 'F28', causes: ['F04'], find: ownMember },
  { id: 'F29', causes: [], find: forgotten },
  { id: 'F24', causes: [], find: oldMaster },
  { id: 'F25', causes: ['F44'], find: masterDead },
];

function roleLine(view: View): string | undefined {
  const role = view.seen('role');
  if (role?.is === 'member') return `slave:${role.master}`;
  return role?.is === 'broken' ? role.raw : role?.is;
}

function toMaster(view: View): readonly Draft[] {
  const { master } = view.believed;
  return master === undefined ? [] : [{ repair: 'point-to-master', parameters: { address: master.address, name: master.name } }];
}

function twoMasters(view: View): Sign | undefined {
  if (view.isRole !== 'master') return undefined;
  const others = view.otherHosts.filter(({ saysRole }) => saysRole === 'master');
  const logged = view.marked('another-master');
  const isTwo = others.length > 0 || (!view.believed.isMaster && view.master.isLive === true);
  if (!isTwo && logged.length === 0) return undefined;
  const twice = runningTwice(view, others);
  return {
    confidence: isTwo ? 'certain' : 'likely',
    severity: 'critical',
    evidence: [
      ...evidence('role', roleLine(view)),
      ...evidence('other-host', ...others.map(({ name, address, dbGeneration = '?' }) => `${name} (${address}): master, database ${dbGeneration}`)),
      ...evidence('database', generationLine(view)),
      ...evidence('domains', ...twice),
      ...evidence('log-xensource', ...logged),
    ],
    facts: { other: others.map(({ name }) => name)[0] ?? view.master.name, twice: String(twice.length) },
    drafts: [{ repair: 'keep-isolated' }, ...toMaster(view)],
  };
}

function runningTwice(view: View, others: readonly PoolHost[]): readonly string[] {
  const elsewhere = new Set(others.flatMap(({ domains = [] }) => domains));
  const own = view.seen('domains')?.domains ?? [];
  return own.filter(({ id, uuid = '' }) => id > 0 && elsewhere.has(uuid)).map(({ line }) => line);
}

function generationLine(view: View): string | undefined {
  const generation = view.seen('dbGeneration')?.generation;
  return generation === undefined ? undefined : `state.db.generation ${generation}`;
}

function broken(view: View): Sign | undefined {
  const said = view.reasonLine('HOST_BROKEN');
  if (view.isRole !== 'broken' && said.length === 0) return undefined;
  const line = roleLine(view);
  const isMasterMissing = view.believed.isMaster || view.believed.master === undefined;
  return {
    confidence: 'certain',
    severity: 'critical',
    evidence: [...evidence('role', line === '' ? 'pool.conf: missing or empty' : line), ...evidence('emergency', ...said)],
    facts: { raw: line ?? '' },
    drafts: [...toMaster(view), ...(isMasterMissing ? promotion(view) : [])],
  };
}

function ownMember(view: View): Sign | undefined {
  const addresses = view.list('addresses');
  const own = new Set(['127.0.0.1', '::1', 'localhost', ...addresses.map(({ address }) => address)]);
  const said = view.reasonLine('HOST_ITS_OWN_SLAVE');
  if (!own.has(view.roleMaster) && said.length === 0) return undefined;
  return {
    confidence: 'certain',
    severity: 'critical',
    evidence: [
      ...evidence('role', roleLine(view)),
      ...evidence('network', ...addresses.filter(({ address }) => address === view.roleMaster).map(({ line }) => line)),
      ...evidence('emergency', ...said),
    ],
    facts: { address: view.roleMaster },
    drafts: view.believed.isMaster ? promotion(view) : toMaster(view),
  };
}

/** The pool does not know it any more: nothing of it may be started before its machines are looked at. */
function forgotten(view: View): Sign | undefined {
  const uuid = view.seen('identity')?.hostUuid ?? '';
  const { hosts } = view.believed;
  const isAbsent = uuid !== '' && hosts.length > 0 && !hosts.some((host) => host.uuid === uuid);
  const refused = [...view.reasonLine('HOST_UNKNOWN_TO_MASTER'), ...view.marked('secret-refused')];
  if (refused.length === 0 || (!isAbsent && pointsElsewhere(view))) return undefined;
  return {
    confidence: isAbsent ? 'certain' : 'likely',
    severity: 'critical',
    evidence: [
      ...evidence('log-xensource', ...refused),
      ...evidence('identity', `INSTALLATION_UUID='${uuid}'`),
      ...evidence('pool', ...when(isAbsent, `hosts: ${hosts.map((host) => host.name).join(', ')}`)),
    ],
    facts: { how: isAbsent ? 'absent' : 'refused' },
    drafts: [{ repair: 'keep-isolated' }, { repair: 'reinstall' }],
  };
}

function pointsElsewhere({ believed, roleMaster, master }: View): boolean {
  return !believed.isMaster && ![roleMaster, master.address].includes('') && roleMaster !== master.address;
}

function oldMaster(view: View): Sign | undefined {
  if (!pointsElsewhere(view) || view.master.isLive === false || ownMember(view) !== undefined) return undefined;
  return {
    confidence: view.isDark ? 'certain' : 'possible',
    severity: 'critical',
    evidence: [
      ...evidence('role', roleLine(view)),
      ...evidence('pool', `master ${view.master.name} ${view.master.address}`),
      ...evidence('master-path', ...pathLines(view, /^port 443/)),
      ...evidence('emergency', ...view.reasonLine('HOST_UNKNOWN_TO_MASTER')),
    ],
    facts: { old: view.roleMaster, master: view.master.address, name: view.master.name },
    drafts: [...toMaster(view), { repair: 'recover-members' }],
  };
}

function pathLines(view: View, pattern: RegExp): readonly string[] {
  return (view.seen('masterPath')?.lines ?? []).filter((line) => pattern.test(line));
}

function masterDead(view: View): Sign | undefined {
  if (view.believed.isMaster) return deadMasterItself(view);
  const isProven = view.believed.master?.isProvenOff === true;
  if (!isMasterSilent(view) || (view.master.isLive !== false && !isProven) || pointsElsewhere(view)) return undefined;
  const { name, address } = view.master;
  return {
    confidence: isProven ? 'certain' : 'likely',
    severity: 'critical',
    evidence: [
      ...evidence('master-path', ...pathLines(view, /^port 443|received|FAILED|INCOMPLETE|unreachable/)),
      ...evidence('pool', `${name}: not live`),
      ...evidence('database', generationLine(view)),
    ],
    facts: { master: name, address },
    drafts: [{ repair: 'fix-master', parameters: { name } }, ...promotion(view)],
  };
}

function isMasterSilent(view: View): boolean {
  const path = view.seen('masterPath');
  return path !== undefined && path.hasPing !== true && path.ports['443'] !== 'open' && path.neighbourState !== 'REACHABLE';
}

function deadMasterItself(view: View): Sign | undefined {
  const isOff = view.verdict.is === 'off';
  if (!isOff && view.verdict.is !== 'unknown') return undefined;
  const { name, address } = view.believed.host;
  return {
    confidence: isOff ? 'certain' : 'possible',
    severity: 'critical',
    evidence: [...evidence('route', ...failedLines(view)), ...offEvidence(view)],
    facts: { master: name, address },
    drafts: [{ repair: 'fix-master', parameters: { name } }, ...promotion(view)],
  };
}

/** The member with the newest copy of the database; where nobody's is known, none is named. */
export function candidateOf(view: View): PoolHost | undefined {
  const { believed, isReached, otherHosts } = view;
  const self: PoolHost = { ...believed.host, dbGeneration: view.seen('dbGeneration')?.generation };
  const dead = believed.isMaster ? believed.host.uuid : believed.master?.uuid;
  const known = [...(isReached ? [self] : []), ...otherHosts].filter(({ uuid, dbGeneration }) => dbGeneration !== undefined && uuid !== dead);
  return known.toSorted((a, b) => (b.dbGeneration ?? 0) - (a.dbGeneration ?? 0)).at(0);
}

function promotion(view: View): readonly Draft[] {
  const candidate = candidateOf(view);
  if (candidate === undefined) return [];
  const { uuid, name, address, dbGeneration = '' } = candidate;
  return [
    {
      repair: 'promote',
      parameters: { host: uuid, name, address, generation: String(dbGeneration), ageS: uuid === view.believed.host.uuid ? ageOf(view) : '' },
    },
  ];
}

/** How much of what the pool has written since may be lost. */
function ageOf(view: View): string {
  const changed = view.seen('dbGeneration')?.changedAtS;
  return changed === undefined ? '' : String(Math.max(0, Math.round(view.hostNowMs / 1000 - changed)));
}
