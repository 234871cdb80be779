import type { BelievedPbd } from '../believed.ts';
import { draftsIf, evidence, firstOf, type View, when } from '../view.ts';
import type { Draft } from '../offer.ts';
import type { Fault, Sign } from './fault.ts';

/** Storage: the path to it, the right to it, and what is on it. */
export const storageFaults: readonly Fault[] = [
  { id: 'F34', causes: [], find: nfsSilent },
  { id: 'F35', causes: [], find: iscsiLost },
  { id: 'F36', causes: [], find: accessRefused },
  { id: 'F39', causes: ['F35'], find: volumeMissing },
  { id: 'F37', causes: ['F34', 'F35', 'F36', 'F39'], find: unplugged },
  { id: 'F38', causes: ['F35'], find: pathLost },
  { id: 'F41', causes: [], find: srFull },
];

const WAITS_FOR_NFS = /nfs|rpc/;

function nfsSilent(view: View): Sign | undefined {
  const closed = view.list('nfsServers').filter(({ port2049 }) => port2049 === 'refused' || port2049 === 'filtered');
  const silent = view.list('nfsHealth').filter(({ is }) => is === 'silent');
  const waiting = (view.seen('stuck')?.processes ?? []).filter(({ waitsIn, ageS }) => WAITS_FOR_NFS.test(waitsIn) && ageS > 60);
  const how = firstOf({ unreachable: closed.length > 0, hangs: silent.length > 0, waits: waiting.length > 0 }, 'none');
  if (how === 'none') return undefined;
  const mounts = view.list('nfs').filter(({ on, server }) => silent.some((each) => each.on === on) || closed.some((each) => each.server === server));
  const server = [...new Set([...closed, ...mounts].map((each) => each.server))].join(', ');
  return {
    confidence: how === 'waits' ? 'likely' : 'certain',
    severity: 'critical',
    evidence: [
      ...evidence('nfs-ports', ...closed.map((each) => `${each.server}: 2049 ${each.port2049}`)),
      ...evidence('nfs-health', ...silent.map(({ on }) => `${on}: no answer`)),
      ...evidence('mounts', ...mounts.map(({ line }) => line)),
      ...evidence('stuck', ...waiting.map(({ line }) => line)),
      ...evidence('log-kernel', ...view.marked('nfs-silent')),
    ],
    facts: { server, how, srs: srNames(view, mounts) },
    drafts: [
      { repair: 'fix-storage-path', parameters: { server } },
      ...mounts.slice(0, 1).map(({ on }): Draft => ({ repair: 'unmount-nfs', parameters: { mount: on } })),
    ],
  };
}

function srNames(view: View, mounts: readonly { readonly srUuid?: string | undefined }[]): string {
  const pbds = [...view.believed.pbds];
  return mounts.flatMap(({ srUuid }) => pbds.find((pbd) => pbd.srUuid === srUuid)?.srName ?? []).join(', ');
}

function iscsiLost(view: View): Sign | undefined {
  const sessions = view.seen('iscsi')?.sessions ?? [];
  const lost = sessions.filter(({ state }) => state !== 'LOGGED_IN');
  const reopening = view.list('iscsiDetails').filter(({ internal, session }) => internal === 'REOPEN' || session === 'FAILED');
  const closed = view.list('iscsiPortals').filter(({ is }) => is === 'refused' || is === 'filtered');
  const broken = lost.length + reopening.length;
  if (broken + closed.length === 0) return undefined;
  const portals = [...new Set([...lost, ...reopening, ...closed].map(({ portal = '' }) => portal))].filter((portal) => portal !== '');
  return {
    confidence: broken > 0 ? 'certain' : 'likely',
    severity: sessions.length > 0 && lost.length === sessions.length ? 'critical' : 'serious',
    evidence: [
      ...evidence('iscsi', ...lost.map(({ line }) => line)),
      ...evidence('iscsi-detail', ...reopening.map(({ target, portal = '', internal = '' }) => `${target} ${portal} ${internal}`)),
      ...evidence('iscsi-portals', ...closed.map(({ portal, is }) => `${portal}: ${is}`)),
      ...evidence('log-kernel', ...view.marked('iscsi-timed-out')),
    ],
    facts: { portal: portals.join(', '), lost: String(lost.length), of: String(sessions.length) },
    drafts: [{ repair: 'fix-storage-path', parameters: { server: portals.join(', ') } }, { repair: 'rescan-iscsi' }],
  };
}

const REFUSED = /login failed|authoriz?ation failure|errno.?68|initiator .*not (?:allowed|authorized)|SR_BACKEND_FAILURE_68/i;

function accessRefused(view: View): Sign | undefined {
  const { iqn = '' } = view.seen('iscsi') ?? {};
  const { iqn: registered = '' } = view.believed.host;
  const isOther = ![iqn, registered].includes('') && iqn !== registered;
  const refused = view.list('logs').filter(({ file, text }) => ['storage', 'daemon'].includes(file) && REFUSED.test(text));
  if (!isOther && refused.length === 0) return undefined;
  return {
    confidence: isOther && refused.length > 0 ? 'certain' : 'likely',
    severity: 'serious',
    evidence: [
      ...evidence('iscsi', ...when(isOther, `InitiatorName=${iqn}`)),
      ...evidence('pool', ...when(isOther, `iscsi_iqn ${registered}`)),
      ...evidence('log-storage', ...refused.slice(-4).map(({ text }) => text)),
    ],
    facts: { iqn, registered, how: firstOf({ name: isOther }, 'refused') },
    drafts: [
      { repair: 'fix-array-access', parameters: { iqn: [registered, iqn].find((name) => name !== '') ?? '' } },
      ...draftsIf(isOther, { repair: 'set-iqn', parameters: { iqn: registered } }),
    ],
  };
}

