import type { CertificateFile, Service } from '../sight-toolstack.ts';
import { draftsIf, evidence, firstOf, type View, when } from '../view.ts';
import type { Draft } from '../offer.ts';
import type { Fault, Sign } from './fault.ts';

/** The toolstack: dead, hung, waiting, starting; its certificates, its tasks, its version. */
export const toolstackFaults: readonly Fault[] = [
  { id: 'F12', causes: ['F16', 'F15', 'F17', 'F19'], find: toolstackDead },
  { id: 'F13', causes: ['F15', 'F17', 'F34', 'F35'], find: toolstackHung },
  { id: 'F20', causes: [], find: versionAhead },
  { id: 'F21', causes: ['F34', 'F35', 'F37'], find: stillStarting },
  { id: 'F14', causes: ['F07', 'F01', 'F06', 'F03', 'F05', 'F02', 'F08', 'F10', 'F11', 'F04', 'F28', 'F24', 'F25'], find: masterLost },
  { id: 'F19', causes: ['F18'], find: certificateRefused },
  { id: 'F22', causes: ['F21', 'F37', 'F40'], find: hostDisabled },
  { id: 'F23', causes: ['F34', 'F35', 'F13'], find: taskStuck },
];

function toolstackDead(view: View): Sign | undefined {
  const service = view.list('services').find(({ unit, load }) => unit === 'xapi' && load !== 'not-found');
  const how = firstOf({ blocked: view.seen('marks')?.isStartBlocked === true, looping: service?.sub === 'auto-restart' }, 'down');
  const isDown = service !== undefined && !['active', 'activating', 'reloading'].includes(service.active);
  if (!isDown && how !== 'looping' && !isNobodyThere(view)) return undefined;
  return {
    confidence: 'certain',
    severity: 'critical',
    evidence: [
      ...evidence('services', serviceLine(service)),
      ...evidence('emergency', ...refusal(view)),
      ...evidence('marks', ...when(how === 'blocked', '/etc/xensource/xapi_block_startup')),
      ...evidence('log-xensource', ...view.marked('start-failed', 'no-space', 'certificate-refused')),
    ],
    facts: { how },
    drafts: [...draftsIf(how === 'blocked', { repair: 'unblock-start' }), { repair: 'start-xapi' }, { repair: 'restart-toolstack' }],
  };
}

function serviceLine(service: Service | undefined): string | undefined {
  return service === undefined ? undefined : `xapi: ${service.active} (${service.sub}) ${service.result ?? ''}`.trim();
}

function refusal(view: View): readonly string[] {
  const emergency = view.seen('emergency');
  return emergency?.is === 'not-listening' ? emergency.lines : [];
}

function isNobodyThere(view: View): boolean {
  const processes = view.seen('processes');
  return refusal(view).length > 0 && processes?.some(({ command }) => /\bxapi\b/.test(command)) === false;
}

function toolstackHung(view: View): Sign | undefined {
  const emergency = view.seen('emergency');
  if (emergency?.is !== 'hung') return undefined;
  const { count, processes } = view.seen('stuck') ?? { count: 0, processes: [] };
  return {
    confidence: 'certain',
    severity: 'critical',
    evidence: [
      ...evidence('emergency', ...emergency.lines),
      ...evidence('stuck', ...processes.map(({ line }) => line)),
      ...evidence('log-storage', ...view.marked('storage-error')),
    ],
    facts: { stuck: String(count) },
    drafts: [...draftsIf(count > 0, { repair: 'fix-storage-path' }), { repair: 'restart-toolstack' }],
  };
}

function versionAhead(view: View): Sign | undefined {
  const own = view.seen('identity')?.version ?? '';
  const masters = view.believed.master?.version ?? '';
  const said = view.reasonLine('HOST_XAPI_VERSION_HIGHER_THAN_COORDINATOR');
  const isHigher = [!view.believed.isMaster, view.isDark, own !== '', masters !== '', compareVersions(own, masters) > 0].every(Boolean);
  if (said.length === 0 && !isHigher) return undefined;
  return {
    confidence: said.length > 0 ? 'certain' : 'likely',
    severity: 'critical',
    evidence: [
      ...evidence('emergency', ...said),
      ...evidence('identity', `PRODUCT_VERSION='${own}'`),
      ...evidence('pool', ...when(masters !== '', `master ${masters}`)),
    ],
    facts: { own, masters },
    drafts: [{ repair: 'update-master' }, { repair: 'restart-toolstack' }],
  };
}

