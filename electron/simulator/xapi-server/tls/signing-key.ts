import { createECDH, createHash, createPrivateKey } from 'node:crypto';
import { integer, sequence } from './der.ts';

/** Order of the group of the curve P-256. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const BYTES = 32;

/**
 * A key on P-256 made from a seed, which signs the same bytes the same way each time: the certificates of a
 * simulated data centre are as reproducible as everything else in it. Not for guarding anything.
 */
export interface SigningKey {
  readonly privatePem: string;
  /** Uncompressed point. */
  readonly publicPoint: Buffer;
  /** ECDSA with SHA-256, DER encoded. */
  sign(bytes: Uint8Array): Buffer;
}

export function signingKeyFrom(seed: string): SigningKey {
  const secret = scalarFrom(`key ${seed}`);
  const publicPoint = pointOf(secret);
  return { privatePem: pemOf(secret, publicPoint), publicPoint, sign: (bytes) => signature(secret, bytes) };
}

function scalarFrom(seed: string): bigint {
  return (numberOf(createHash('sha512').update(seed).digest()) % (ORDER - 1n)) + 1n;
}

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

function bytesOf(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(BYTES * 2, '0'), 'hex');
}

function pointOf(scalar: bigint): Buffer {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(bytesOf(scalar));
  return curve.getPublicKey();
}

function pemOf(secret: bigint, point: Buffer): string {
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
  const x = base64(point.subarray(1, 1 + BYTES));
  const y = base64(point.subarray(1 + BYTES));
  const key = createPrivateKey({ key: { kty: 'EC', crv: 'P-256', d: base64(bytesOf(secret)), x, y }, format: 'jwk' });
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function signature(secret: bigint, bytes: Uint8Array): Buffer {
  const digest = createHash('sha256').update(bytes).digest();
  const nonce = scalarFrom(`nonce ${secret} ${digest.toString('hex')}`);
  const r = numberOf(pointOf(nonce).subarray(1, 1 + BYTES)) % ORDER;
  const s = (inverse(nonce) * (numberOf(digest) + r * secret)) % ORDER;
  return sequence(integer(r), integer(s));
}

/** By Fermat: the order is prime. */
function inverse(value: bigint): bigint {
  let result = 1n;
  let base = value % ORDER;
  for (let exponent = ORDER - 2n; exponent > 0n; exponent >>= 1n) {
    if ((exponent & 1n) === 1n) result = (result * base) % ORDER;
    base = (base * base) % ORDER;
  }
  return result;
}
