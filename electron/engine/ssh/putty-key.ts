import * as crypto from 'node:crypto';
import { KeyFileError } from './key-file-error.ts';
import { type KeyParts, sshString, sshStrings } from './openssh-key.ts';

interface PuttyFile {
  readonly version: 2 | 3;
  readonly type: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly publicBlob: Buffer;
  readonly privateBlob: Buffer;
}

/** What PuTTY's key generator has written, in its present form and the one before. Throws KeyFileError. */
export function readPuttyKey(text: string, passphrase: string | undefined): KeyParts {
  const file = parse(text);
  const isEncrypted = file.headers.get('Encryption') !== 'none';
  if (isEncrypted && passphrase === undefined) throw new KeyFileError('needs-passphrase');
  const keys = isEncrypted ? derive(file, passphrase ?? '') : { cipher: Buffer.alloc(32), iv: Buffer.alloc(16), mac: plainMacKey(file) };
  const secret = isEncrypted ? decrypt(file.privateBlob, keys) : file.privateBlob;
  if (!isGenuine(file, { secret, mac: keys.mac })) throw new KeyFileError(isEncrypted ? 'wrong-passphrase' : 'damaged');
  return { type: file.type, publicBlob: file.publicBlob, privateFields: privateFields(file, secret) };
}

function parse(text: string): PuttyFile {
  const lines = text.split(/\r?\n/);
  const [, version, type] = /^PuTTY-User-Key-File-([23]): (\S+)/.exec(lines[0] ?? '') ?? [];
  if (type === undefined) throw new KeyFileError('unsupported');
  const { headers, blobs } = fieldsOf(lines.slice(1));
  const publicBlob = blobs.get('Public-Lines');
  const privateBlob = blobs.get('Private-Lines');
  if (publicBlob === undefined || privateBlob === undefined) throw new KeyFileError('damaged');
  return { version: version === '3' ? 3 : 2, type, headers, publicBlob, privateBlob };
}

/** Lines of a name and a value; where the value is a number of lines, those follow. */
function fieldsOf(lines: readonly string[]): { readonly headers: ReadonlyMap<string, string>; readonly blobs: ReadonlyMap<string, Buffer> } {
  const headers = new Map<string, string>();
  const blobs = new Map<string, Buffer>();
  for (const [at, line] of lines.entries()) {
    const [, name, value = ''] = /^([\w-]+): ?(.*)$/.exec(line) ?? [];
    if (name === undefined) continue;
    headers.set(name, value);
    if (name.endsWith('-Lines')) blobs.set(name, Buffer.from(lines.slice(at + 1, at + 1 + Number(value)).join(''), 'base64'));
  }
  return { headers, blobs };
}

interface Keys {
  readonly cipher: Buffer;
  readonly iv: Buffer;
  readonly mac: Buffer;
}

function plainMacKey({ version }: PuttyFile): Buffer {
  return version === 3 ? Buffer.alloc(0) : sha1('putty-private-key-file-mac-key');
}

function derive(file: PuttyFile, passphrase: string): Keys {
  if (file.version === 3) return deriveByArgon(file, passphrase);
  const half = (count: number): Buffer =>
    crypto
      .createHash('sha1')
      .update(Buffer.from([0, 0, 0, count]))
      .update(passphrase)
      .digest();
  return { cipher: Buffer.concat([half(0), half(1)]).subarray(0, 32), iv: Buffer.alloc(16), mac: sha1('putty-private-key-file-mac-key', passphrase) };
}

function deriveByArgon({ headers }: PuttyFile, passphrase: string): Keys {
  const algorithm = headers.get('Key-Derivation')?.toLowerCase();
  // The library below some builds of Node has no Argon2.
  if (typeof crypto.argon2Sync !== 'function' || !isArgon(algorithm)) throw new KeyFileError('unsupported');
  const number = (name: string): number => Number(headers.get(name) ?? 0);
  const whole = Buffer.from(
    crypto.argon2Sync(algorithm, {
      message: Buffer.from(passphrase, 'utf8'),
      nonce: Buffer.from(headers.get('Argon2-Salt') ?? '', 'hex'),
      parallelism: number('Argon2-Parallelism'),
      tagLength: 80,
      memory: number('Argon2-Memory'),
      passes: number('Argon2-Passes'),
    }),
  );
  return { cipher: whole.subarray(0, 32), iv: whole.subarray(32, 48), mac: whole.subarray(48) };
}

function isArgon(algorithm: string | undefined): algorithm is 'argon2i' | 'argon2d' | 'argon2id' {
  return algorithm === 'argon2i' || algorithm === 'argon2d' || algorithm === 'argon2id';
}

function decrypt(blob: Buffer, { cipher, iv }: Keys): Buffer {
  if (blob.length % 16 !== 0) throw new KeyFileError('damaged');
  const decipher = crypto.createDecipheriv('aes-256-cbc', cipher, iv).setAutoPadding(false);
  return Buffer.concat([decipher.update(blob), decipher.final()]);
}

function isGenuine(file: PuttyFile, { secret, mac }: { readonly secret: Buffer; readonly mac: Buffer }): boolean {
  const { headers } = file;
  const parts = [file.type, headers.get('Encryption') ?? '', headers.get('Comment') ?? '', file.publicBlob, secret];
  const signed = crypto.createHmac(file.version === 3 ? 'sha256' : 'sha1', mac).update(Buffer.concat(parts.map(sshString)));
  return signed.digest('hex') === headers.get('Private-MAC');
}

/** PuTTY writes the secret numbers alone; OpenSSH repeats the public ones, in an order of its own. */
function privateFields({ type, publicBlob }: PuttyFile, secret: Buffer): Buffer {
  const [, ...shown] = sshStrings(publicBlob);
  const own = sshStrings(secret);
  const strings = (...parts: (Buffer | undefined)[]): Buffer => Buffer.concat(parts.map((part) => sshString(part ?? Buffer.alloc(0))));
  if (type === 'ssh-ed25519') return strings(shown[0], Buffer.concat([seedOf(own[0]), shown[0] ?? Buffer.alloc(0)]));
  if (type === 'ssh-rsa') {
    const [e, n] = shown;
    const [d, p, q, iqmp] = own;
    return strings(n, e, d, iqmp, p, q);
  }
  if (type.startsWith('ecdsa-sha2-')) return strings(shown[0], shown[1], own[0]);
  throw new KeyFileError('unsupported');
}

/** A number in PuTTY's eyes: a nought may stand before it, and others may be missing. */
function seedOf(number: Buffer = Buffer.alloc(0)): Buffer {
  const bytes = number.subarray(Math.max(0, number.length - 32));
  return Buffer.concat([Buffer.alloc(32 - bytes.length), bytes]);
}

function sha1(...texts: string[]): Buffer {
  return crypto.createHash('sha1').update(texts.join('')).digest();
}
