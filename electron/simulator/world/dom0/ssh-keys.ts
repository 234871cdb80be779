import { createECDH, createHash, createPrivateKey } from 'node:crypto';
import type { SimHost } from '#simulator/world/world.ts';

/** Keys a host shows; the same host and generation always have the same ones. */
export interface HostKeys {
  /** OpenSSH's own file format. */
  readonly privateKeys: readonly string[];
  readonly fingerprints: readonly { readonly type: string; readonly bits: number; readonly sha256: string }[];
}

export function hostKeysOf(uuid: string, generation: number): HostKeys {
  const keys = [edwards(`ssh ed25519 ${uuid} ${generation}`), elliptic(`ssh ecdsa ${uuid} ${generation}`)];
  return {
    privateKeys: keys.map(({ publicBlob, privatePart }) => keyFile(publicBlob, privatePart)),
    fingerprints: keys.map(({ type, bits, publicBlob }) => ({
      type,
      bits,
      sha256: `SHA256:${createHash('sha256').update(publicBlob).digest('base64').replace(/=+$/, '')}`,
    })),
  };
}

export function hostKeyFingerprints({ uuid, dom0 }: SimHost): HostKeys['fingerprints'] {
  return hostKeysOf(uuid, dom0.ssh.keyGeneration).fingerprints;
}

interface Key {
  readonly type: string;
  readonly bits: number;
  readonly publicBlob: Buffer;
  /** What follows the check numbers in the file. */
  readonly privatePart: Buffer;
}

const seedOf = (words: string): Buffer => createHash('sha256').update(words).digest();

const PKCS8_OF_SEED = Buffer.from('302e020100300506032b657004220420', 'hex');

function edwards(words: string): Key {
  const seed = seedOf(words);
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_OF_SEED, seed]), format: 'der', type: 'pkcs8' });
  const { x = '' } = key.export({ format: 'jwk' });
  const point = Buffer.from(x, 'base64url');
  const publicBlob = Buffer.concat([text('ssh-ed25519'), text(point)]);
  return { type: 'ED25519', bits: 256, publicBlob, privatePart: Buffer.concat([publicBlob, text(Buffer.concat([seed, point]))]) };
}

function elliptic(words: string): Key {
  const curve = createECDH('prime256v1');
  const secret = seedOf(words);
  curve.setPrivateKey(secret);
  const publicBlob = Buffer.concat([text('ecdsa-sha2-nistp256'), text('nistp256'), text(curve.getPublicKey())]);
  // A number whose first bit is set would count as negative.
  const number = (secret[0] ?? 0) < 0x80 ? secret : Buffer.concat([Buffer.from([0]), secret]);
  return { type: 'ECDSA', bits: 256, publicBlob, privatePart: Buffer.concat([publicBlob, text(number)]) };
}

function text(value: string | Buffer): Buffer {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  return Buffer.concat([word(bytes.length), bytes]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

const BLOCK = 8;

function keyFile(publicBlob: Buffer, privatePart: Buffer): string {
  const check = word(0x5e0c_0de5);
  const inside = Buffer.concat([check, check, privatePart, text('')]);
  const padding = Buffer.from(Array.from({ length: (BLOCK - (inside.length % BLOCK)) % BLOCK }, (_, index) => index + 1));
  const whole = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    text('none'),
    text('none'),
    text(''),
    word(1),
    text(publicBlob),
    text(Buffer.concat([inside, padding])),
  ]);
  const lines = whole.toString('base64').match(/.{1,70}/g) ?? [];
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join('\n')}\n-----END OPENSSH PRIVATE KEY-----\n`;
}
