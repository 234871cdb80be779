/** The parts of a private key, as its public and private halves are written in a key file. */
export interface KeyParts {
  readonly type: string;
  /** The whole public half, type and all. */
  readonly publicBlob: Buffer;
  /** What OpenSSH writes of the private half between type and comment. */
  readonly privateFields: Buffer;
}

const MAGIC = Buffer.from('openssh-key-v1\0', 'latin1');
const BLOCK_BYTES = 8;

export function sshString(bytes: Uint8Array | string): Buffer {
  const content = Buffer.from(bytes);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, content]);
}

/** The strings of the protocol, one after another; a cut one ends them. */
export function sshStrings(blob: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at + 4 <= blob.length; ) {
    const end = at + 4 + blob.readUInt32BE(at);
    if (end > blob.length) break;
    found.push(blob.subarray(at + 4, end));
    at = end;
  }
  return found;
}

/** As OpenSSH would have written it, without a passphrase: it never leaves memory. */
export function opensshText({ type, publicBlob, privateFields }: KeyParts): string {
  const none = sshString('none');
  const one = Buffer.from([0, 0, 0, 1]);
  // Two equal numbers tell a reader that it has decrypted rightly.
  const check = Buffer.alloc(8);
  const fields = Buffer.concat([check, sshString(type), privateFields, sshString('')]);
  const padding = Buffer.from(Array.from({ length: (BLOCK_BYTES - (fields.length % BLOCK_BYTES)) % BLOCK_BYTES }, (_, at) => at + 1));
  const whole = Buffer.concat([MAGIC, none, none, sshString(''), one, sshString(publicBlob), sshString(Buffer.concat([fields, padding]))]);
  const lines = whole.toString('base64').match(/.{1,70}/g) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n');
}
