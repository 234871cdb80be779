import { createPrivateKey, type KeyObject } from 'node:crypto';
// Node itself finds no named values in this package; a bundler would.
import ssh2, { type ParsedKey } from 'ssh2';
import { KeyFileError } from './key-file-error.ts';
import { opensshText, sshString } from './openssh-key.ts';
import { readPuttyKey } from './putty-key.ts';

/** A private key from the text of its file: OpenSSH's, PuTTY's, or PEM. Throws KeyFileError. */
export function readPrivateKey(text: string, passphrase: string | undefined): ParsedKey {
  if (text.startsWith('PuTTY-User-Key-File-')) return parsed(opensshText(readPuttyKey(text, passphrase)), undefined);
  if (/-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/.test(text)) return parsed(fromPkcs8(text, passphrase), undefined);
  return parsed(text.trim(), passphrase);
}

function parsed(text: string, passphrase: string | undefined): ParsedKey {
  const found: unknown = ssh2.utils.parseKey(text, passphrase);
  const key: unknown = Array.isArray(found) ? found[0] : found;
  if (key instanceof Error) throw new KeyFileError(whyNot(key, passphrase), key);
  // What the library answers with where it answers with no error.
  const good = key as ParsedKey;
  if (!good.isPrivateKey()) throw new KeyFileError('public-half');
  return good;
}

function whyNot(error: Error, passphrase: string | undefined): KeyFileError['why'] {
  if (/no passphrase given/i.test(error.message)) return 'needs-passphrase';
  if (/bad passphrase|bad decrypt|integrity|OpenSSH key integrity/i.test(error.message)) return 'wrong-passphrase';
  if (/unsupported key format/i.test(error.message)) return 'not-a-key';
  return passphrase === undefined ? 'damaged' : 'wrong-passphrase';
}

/** The form of other tools, which the library does not read. */
function fromPkcs8(text: string, passphrase: string | undefined): string {
  const isEncrypted = text.includes('BEGIN ENCRYPTED');
  if (isEncrypted && passphrase === undefined) throw new KeyFileError('needs-passphrase');
  const key = open(text, passphrase, isEncrypted);
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return key.export({ type: 'pkcs1', format: 'pem' }).toString();
    case 'ec':
      return key.export({ type: 'sec1', format: 'pem' }).toString();
    case 'ed25519':
      return ed25519Text(key);
    default:
      throw new KeyFileError('unsupported');
  }
}

function open(text: string, passphrase: string | undefined, isEncrypted: boolean): KeyObject {
  try {
    return createPrivateKey({ key: text, format: 'pem', ...(passphrase !== undefined && { passphrase }) });
  } catch (error) {
    throw new KeyFileError(isEncrypted ? 'wrong-passphrase' : 'damaged', error);
  }
}

function ed25519Text(key: KeyObject): string {
  const { d = '', x = '' } = key.export({ format: 'jwk' });
  const point = Buffer.from(x, 'base64url');
  const type = 'ssh-ed25519';
  const publicBlob = Buffer.concat([sshString(type), sshString(point)]);
  return opensshText({
    type,
    publicBlob,
    privateFields: Buffer.concat([sshString(point), sshString(Buffer.concat([Buffer.from(d, 'base64url'), point]))]),
  });
}
