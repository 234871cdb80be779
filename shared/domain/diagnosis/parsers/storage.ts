import type {
  Iscsi,
  IscsiDetail,
  IscsiPortal,
  IscsiSession,
  Lvm,
  Multipath,
  MultipathMap,
  MultipathPath,
  NfsHealth,
  NfsMount,
  NfsServer,
  PathCount,
  PbdWord,
} from '../sight-storage.ts';
import { codeIn, groupsOf, linesOf, numberIn, partsOf, xeBlocks, xeMap } from './lines.ts';
import { portWord } from './paths.ts';
import { withoutSecrets } from '../redact.ts';
import { isNoAnswer } from './toolstack.ts';

export function parsePbds(raw: string): readonly PbdWord[] | undefined {
  if (isNoAnswer(raw)) return undefined;
  return xeBlocks(raw).flatMap((block): PbdWord[] => {
    const uuid = block.get('uuid');
    const attached = block.get('currently-attached');
    if (uuid === undefined || attached === undefined) return [];
    const config = Object.entries(xeMap(withoutSecrets(block.get('device-config') ?? '')));
    return [
      {
        uuid,
        srUuid: block.get('sr-uuid') ?? '',
        srName: block.get('sr-name-label') ?? '',
        isAttached: attached === 'true',
        config: Object.fromEntries(config),
      },
    ];
  });
}

/** None is an answer. */
export function parseMounts(raw: string): readonly NfsMount[] | undefined {
  const mounts = linesOf(raw).flatMap((line): NfsMount[] => {
    const [from = '', on, type, options] = line.split('|');
    const [, server, path] = /^(\[[^\]]+\]|[^:]+):(\/.*)$/.exec(from) ?? [];
    if (server === undefined || path === undefined || on === undefined || type?.startsWith('nfs') !== true) return [];
    return [
      {
        server: server.replace(/^\[|\]$/g, ''),
        path,
        on,
        srUuid: /sr-mount\/([\da-f-]{36})/.exec(on)?.[1],
        options: (options ?? '').split(','),
        line,
      },
    ];
  });
  return mounts.length === 0 && raw.trim() !== '' ? undefined : mounts;
}

export function parseNfsPorts(raw: string): readonly NfsServer[] | undefined {
  return [...raw.matchAll(/^(\S+?)\|tcp2049 rc=(\d+)$/gm)].map(([, server = '', rc]) => ({ server, port2049: portWord(Number(rc)) }));
}

/** Asked and not answered is what a mount does that hangs. */
export function parseNfsHealth(raw: string): readonly NfsHealth[] | undefined {
  const answers = new Map([...raw.matchAll(/^(\/[^|\n]*)\|rc=(\d+)$/gm)].map(([, on = '', rc]) => [on, Number(rc)]));
  return [...raw.matchAll(/^ask\|(\/.*)$/gm)].map(([, on = '']) => {
    const rc = answers.get(on);
    return { on, is: rc === 0 ? 'answers' : rc === undefined || rc === 124 || rc === 137 ? 'silent' : 'failed' };
  });
}

export function parseIscsi(raw: string): Iscsi | undefined {
  const lines = linesOf(raw);
  const iqn = /^InitiatorName=\s*(\S+)/m.exec(raw)?.[1];
  const sessions = lines.flatMap((line): IscsiSession[] => {
    const [, id, target = '', state = '', portal, tmo] = /^(session\d+)\|([^|]*)\|([^|]*)\|([^|]*)\|recovery_tmo=(.*)$/.exec(line) ?? [];
    if (id === undefined) return [];
    return [{ id, target, state, portal: portal === ':' ? undefined : portal, recoveryS: numberIn(tmo), line }];
  });
  const fibre = lines.flatMap((line) => {
    const [, host, state] = /^fc\|(\S+?)\|([^|]*)/.exec(line) ?? [];
    return host === undefined ? [] : [{ host, state: state ?? '' }];
  });
  const isEmpty = iqn === undefined && sessions.length === 0 && fibre.length === 0;
  return isEmpty && raw.trim() !== '' && !/No such file/.test(raw) ? undefined : { iqn, sessions, fibre };
}

type Growing = { -readonly [K in keyof IscsiDetail]: K extends 'disks' ? { device: string; state: string }[] : IscsiDetail[K] };

export function parseIscsiDetail(raw: string): readonly IscsiDetail[] | undefined {
  if (/No active sessions/.test(raw)) return [];
  const details: Growing[] = [];
  for (const line of linesOf(raw)) {
    const target = /^\s*Target: (\S+)/.exec(line)?.[1];
    if (target === undefined) continueDetail(details, line);
    else details.push({ target, disks: [] });
  }
  return details.length === 0 ? undefined : details;
}

