import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SALT_BYTES = 16;

/** How a key is made from a passphrase; kept beside what it locks, so that later releases can ask for more work. */
export interface Stretching {
  readonly salt: string;
  readonly cost: number;
  readonly blockSize: number;
  readonly parallelism: number;
}

/** About 128 MiB and a third of a second for every guess. */
export function newStretching(): Stretching {
  return { salt: randomBytes(SALT_BYTES).toString('base64'), cost: 2 ** 17, blockSize: 8, parallelism: 1 };
}

export const newKey = (): Buffer => randomBytes(KEY_BYTES);

export async function keyFrom(passphrase: string, stretching: Stretching): Promise<Buffer> {
  const { cost, blockSize, parallelism } = stretching;
  const salt = Buffer.from(stretching.salt, 'base64');
  const options = { N: cost, r: blockSize, p: parallelism, maxmem: 256 * cost * blockSize };
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  // The same passphrase can arrive in two spellings of Unicode, by keyboard and by system.
  scrypt(passphrase.normalize('NFC'), salt, KEY_BYTES, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  return await promise;
}

/** `about` is not hidden but bound to the text: sealed text that was moved to another name does not open. */
export function seal(key: Buffer, text: { readonly secret: Uint8Array; readonly about: string }): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(text.about, 'utf8'));
  return Buffer.concat([nonce, cipher.update(text.secret), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

/** undefined when it was sealed with another key, or changed since. */
export function unseal(key: Buffer, text: { readonly sealed: string; readonly about: string }): Buffer | undefined {
  const bytes = Buffer.from(text.sealed, 'base64');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(text.about, 'utf8')).setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    // The one thing that can go wrong here: the tag does not fit.
    return undefined;
  }
}
