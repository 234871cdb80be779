const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 60_000;

/** 1, 2, 4 ... 60 seconds: soon after a restart of the toolstack, gentle on a host that stays away. */
export function backOffMs(failedAttempts: number): number {
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failedAttempts, 10));
}
