import { isIpAddress } from '#shared/domain/address/ip-address.ts';
import { isBeside } from '#shared/domain/address/subnet.ts';
import { netmaskOf } from '#shared/domain/address/netmask.ts';
import { EVERY_TARGET } from '#shared/domain/storage/discovery/targets.ts';
import type { CheckResult, HostCheck } from '#shared/domain/storage/host-checks.ts';
import type { StorageSource } from '#shared/domain/storage/source.ts';
import type { PlaceAnswer } from './answers.ts';

/** Something a shell has found that whoever plans storage should hear. */
export type ShellDoubt =
  | { readonly is: 'name-unknown'; readonly host: string }
  | { readonly is: 'no-way'; readonly host: string }
  | { readonly is: 'port-closed'; readonly host: string; readonly how: 'refused' | 'no-answer' }
  | { readonly is: 'too-large'; readonly host: string; readonly device: string; readonly mtu: number | undefined }
  | { readonly is: 'not-exported'; readonly host: string; readonly path: string }
  | { readonly is: 'not-for-this-host'; readonly path: string; readonly access: string; readonly from: string }
  | { readonly is: 'target-not-offered'; readonly host: string; readonly iqn: string };

export type ShellCheck = HostCheck | 'large-packets';

export interface ShellJudgement {
  readonly checks: Readonly<Record<ShellCheck, CheckResult>>;
  readonly doubts: readonly ShellDoubt[];
  /** How many of the machines that were named answer. */
  readonly open: number;
  readonly all: number;
}

/** What the answers of a host's shell mean for this storage. Where one of several portals is enough, one that does not answer is a doubt and no failure. */
export function judgeShell(source: StorageSource, answers: readonly PlaceAnswer[]): ShellJudgement {
  const open = answers.filter(({ port }) => port === 'open');
  const reached = answers.filter(({ address }) => address !== undefined);
  const listed = listCheck(source, open);
  return {
    checks: {
      resolves: some(reached.length > 0),
      answers: open.length > 0 ? 'yes' : answers.some(({ port }) => port === 'refused' || port === 'no-answer') ? 'no' : 'not-known',
      'lets-in': listed.letsIn,
      'offers-it': listed.offersIt,
      'large-packets': largePackets(open),
    },
    doubts: [...answers.flatMap(reachDoubts), ...listed.doubts],
    open: open.length,
    all: answers.length,
  };
}

const some = (isSo: boolean): CheckResult => (isSo ? 'yes' : 'no');

function largePackets(open: readonly PlaceAnswer[]): CheckResult {
  if (open.some(({ fits }) => fits === 'no')) return 'no';
  return open.length > 0 && open.every(({ fits }) => fits === 'yes') ? 'yes' : 'not-known';
}

function reachDoubts({ host, address, route, port, fits }: PlaceAnswer): readonly ShellDoubt[] {
  if (address === undefined) return [{ is: 'name-unknown', host }];
  if (route === undefined) return [{ is: 'no-way', host }];
  if (port === 'refused' || port === 'no-answer') return [{ is: 'port-closed', host, how: port }];
  return fits === 'no' ? [{ is: 'too-large', host, device: route.device, mtu: route.mtu }] : [];
}

interface Listed {
  readonly letsIn: CheckResult;
  readonly offersIt: CheckResult;
  readonly doubts: readonly ShellDoubt[];
}

const NOTHING: Listed = { letsIn: 'not-known', offersIt: 'not-known', doubts: [] };

function listCheck(source: StorageSource, open: readonly PlaceAnswer[]): Listed {
  switch (source.kind) {
    case 'nfs':
    case 'nfs-iso':
      return exportCheck(source.path, open[0]);
    case 'iscsi':
      return targetCheck(source.iqn, open);
    default:
      return NOTHING;
  }
}

function exportCheck(path: string, answer: PlaceAnswer | undefined): Listed {
  if (answer?.list.is !== 'exports') return NOTHING;
  const { exports } = answer.list;
  // Below an export lie folders that can be mounted as well.
  const around = exports.filter((known) => path === known.path || path.startsWith(`${known.path.replace(/\/$/, '')}/`));
  const found = around.toSorted((a, b) => b.path.length - a.path.length)[0];
  if (found === undefined) {
    // Servers of version 4 alone may list nothing, or paths of another root.
    const isTold = exports.length > 0;
    return { ...NOTHING, doubts: isTold ? [{ is: 'not-exported', host: answer.host, path }] : [] };
  }
  const from = answer.route?.from;
  const letsIn = from === undefined ? 'not-known' : admits(found.access, from);
  const doubts: readonly ShellDoubt[] =
    letsIn === 'no' && from !== undefined ? [{ is: 'not-for-this-host', path: found.path, access: found.access, from }] : [];
  return { letsIn, offersIt: 'yes', doubts };
}

/** Names and groups only the server can tell apart. */
export function admits(access: string, from: string): CheckResult {
  const clients = access.split(',').filter((client) => client !== '');
  if (clients.some((client) => client === '*' || client === '(everyone)' || client === 'everyone' || client === from)) return 'yes';
  if (clients.some((client) => isWithin(from, client))) return 'yes';
  const isNumeric = clients.every((client) => isIpAddress(client.split('/')[0] ?? '', 4));
  return isNumeric && isIpAddress(from, 4) ? 'no' : 'not-known';
}

function isWithin(from: string, client: string): boolean {
  const [ip = '', mask = ''] = client.split('/');
  const netmask = /^\d{1,2}$/.test(mask) ? netmaskOf(Number(mask)) : mask;
  return netmask !== '' && isBeside(from, { ip, netmask });
}

function targetCheck(iqn: string, open: readonly PlaceAnswer[]): Listed {
  const lists = open.flatMap(({ host, list }) => (list.is === 'targets' ? [{ host, names: list.names }] : []));
  if (lists.length === 0 || iqn === '') return NOTHING;
  if (iqn === EVERY_TARGET) return { ...NOTHING, offersIt: 'not-known' };
  const missing = lists.filter(({ names }) => !names.includes(iqn)).map(({ host }) => ({ is: 'target-not-offered' as const, host, iqn }));
  // That the name is offered says nothing of the LUN behind it, which only the pool's own look sees.
  return { letsIn: 'not-known', offersIt: missing.length === lists.length ? 'no' : 'not-known', doubts: missing };
}
