import { createHash } from 'node:crypto';
import type { Profile } from '#simulator/model/profiles.ts';
import { xxh64 } from './xxh64.ts';

export interface BlockChecksum {
  readonly extension: '.checksum' | '.xxhash';
  readonly text: string;
}

/** Releases from API 2.16 on use a hash that keeps up with fast disks. */
export function blockChecksum({ apiVersion }: Profile, bytes: Uint8Array): BlockChecksum {
  const isNew = apiVersion.major > 2 || (apiVersion.major === 2 && apiVersion.minor > 15);
  return { extension: isNew ? '.xxhash' : '.checksum', text: isNew ? fastChecksum(bytes) : slowChecksum(bytes) };
}

function fastChecksum(bytes: Uint8Array): string {
  return xxh64(bytes).toString(16).toUpperCase().padStart(16, '0');
}

function slowChecksum(bytes: Uint8Array): string {
  return createHash('sha1').update(bytes).digest('hex');
}

/** Every release reads both; undefined when the file is no checksum at all. */
export function matchesChecksum(bytes: Uint8Array, extension: string, text: string): boolean | undefined {
  if (extension === '.xxhash') return fastChecksum(bytes) === text.trim().toUpperCase();
  if (extension === '.checksum') return slowChecksum(bytes) === text.trim().toLowerCase();
  return undefined;
}
