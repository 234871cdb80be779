const MINUTE_MS = 60_000;

export const minutes = (count: number): number => count * MINUTE_MS;
export const hours = (count: number): number => count * 60 * MINUTE_MS;
export const days = (count: number): number => count * 24 * 60 * MINUTE_MS;
