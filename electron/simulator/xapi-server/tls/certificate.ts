import { createHash } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { bitString, boolean, date, explicit, implicit, integer, objectIdentifier, octetString, sequence, set, utf8String } from './der.ts';
import { signingKeyFrom, type SigningKey } from './signing-key.ts';

export interface HostCertificate {
  readonly privateKeyPem: string;
  readonly certificatePem: string;
  /** Upper-case hexadecimal with colons, as the records of class Certificate have it. */
  readonly sha256: string;
  readonly sha1: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

interface Subject {
  readonly name: string;
  readonly uuid: string;
  readonly address: string;
  /** Each generation has a key and a serial number of its own. */
  readonly certificateGeneration: number;
}

const FIRST_DAY_MS = Date.UTC(2026, 0, 1);
const DAY_MS = 24 * 3_600_000;
/** The real server's self-signed certificates last ten years. */
const VALID_DAYS = 3650;

const ECDSA_WITH_SHA256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));
const P256_KEY = sequence(objectIdentifier('1.2.840.10045.2.1'), objectIdentifier('1.2.840.10045.3.1.7'));

/** The self-signed certificate of a host: the same host and generation always have the same one. */
export function certificateOf(subject: Subject): HostCertificate {
  const seed = `${subject.uuid} ${subject.certificateGeneration}`;
  const notBeforeMs = FIRST_DAY_MS + subject.certificateGeneration * DAY_MS;
  const notAfterMs = notBeforeMs + VALID_DAYS * DAY_MS;
  const key = signingKeyFrom(seed);
  const body = toBeSigned(subject, { key, serial: serialFrom(seed), notBeforeMs, notAfterMs });
  const der = sequence(body, ECDSA_WITH_SHA256, bitString(key.sign(body)));
  return {
    privateKeyPem: key.privatePem,
    certificatePem: pem(der),
    sha256: fingerprint('sha256', der),
    sha1: fingerprint('sha1', der),
    notBeforeMs,
    notAfterMs,
  };
}

function serialFrom(seed: string): bigint {
  return BigInt(`0x${createHash('sha256').update(`serial ${seed}`).digest('hex').slice(0, 30)}`) + 1n;
}

interface Facts {
  readonly key: SigningKey;
  readonly serial: bigint;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

function toBeSigned(subject: Subject, facts: Facts): Buffer {
  const name = sequence(set(sequence(objectIdentifier('2.5.4.3'), utf8String(subject.name))));
  const version3 = explicit(0, integer(2n));
  const validity = sequence(date(facts.notBeforeMs), date(facts.notAfterMs));
  const publicKey = sequence(P256_KEY, bitString(facts.key.publicPoint));
  return sequence(version3, integer(facts.serial), ECDSA_WITH_SHA256, name, validity, name, publicKey, explicit(3, extensions(subject)));
}

function extensions(subject: Subject): Buffer {
  const names = sequence(...[subject.name, 'localhost'].map(dnsName), ...[subject.address, '127.0.0.1'].flatMap(addressName));
  const isAuthority = sequence(boolean(true));
  return sequence(
    sequence(objectIdentifier('2.5.29.19'), boolean(true), octetString(isAuthority)),
    sequence(objectIdentifier('2.5.29.17'), octetString(names)),
  );
}

function dnsName(name: string): Buffer {
  return implicit(2, Buffer.from(name));
}

/** Only dotted addresses are named; hosts on others are known by their name. */
function addressName(address: string): Buffer[] {
  const host = address.replace(/:\d+$/, '');
  return isIPv4(host) ? [implicit(7, Buffer.from(host.split('.').map(Number)))] : [];
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function fingerprint(algorithm: 'sha256' | 'sha1', der: Buffer): string {
  return (createHash(algorithm).update(der).digest('hex').toUpperCase().match(/../g) ?? []).join(':');
}