/** What is no number counts as none. */
function numberAt(part: string): number {
  const number = Number.parseInt(part, 10);
  return Number.isNaN(number) ? 0 : number;
}

function compareVersions(a: string, b: string): number {
  const [first, second] = [a, b].map((version) => version.split('.').map((part) => numberAt(part)));
  for (let place = 0; place < 4; place += 1) {
    const difference = (first?.[place] ?? 0) - (second?.[place] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const BOOTING_S = 15 * 60;

function stillStarting(view: View): Sign | undefined {
  const said = view.reasonLine('HOST_STILL_BOOTING');
  const { uptimeS } = view;
  const isWithoutEnd = hasNoEnd(view);
  const isOnItsWay = uptimeS < BOOTING_S && isWithoutEnd && view.seen('emergency')?.is !== 'emergency';
  if (said.length === 0 && !isOnItsWay) return undefined;
  const isYoung = Number.isFinite(uptimeS);
  return {
    confidence: said.length > 0 ? 'certain' : 'likely',
    severity: 'notice',
    evidence: [
      ...evidence('identity', ...when(isYoung, `uptime ${Math.round(uptimeS)} s`)),
      ...evidence('marks', ...when(isWithoutEnd, 'xapi_startup.cookie, no xapi_init_complete.cookie')),
      ...evidence('emergency', ...said),
    ],
    facts: { minutes: isYoung ? String(Math.round(uptimeS / 60)) : '' },
    drafts: [{ repair: 'wait' }],
  };
}

function hasNoEnd(view: View): boolean {
  const marks = view.seen('marks');
  return marks?.startupS !== undefined && marks.initCompleteS === undefined;
}

/** Its toolstack runs and asks again and again for a master that does not answer. */
function masterLost(view: View): Sign | undefined {
  const lines = view.marked('master-lost', 'emergency-loop');
  const how = howMasterIsLost(view, lines);
  if (how === undefined) return undefined;
  return {
    confidence: how === 'logged' ? 'likely' : 'certain',
    severity: 'serious',
    evidence: [...evidence('emergency', ...(view.seen('emergency')?.lines ?? [])), ...evidence('log-xensource', ...lines.slice(-3))],
    facts: { master: view.roleMaster === '' ? view.master.address : view.roleMaster, how },
    drafts: [{ repair: 'wait' }, { repair: 'restart-toolstack' }],
  };
}

function howMasterIsLost(view: View, lines: readonly string[]): 'waiting' | 'emergency' | 'logged' | undefined {
  if (view.believed.isMaster || view.isRole === 'master') return undefined;
  const emergency = view.seen('emergency');
  if (emergency === undefined) return view.isDark && lines.length > 0 ? 'logged' : undefined;
  if (emergency.is === 'lost-master') return 'waiting';
  return emergency.is === 'emergency' && LEFT_OPEN.has(view.reason) ? 'emergency' : undefined;
}

/** Reasons that do not say themselves what is the matter. */
const LEFT_OPEN = new Set<string | undefined>([undefined, 'HOST_HAS_NO_MANAGEMENT_IP']);

function certificateRefused(view: View): Sign | undefined {
  const nowMs = view.hostNowMs;
  const own = view.seen('certificates')?.own ?? [];
  const expired = own.filter(({ validToMs = Number.POSITIVE_INFINITY }) => validToMs < nowMs);
  const early = own.filter(({ validFromMs = 0 }) => validFromMs > nowMs);
  const other = otherCertificate(view);
  const empty = emptyBundles(view);
  const refused = view.isDark ? view.marked('certificate-refused') : [];
  const claims = {
    expired: expired.length > 0,
    early: early.length > 0,
    other: other.length > 0,
    empty: empty.length > 0,
    refused: refused.length > 0,
  };
  const how = firstOf(claims, 'none');
  if (how === 'none') return undefined;
  return {
    confidence: how === 'empty' || how === 'refused' ? 'likely' : 'certain',
    severity: view.isDark ? 'critical' : 'serious',
    evidence: [
      ...evidence('certificates', ...[...expired, ...early].map(datesOf), ...other, ...empty),
      ...evidence('pool', ...when(claims.other, view.believed.host.certificateSha256)),
      ...evidence('log-xensource', ...refused),
    ],
    facts: { how },
    drafts: [
      ...draftsIf(!view.isDark, { repair: 'refresh-certificates' }),
      { repair: 'disable-tls-checks' },
      { repair: 'enable-tls-checks' },
      ...draftsIf(
        [...expired, ...early].some(({ path }) => path.endsWith('xapi-ssl.pem')),
        { repair: 'reset-certificate' },
      ),
    ],
  };
}

function otherCertificate(view: View): readonly string[] {
  const pool = view.seen('certificates')?.own.find(({ path }) => path.endsWith('pool-tls.pem'));
  const expected = plainHex(view.believed.host.certificateSha256);
  const shown = plainHex(pool?.sha256);
  return expected === '' || shown === '' || expected === shown ? [] : [`${pool?.path ?? ''} ${pool?.sha256 ?? ''}`];
}

function emptyBundles(view: View): readonly string[] {
  const certificates = view.seen('certificates');
  if (certificates?.isVerifying !== true) return [];
  return certificates.trusted
    .filter(({ path, sizeBytes }) => path.endsWith('pool-ca-bundle.pem') && sizeBytes === 0)
    .map(({ path }) => `${path}: 0 bytes`);
}

function datesOf({ path, validFromMs, validToMs }: CertificateFile): string {
  return `${path}: ${dateOf(validFromMs)} - ${dateOf(validToMs)}`;
}

function plainHex(fingerprint: string | undefined): string {
  return (fingerprint ?? '').replaceAll(':', '').toUpperCase();
}

function dateOf(ms: number | undefined): string {
  return ms === undefined ? '?' : new Date(ms).toISOString().slice(0, 10);
}

function hostDisabled(view: View): Sign | undefined {
  const record = view.seen('hostRecord');
  const { isEnabled, isInMaintenance = false, pendingGuidances = [] } = view.believed.host;
  // A host the pool has lost is said to be disabled for that reason alone.
  const said = record ?? { isEnabled: view.isDark ? undefined : isEnabled, isInMaintenance, pendingGuidances };
  if (said.isEnabled !== false) return undefined;
  const how = firstOf({ guidance: said.pendingGuidances.length > 0, maintenance: said.isInMaintenance }, 'disabled');
  return {
    confidence: 'certain',
    severity: how === 'maintenance' ? 'notice' : 'warning',
    evidence: [
      ...evidence(
        record === undefined ? 'pool' : 'host-record',
        'enabled: false',
        ...said.pendingGuidances.map((guidance) => `pending: ${guidance}`),
      ),
      ...evidence('ha', ...when(view.seen('ha')?.flags['host_disabled_until_reboot'] === 'true', 'host_disabled_until_reboot=true')),
    ],
    facts: { how, guidances: said.pendingGuidances.join(', ') },
    drafts: [{ repair: 'enable-host' }],
  };
}

const STALE_TASK_MS = 30 * 60_000;

function taskStuck(view: View): Sign | undefined {
  const now = view.hostNowMs;
  const old = view.list('tasks').filter(({ status, createdMs = now }) => status === 'pending' && now - createdMs > STALE_TASK_MS);
  if (old.length === 0) return undefined;
  const stuck = view.seen('stuck')?.processes ?? [];
  return {
    confidence: stuck.length > 0 ? 'likely' : 'possible',
    severity: 'warning',
    evidence: [
      ...evidence(
        'tasks',
        ...old.map(({ name, progress, createdMs = 0 }) => `${name} ${Math.round(progress * 100)} % ${new Date(createdMs).toISOString()}`),
      ),
      ...evidence('stuck', ...stuck.map(({ line }) => line)),
    ],
    facts: { count: String(old.length), first: old[0]?.name ?? '' },
    drafts: [...old.slice(0, 3).map(({ uuid }): Draft => ({ repair: 'cancel-task', parameters: { task: uuid } })), { repair: 'restart-toolstack' }],
  };
}
