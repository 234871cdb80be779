import { createHash } from 'node:crypto';
import type { ServerHostKeyAlgorithm } from 'ssh2';
import type { HostKey } from '#shared/domain/routes/attempt.ts';

/** A key as the protocol sends it begins with its type's length and name. */
export function hostKeyOf(blob: Uint8Array): HostKey {
  const bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
  const length = bytes.length < 4 ? 0 : bytes.readUInt32BE(0);
  const type = bytes.subarray(4, 4 + length).toString('latin1');
  return { type, fingerprint: `SHA256:${createHash('sha256').update(bytes).digest('base64').replace(/=+$/, '')}` };
}

/** The keys in the lines of `.pub` files; what is none is left out. */
export function hostKeysIn(lines: string): readonly HostKey[] {
  return lines.split('\n').flatMap((line) => {
    const [type, blob] = line.trim().split(/\s+/);
    if (type === undefined || blob === undefined) return [];
    const key = hostKeyOf(Buffer.from(blob, 'base64'));
    return key.type === type ? [key] : [];
  });
}

const rsa: readonly ServerHostKeyAlgorithm[] = ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'];
const usual: readonly ServerHostKeyAlgorithm[] = ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521', ...rsa];

/** Which algorithms to ask for first, so that a machine shows a key it is known by and not one of another type. */
export function algorithmsFor(known: readonly HostKey[]): readonly ServerHostKeyAlgorithm[] {
  const types = new Set(known.map(({ type }) => type));
  const isWanted = (algorithm: ServerHostKeyAlgorithm): boolean => types.has(rsa.includes(algorithm) ? 'ssh-rsa' : algorithm);
  return [...usual.filter(isWanted), ...usual.filter((algorithm) => !isWanted(algorithm))];
}
