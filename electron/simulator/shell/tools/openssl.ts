import { createHash } from 'node:crypto';
import type { Work } from '#simulator/world/process.ts';
import { connectFrom } from '#simulator/world/dom0/tcp.ts';
import { pathTo } from '#simulator/world/dom0/paths.ts';
import { list, text } from '#simulator/world/fields.ts';
import type { Row } from '#simulator/world/value.ts';
import type { SimHost } from '#simulator/world/world.ts';
import { hostRow } from '../host-files/facts.ts';
import type { Process } from '../process.ts';

/** Certificates may be described, never shown: `x509 -noout`, and what a server offers. */
export function openssl(process: Process): number | Work<number> {
  const [verb] = process.args;
  if (verb === 'x509') return x509(process);
  if (verb === 's_client') return offered(process);
  process.out('OpenSSL 1.0.2k-fips  26 Jan 2017\n');
  return 0;
}

const MARK = '-----BEGIN SIMULATED CERTIFICATE-----';

function x509(process: Process): number {
  const at = process.args.indexOf('-in');
  const { host, world } = process.machine;
  let subject: Described | undefined;
  if (at >= 0) {
    const path = process.args[at + 1] ?? '';
    if (process.machine.files.find(path) === undefined) {
      process.err(`Can't open ${path} for reading, No such file or directory\n`);
      return 1;
    }
    const uuid = /certs-pool\/([0-9a-f-]{36})\.pem$/.exec(path)?.[1];
    const owner = uuid === undefined ? host : world.hosts.find((other) => other.uuid === uuid);
    subject = owner === undefined ? undefined : describe(owner, path.endsWith('xapi-ssl.pem') ? 'host' : 'host_internal');
  } else {
    const uuid = new RegExp(`${MARK} (\\S+)`).exec(process.input.rest())?.[1];
    const owner = world.hosts.find((other) => other.uuid === uuid);
    subject = owner === undefined ? undefined : describe(owner, 'host_internal');
  }
  if (subject === undefined) {
    process.err('unable to load certificate\n');
    return 1;
  }
  const wants = (name: string): boolean => process.args.includes(`-${name}`);
  if (wants('subject')) process.out(`subject= /CN=${subject.name}\n`);
  if (wants('issuer')) process.out(`issuer= /CN=${subject.name}\n`);
  if (wants('startdate') || wants('dates')) process.out(`notBefore=${dateText(subject.fromMs)}\n`);
  if (wants('enddate') || wants('dates')) process.out(`notAfter=${dateText(subject.toMs)}\n`);
  if (wants('fingerprint')) process.out(`${wants('sha256') ? 'SHA256' : 'SHA1'} Fingerprint=${subject.fingerprint}\n`);
  return 0;
}

function* offered(process: Process): Work<number> {
  const target = process.args[process.args.indexOf('-connect') + 1] ?? '';
  const [address = '', port = '443'] = target.split(':');
  const { world, host } = process.machine;
  const met = yield* connectFrom(world, host, address, Number(port));
  const path = pathTo(world, host, address);
  if (met !== 'open' || path.is !== 'host') {
    process.err('connect: Connection refused\nconnect:errno=111\n');
    return 1;
  }
  process.out(`CONNECTED(00000003)\n${MARK} ${path.host.uuid}\n`);
  return 0;
}

interface Described {
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly fingerprint: string;
}

/** As the pool recorded it; releases that record none have one all the same. */
function describe(host: SimHost, type: 'host' | 'host_internal'): Described {
  const { database } = host.pool;
  const rows = list(hostRow(host), 'certificates').map((known) => database.find('Certificate', known) ?? {});
  const row: Row = rows.find((known) => text(known, 'type') === type) ?? rows[0] ?? {};
  const recorded = text(row, 'fingerprint_sha256') === '' ? text(row, 'fingerprint') : text(row, 'fingerprint_sha256');
  const seed = `${type} ${host.uuid} ${host.certificateGeneration}`;
  const made = (createHash('sha256').update(seed).digest('hex').toUpperCase().match(/../g) ?? []).join(':');
  const isChanged = type === 'host_internal' && !host.dom0.tls.trustsMaster;
  return {
    name: type === 'host' ? host.address.replace(/:\d+$/, '') : host.uuid,
    fromMs: dateOf(text(row, 'not_before')) ?? Date.UTC(2026, 0, 1),
    toMs: dateOf(text(row, 'not_after')) ?? Date.UTC(2036, 0, 1),
    fingerprint: recorded === '' || isChanged ? made : recorded,
  };
}

function dateOf(recorded: string): number | undefined {
  const ms = Date.parse(recorded.replace(/^(\d{4})(\d\d)(\d\d)T/, '$1-$2-$3T'));
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function dateText(ms: number): string {
  const date = new Date(ms);
  return `${MONTHS[date.getUTCMonth()] ?? ''} ${String(date.getUTCDate()).padStart(2)} ${date.toISOString().slice(11, 19)} ${date.getUTCFullYear()} GMT`;
}