function unplugged(view: View): Sign | undefined {
  const said = view.seen('pbds');
  const out = (said ?? (view.isDark ? [] : view.believed.pbds)).filter(({ isAttached }) => !isAttached);
  const unmounted = out.length > 0 ? [] : notMounted(view);
  const all = [...out, ...unmounted];
  if (all.length === 0) return undefined;
  return {
    confidence: out.length > 0 ? 'certain' : 'likely',
    severity: 'serious',
    evidence: [
      ...evidence(said === undefined ? 'pool' : 'pbds', ...out.map(({ srName }) => `${srName}: currently-attached false`)),
      ...evidence('mounts', ...unmounted.map(({ srName, srUuid }) => `${srName}: /run/sr-mount/${srUuid} is not mounted`)),
      ...evidence('log-storage', ...view.marked('storage-error')),
    ],
    facts: { count: String(all.length), srs: all.map(({ srName }) => srName).join(', ') },
    drafts: all.slice(0, 8).map(({ uuid, srName }): Draft => ({ repair: 'plug-pbd', parameters: { pbd: uuid, name: srName } })),
  };
}

/** The pool takes them for attached, and the host has not mounted them. */
function notMounted(view: View): readonly BelievedPbd[] {
  const mounted = view.seen('nfs');
  if (mounted === undefined) return [];
  return view.believed.pbds.filter((pbd) => pbd.srType === 'nfs' && pbd.isAttached && !mounted.some(({ srUuid }) => srUuid === pbd.srUuid));
}

function pathLost(view: View): Sign | undefined {
  const short = view.list('pathCounts').filter(({ now, max }) => now < max);
  const maps = view.seen('multipath')?.maps ?? [];
  const lame = maps.filter(({ paths }) => paths.some(({ isActive }) => !isActive));
  const dead = lame.filter(({ paths }) => !paths.some(({ isActive }) => isActive));
  // A port without a cable is nothing to a host that uses none of it.
  const fibre = maps.length === 0 ? [] : (view.seen('iscsi')?.fibre ?? []).filter(({ state }) => state !== '' && state !== 'Online');
  if (short.length + lame.length + fibre.length === 0) return undefined;
  const isAllLost = dead.length > 0 || short.some(({ now }) => now === 0);
  return {
    confidence: 'certain',
    severity: isAllLost ? 'critical' : 'warning',
    evidence: [
      ...evidence('multipath', ...lame.flatMap(({ paths }) => paths.filter(({ isActive }) => !isActive).map(({ line }) => line))),
      ...evidence('multipath-counts', ...short.map(({ scsiId, now, max }) => `${scsiId}: ${now} of ${max}`)),
      ...evidence('iscsi', ...fibre.map(({ host, state }) => `${host}: ${state}`)),
    ],
    facts: {
      luns: String(Math.max(lame.length, short.length)),
      how: isAllLost ? 'all' : 'some',
      queues: String(dead.some(({ queuesForever }) => queuesForever)),
    },
    drafts: [{ repair: 'fix-storage-path' }, { repair: 'rescan-iscsi' }],
  };
}

function volumeMissing(view: View): Sign | undefined {
  const lvm = view.seen('lvm');
  const partial = lvm?.groups.filter(({ isPartial }) => isPartial) ?? [];
  const missing = lvm?.volumes.filter(({ isMissing }) => isMissing) ?? [];
  if (partial.length === 0 && missing.length === 0) return undefined;
  const names = partial.map(({ srUuid, name }) => view.believed.pbds.find((pbd) => pbd.srUuid === srUuid)?.srName ?? name);
  return {
    confidence: 'certain',
    severity: 'critical',
    evidence: evidence('lvm', ...[...partial, ...missing].map(({ line }) => line)),
    facts: { srs: names.join(', ') },
    drafts: [{ repair: 'fix-array-identity' }, { repair: 'rescan-iscsi' }],
  };
}

const SR_FULL = 0.97;

function srFull(view: View): Sign | undefined {
  const disks = view.list('disks').filter(({ on, usedPercent }) => on.includes('/sr-mount/') && usedPercent >= SR_FULL * 100);
  const full = view.believed.pbds.filter(({ sizeBytes = 0, usedBytes = 0 }) => sizeBytes > 0 && usedBytes >= sizeBytes * SR_FULL);
  const logged = view
    .list('logs')
    .filter(({ file, text }) => file === 'storage' && /SR_BACKEND_FAILURE_44|No space left|errno.?44/i.test(text))
    .map(({ text }) => text);
  if (disks.length === 0 && full.length === 0 && logged.length === 0) return undefined;
  const names = [...full.map(({ srName }) => srName), ...disks.map(({ on }) => on)];
  return {
    confidence: disks.length > 0 || full.length > 0 ? 'certain' : 'possible',
    severity: 'serious',
    evidence: [
      ...evidence('disks', ...disks.map(({ line }) => line)),
      ...evidence(
        'pool',
        ...full.map(({ srName, usedBytes = 0, sizeBytes = 0 }) => `${srName}: ${Math.round((usedBytes / sizeBytes) * 100)} % used`),
      ),
      ...evidence('log-storage', ...logged.slice(-3)),
    ],
    facts: { srs: names.join(', ') },
    drafts: [{ repair: 'free-sr-space' }],
  };
}
