import type { Random } from '../random.ts';

const LOCALLY_ADMINISTERED = 0x02;
const MULTICAST = 0x01;

export function randomMac(random: Random): string {
  const bytes = Array.from({ length: 6 }, () => random.below(256));
  bytes[0] = ((bytes[0] ?? 0) | LOCALLY_ADMINISTERED) & ~MULTICAST;
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}

export function isMac(text: string): boolean {
  return /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(text);
}
