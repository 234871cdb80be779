import { draftsIf, evidence, failedLines, firstOf, offEvidence, type View } from '../view.ts';
import type { Draft } from '../offer.ts';
import type { Fault, Sign } from './fault.ts';

/** The machine as such: no power, no door, faulty, or just crashed. */
export const machineFaults: readonly Fault[] = [
  { id: 'F44', causes: [], find: noPower },
  { id: 'F45', causes: ['F44'], find: doorClosed },
  { id: 'F42', causes: [], find: hardwareFaults },
  { id: 'F43', causes: ['F42'], find: crashed },
];

function noPower(view: View): Sign | undefined {
  const { verdict } = view;
  const isOff = verdict.is === 'off';
  const isSilent = view.verdict.is === 'unknown' && view.bmc.is === 'unreachable' && view.attempts.length > 0 && view.attempts.every(isSilence);
  if (!isOff && !isSilent) return undefined;
  return {
    confidence: isOff ? 'certain' : 'possible',
    severity: 'critical',
    evidence: [...(isOff ? offEvidence(view) : evidence('bmc', 'no answer')), ...evidence('route', ...failedLines(view))],
    facts: { how: isOff ? (verdict.by === 'bmc' ? 'off' : 'said') : 'silent' },
    drafts: [{ repair: 'open-console' }, { repair: 'power-on' }, ...draftsIf(isOff, ...unlockings(view))],
  };
}

/** A disk that the dead host held stays marked as its own until somebody says that it is not. */
function unlockings({ believed }: View): readonly Draft[] {
  const shared = believed.pbds.filter(({ srType }) => SHARED_TYPES.has(srType));
  const part = believed.isMaster ? 'master' : 'member';
  return shared.slice(0, 8).map(({ srUuid, srName }): Draft => ({ repair: 'unlock-disks', parameters: { sr: srUuid, name: srName, part } }));
}

const SHARED_TYPES: ReadonlySet<string> = new Set([
  'nfs',
  'smb',
  'cifs',
  'lvmoiscsi',
  'lvmohba',
  'lvmofcoe',
  'gfs2',
  'ocfs2',
  'ocfsoiscsi',
  'ocfsohba',
]);

function isSilence({ state, stage, failure }: View['attempts'][number]): boolean {
  return state === 'failed' && (stage === 'connect' || stage === 'resolve') && failure !== 'refused';
}

const DOORS: Readonly<Record<string, string>> = {
  refused: 'closed',
  'host-key-changed': 'key',
  'secret-refused': 'password',
};

function doorClosed(view: View): Sign | undefined {
  if (view.isReached) return undefined;
  const found = view.attempts.filter(({ state, failure }) => state === 'failed' && failure !== undefined && failure in DOORS);
  // A changed key outweighs a wrong password, and that a closed port.
  const worst = ['host-key-changed', 'secret-refused', 'refused'].flatMap((kind) => found.find(({ failure }) => failure === kind) ?? []).at(0);
  if (worst?.failure === undefined) return undefined;
  const how = DOORS[worst.failure] ?? '';
  return {
    confidence: 'certain',
    severity: 'serious',
    evidence: evidence('route', ...found.map(({ route, failure }) => `${route.address}: ${failure ?? ''}`)),
    facts: { how, address: worst.route.address },
    drafts: [
      ...draftsIf(how === 'closed', { repair: 'enable-ssh' }),
      ...draftsIf(how === 'password', { repair: 'fix-password' }),
      { repair: 'open-console' },
    ],
  };
}

function handOver(view: View): readonly Draft[] {
  const next = view.otherHosts.find(({ isLive }) => isLive === true);
  return next === undefined || !view.believed.isMaster ? [] : [{ repair: 'hand-over', parameters: { host: next.uuid, name: next.name } }];
}

/** Corrected errors are normal now and then. */
const CORRECTED_ALLOWED = 100;

function hardwareFaults(view: View): Sign | undefined {
  const { faultLines, memoryErrors, raid } = view.seen('hardware') ?? { faultLines: [], memoryErrors: [], raid: [] };
  const lines = faultLines.filter((line) => !/reset adapter|tx hang|link is/i.test(line));
  const memory = memoryErrors.filter(({ counter, count }) => count > (counter.includes('ue_count') ? 0 : CORRECTED_ALLOWED));
  const degraded = raid.filter(({ isDegraded }) => isDegraded);
  const sensors = alarmsOf(view);
  const what = firstOf({ memory: memory.length > 0, raid: degraded.length > 0, other: lines.length + sensors.length > 0 }, 'none');
  if (what === 'none') return undefined;
  return {
    confidence: what === 'other' ? 'likely' : 'certain',
    severity: memory.some(({ counter }) => counter.includes('ue_count')) ? 'critical' : 'serious',
    evidence: [
      ...evidence('hardware', ...lines.slice(-4), ...memory.map(({ counter, count }) => `${counter}: ${count}`), ...degraded.map(({ line }) => line)),
      ...evidence('bmc-sensors', ...sensors.slice(0, 4)),
    ],
    facts: { what },
    drafts: [{ repair: 'fix-hardware' }, { repair: 'evacuate' }, ...handOver(view)],
  };
}

const TELL_OF_HARDWARE = new Set(['bmc-sensors', 'bmc-events', 'disk-health']);

/** What the machine's own watchers complain of, where somebody has asked them. */
function alarmsOf(view: View): readonly string[] {
  const lines = Object.entries(view.seen('requested') ?? {}).flatMap(([probe, said]) => (TELL_OF_HARDWARE.has(probe) ? said : []));
  return lines.filter((line) => /\b(?:cr|nr|critical|FAILED!|failure|fault)\b/i.test(line) && !/no (?:fault|failure)|deassert|: PASSED/i.test(line));
}

const RECENT_S = 24 * 3600;

function crashed(view: View): Sign | undefined {
  const { dumps, boots } = view.seen('crashes') ?? { dumps: [], boots: [] };
  if (view.uptimeS > RECENT_S) return undefined;
  const bootS = view.hostNowMs / 1000 - view.uptimeS;
  const fresh = dumps.filter(({ atS }) => Math.abs(atS - bootS) < 3600);
  const last = fresh.at(-1);
  if (last === undefined) return undefined;
  return {
    confidence: 'certain',
    severity: 'serious',
    evidence: evidence('crashes', ...fresh.map(({ name }) => `/var/crash/${name}`), ...boots.slice(0, 2)),
    facts: { dump: last.name, minutes: String(Math.round(view.uptimeS / 60)) },
    drafts: [{ repair: 'collect-archive' }],
  };
}
