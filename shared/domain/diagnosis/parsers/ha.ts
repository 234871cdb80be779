import type { Ha, Liveset, LivesetHost } from '../sight-toolstack.ts';
import { claimOf, codeIn, groupsOf, linesOf } from './lines.ts';

export function parseHa(raw: string): Ha | undefined {
  if (raw.trim() === '') return undefined;
  const lines = linesOf(raw);
  const flags = new Map(lines.flatMap((line) => pairIn(/<row key="([^"]+)"[^>]*? value="([^"]*)"/, line)));
  // Where a setting is told for every host, the first is this one's.
  const settings = new Map(lines.flatMap((line) => pairIn(/^<(\w+)>(.*)$/, line)).toReversed());
  // A database that can be read and has no such row has never been armed.
  const hasDatabase = flags.size > 0 || /^db \//m.test(raw);
  return {
    isArmed: claimOf(flags.get('ha.armed'), 'true') ?? (hasDatabase ? false : undefined),
    flags: Object.fromEntries(flags),
    hasDaemon: /^xhad=\d/m.test(raw) || /^\d+(?: \d+)*$/m.test(raw),
    settings: Object.fromEntries(settings),
    staticVdis: lines.flatMap((line) => /^\s*(?:vdi-uuid|vdi)\s*:?\s*=?\s*(\S+)/i.exec(line)?.[1] ?? []),
  };
}

function pairIn(pattern: RegExp, line: string): [string, string][] {
  const found = groupsOf(pattern, line);
  return found === undefined ? [] : [[found[0], found[1]]];
}

export function parseLiveset(raw: string): Liveset | undefined {
  if (raw.trim() === '') return undefined;
  const status = leaf(raw, 'status');
  const localHost = leaf(/<localhost>[^]*?<\/localhost>/.exec(raw)?.[0] ?? '', 'HostID');
  const hosts = [...raw.matchAll(/<host>([^]*?)<\/host>/g)].flatMap(([, body = '']): LivesetHost[] => {
    const host = leaf(body, 'HostID');
    if (host === undefined) return [];
    return [
      {
        host,
        isLive: claim(body, 'liveness'),
        isMaster: claim(body, 'master'),
        reachesStatefile: claim(body, 'statefile_access'),
        isStatefileCorrupted: claim(body, 'statefile_corrupted'),
        isExcluded: claim(body, 'excluded'),
      },
    ];
  });
  if (status !== undefined || hosts.length > 0) return { status, localHost, hosts };
  const trouble = linesOf(raw).find((line) => !line.startsWith('rc='));
  return codeIn(raw) === 127 || /not found|No such file/.test(raw) ? undefined : { hosts: [], trouble: trouble ?? `exit code ${codeIn(raw) ?? '?'}` };
}

function leaf(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>\\s*([^<]*?)\\s*</${name}>`).exec(xml)?.[1];
}

function claim(xml: string, name: string): boolean | undefined {
  const said = leaf(xml, name)?.toUpperCase();
  return said === undefined ? undefined : said === 'TRUE';
}
