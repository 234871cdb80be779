import { createHmac } from 'node:crypto';
import type { HostKey } from '#shared/domain/routes/attempt.ts';
import { hostKeyOf } from './host-key.ts';

/** A line of OpenSSH's file: which machines show which key. */
export interface KnownHost extends HostKey {
  /** As it stands there: names with patterns, or one hashed name. */
  readonly hosts: string;
}

export interface KnownHostsFile {
  readonly entries: readonly KnownHost[];
  /** Lines of kinds that say nothing about one machine: authorities, revoked keys, nonsense. */
  readonly skipped: number;
}

export function readKnownHosts(text: string): KnownHostsFile {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  const entries = lines.flatMap((line): readonly KnownHost[] => {
    const [hosts, type, blob] = line.trim().split(/\s+/);
    if (hosts === undefined || type === undefined || blob === undefined || hosts.startsWith('@')) return [];
    const key = hostKeyOf(Buffer.from(blob, 'base64'));
    return key.type === type ? [{ hosts, ...key }] : [];
  });
  return { entries, skipped: lines.length - entries.length };
}

/** Whether the entry is about the machine at this address. */
export function isAbout({ hosts }: KnownHost, at: { readonly host: string; readonly port: number }): boolean {
  const name = at.port === 22 ? at.host.toLowerCase() : `[${at.host.toLowerCase()}]:${at.port}`;
  if (hosts.startsWith('|1|')) return isHashOf(hosts, name);
  const patterns = hosts.toLowerCase().split(',');
  const isDenied = patterns.some((pattern) => pattern.startsWith('!') && matches(pattern.slice(1), name));
  return !isDenied && patterns.some((pattern) => matches(pattern, name));
}

function isHashOf(hashed: string, name: string): boolean {
  const [, , salt = '', digest = ''] = hashed.split('|');
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === digest;
}

function matches(pattern: string, name: string): boolean {
  const expression = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`).test(name);
}
