import type { Intent, ManagementTests, MasterPath, MtuTest, PortWord, Sshd } from '../sight-network.ts';
import { fingerprintIn } from './certificates.ts';
import { codeIn, groupsOf, linesOf, numberIn, openSslDateMs, orNothing, partsOf } from './lines.ts';
import { neighbourIn } from './network.ts';

/** By exit codes of an attempt to open a port: 1 somebody said no, 124 nobody said anything. */
export function portWord(rc: number | undefined): PortWord {
  if (rc === 0) return 'open';
  if (rc === 1) return 'refused';
  return rc === 124 || rc === 137 ? 'filtered' : 'unknown';
}

export function parseMasterPath(raw: string): MasterPath | undefined {
  const lines = linesOf(raw).filter((line) => !line.startsWith('== '));
  const route = lines.map((line) => groupsOf(/^(\S+)(?: via \S+)? dev (\S+)(?:.*? src (\S+))?/, line)).find((found) => found !== undefined);
  const ports = [...raw.matchAll(/^port (\d+) rc=(\d+)$/gm)].map(([, port = '', rc]): [string, PortWord] => [port, portWord(Number(rc))]);
  if (route === undefined && ports.length === 0 && !/unreachable|No route/i.test(raw)) return undefined;
  const [master, device, source] = route ?? ['', '', ''];
  const received = numberIn(/(\d+) received/.exec(raw)?.[1]);
  return {
    master,
    device: orNothing(device),
    source: orNothing(source),
    neighbourState: lines.flatMap(neighbourIn).at(0)?.state,
    hasPing: received === undefined ? undefined : received > 0,
    ports: Object.fromEntries(ports),
    certificate: certificateIn(raw),
    lines,
  };
}

function certificateIn(raw: string): MasterPath['certificate'] {
  const sha256 = fingerprintIn(raw);
  if (sha256 === undefined) return undefined;
  return { subject: /^subject=\s*(.*)$/m.exec(raw)?.[1] ?? '', validToMs: openSslDateMs(/^notAfter=(.*)$/m.exec(raw)?.[1]), sha256 };
}

/** Of an arping for an answer 0 is good; of one for duplicates 0 says that nobody else answered. */
export function parseManagement(raw: string): ManagementTests | undefined {
  const gateway = codeIn(raw, 'gw_arp rc');
  const duplicate = codeIn(raw, 'dad rc');
  if (gateway === undefined && duplicate === undefined) return undefined;
  return {
    doesGatewayAnswer: gateway === 0 ? true : gateway === 1 || gateway === 124 ? false : undefined,
    isAddressTaken: duplicate === 0 ? false : duplicate === 1 ? true : undefined,
    lines: linesOf(raw),
  };
}

export function parseIntent(raw: string): Intent | undefined {
  const parts = partsOf(raw);
  const part = (name: string): string => parts.get(name) ?? '';
  const daemon = entriesIn(`${part('bridge')}${part('iface')}${part('')}`);
  const installed = entriesIn(part('management.conf'));
  const said = (name: string): string | undefined => orNothing(daemon.get(name)) ?? orNothing(installed.get(INSTALLED_NAMES[name] ?? ''));
  if (daemon.size === 0 && installed.size === 0) return undefined;
  const list = (text: string | undefined): readonly string[] => (text ?? '').split(/[,\s]+/).filter((word) => word !== '');
  return {
    mode: said('mode')?.toLowerCase(),
    address: said('ipaddr'),
    netmask: said('netmask'),
    gateway: said('gateway'),
    dns: list(said('dns')),
    interfaces: list(daemon.get('interfaces')),
    vlan: numberIn(daemon.get('vlan')),
    isResetPending: linesOf(part('reset')).some((line) => line.startsWith('-') && line.includes('network-reset')),
    leases: linesOf(part('lease')).map((line) => line.trim()),
  };
}

/** What the installer's file calls the daemon's settings. */
const INSTALLED_NAMES: Readonly<Record<string, string>> = { mode: 'MODE', ipaddr: 'IP', netmask: 'NETMASK', gateway: 'GATEWAY', dns: 'DNS' };

function entriesIn(text: string): ReadonlyMap<string, string> {
  return new Map(
    linesOf(text).flatMap((line): [string, string][] => {
      const [, key, value] = /^\s*(\w+)=(.*)$/.exec(line) ?? [];
      return key === undefined ? [] : [[key, (value ?? '').replace(/^'(.*)'$/, '$1').trim()]];
    }),
  );
}

export function parseMtu(raw: string): MtuTest | undefined {
  const passes = (rc: number | undefined): boolean | undefined => (rc === undefined || rc > 2 ? undefined : rc === 0);
  const [small, large] = [passes(codeIn(raw, 'small rc')), passes(codeIn(raw, 'large rc'))];
  if (small === undefined && large === undefined) return undefined;
  return { small, large, largeBytes: numberIn(/mtu=(\d+)/.exec(raw)?.[1]), lines: linesOf(raw) };
}

export function parseSshd(raw: string): Sshd | undefined {
  if (raw.trim() === '') return undefined;
  const parts = partsOf(raw);
  const [sshd, monitor] = linesOf(parts.get('') ?? '');
  const ipv6 = linesOf(parts.get('ipv6') ?? raw).find((line) => /^[01]$/.test(line));
  return {
    isActive: sshd === undefined || !/^(?:in)?active$|^failed$|^unknown$|^activating$/.test(sshd) ? undefined : sshd === 'active',
    monitor,
    listeners: linesOf(raw).flatMap((line) => {
      const [, address, port] = /^(?:tcp6?|LISTEN)\s+\d+\s+\d+\s+(\S+):(\d+)\s/.exec(line) ?? [];
      return address === undefined ? [] : [{ address, port: Number(port) }];
    }),
    hasIpv6: ipv6 === undefined ? undefined : ipv6 === '0',
    rules: linesOf(raw).filter((line) => line.startsWith('-')),
  };
}