/** A target that is reached by several portals names each of them in turn. */
function continueDetail(details: Growing[], line: string): void {
  const last = details.at(-1);
  if (last === undefined) return;
  const portal = /^\s*Current Portal: ([^,\s]+)/.exec(line)?.[1];
  if (portal === undefined) readDetail(last, line);
  else if (last.portal === undefined) last.portal = portal;
  else details.push({ target: last.target, portal, disks: [] });
}

function readDetail(detail: Growing, line: string): void {
  const after = (label: string): string | undefined => new RegExp(`^\\s*${label}: (.*?)\\s*$`).exec(line)?.[1];
  detail.connection ??= after('iSCSI Connection State');
  detail.session ??= after('iSCSI Session State');
  detail.internal ??= after('Internal iscsid Session State');
  const disk = groupsOf(/Attached scsi disk (\S+)\s+State: (\S+)/, line);
  if (disk !== undefined) detail.disks.push({ device: disk[0], state: disk[1] });
}

export function parseIscsiPortals(raw: string): readonly IscsiPortal[] | undefined {
  return [...raw.matchAll(/^(\S+:\d+)\|rc=(\d+)$/gm)].map(([, portal = '', rc]) => ({ portal, is: portWord(Number(rc)) }));
}

/** `"mpath-<scsi id>": "1/2"`: how many there are now, and the most there have been. */
export function parsePathCounts(raw: string): readonly PathCount[] | undefined {
  return [...raw.matchAll(/"?mpath-([\w.-]+)"?\s*[:=]\s*"?\[?(\d+)\s*[/,]\s*(\d+)/g)].map(([, scsiId = '', now, max]) => ({
    scsiId,
    now: Number(now),
    max: Number(max),
  }));
}

type GrowingMap = { -readonly [K in keyof MultipathMap]: K extends 'paths' ? MultipathPath[] : MultipathMap[K] };

export function parseMultipath(raw: string): Multipath | undefined {
  const maps: GrowingMap[] = [];
  for (const line of linesOf(raw)) {
    const named = groupsOf(/^(\S+)(?: \([^)]*\))? (dm-\d+)\b/, line);
    if (named === undefined) continueMap(maps.at(-1), line);
    else maps.push({ scsiId: named[0], device: named[1], queuesForever: false, paths: [] });
  }
  // No maps and no end is no answer.
  return maps.length === 0 && codeIn(raw) !== 0 ? undefined : { maps, daemon: /^daemon=(\S+)/m.exec(raw)?.[1] };
}

function continueMap(map: GrowingMap | undefined, line: string): void {
  if (map === undefined) return;
  map.queuesForever ||= /features=.*queue_if_no_path/.test(line);
  const path = groupsOf(/\d+:\d+:\d+:\d+\s+(\S+)\s+\S+\s+(active|failed)\s+(\S+)/, line);
  if (path !== undefined) map.paths.push({ device: path[0], isActive: path[1] === 'active', checker: path[2], line: line.trim() });
}

/** None at all is an answer of a host without such storage. */
export function parseLvm(raw: string): Lvm | undefined {
  if (!partsOf(raw).has('vgs') && !raw.includes('|')) return undefined;
  const lines = linesOf(raw).map((line) => line.trim());
  return { volumes: lines.flatMap(volumeIn), groups: lines.flatMap(groupIn) };
}

function volumeIn(line: string): Lvm['volumes'] {
  const found = groupsOf(/^(\/[^|]*|\[?unknown[^|]*)\|([^|]*)\|[^|]*\|[^|]*\|([\w-]{3,})\|([^|]+)$/, line);
  if (found === undefined) return [];
  const [device, group, flags, uuid] = found;
  return [{ device, group, uuid, isMissing: flags[2] === 'm' || !device.startsWith('/'), line }];
}

function groupIn(line: string): Lvm['groups'] {
  const found = groupsOf(/^([\w.+-]+)\|(\d+)\|(\d+)\|\d+\|\d+\|([\w-]{6,})$/, line);
  if (found === undefined) return [];
  const [name, size, free, flags] = found;
  return [
    {
      name,
      srUuid: /^(?:VG_XenStorage|XSLocalEXT)-([\da-f-]{36})$/.exec(name)?.[1],
      sizeBytes: Number(size),
      freeBytes: Number(free),
      isPartial: flags[3] === 'p',
      line,
    },
  ];
}
