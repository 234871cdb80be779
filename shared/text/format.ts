const shortTime = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const longDate = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
const dayAndTime = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

export function dateText(atMs: number): string {
  return longDate.format(atMs);
}

/** Before that a day without its year is ambiguous, and nobody asks for the hour. */
const LONG_AGO_MS = 180 * 86_400_000;

/** The time of today, with the day when it is longer ago, and the date alone when it is long ago. */
export function timeText(atMs: number, nowMs: number): string {
  if (longDate.format(atMs) === longDate.format(nowMs)) return shortTime.format(atMs);
  return nowMs - atMs < LONG_AGO_MS ? dayAndTime.format(atMs) : longDate.format(atMs);
}

const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 });
const timeWithSeconds = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** 0 to 1. */
export function percentText(share: number): string {
  return percent.format(share);
}

export function secondsText(atMs: number): string {
  return timeWithSeconds.format(atMs);
}

/** As exact as anyone needs it: 48 s, 6 min, 3 h. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

/** The time with its seconds, for what is being watched. */
export function clockText(atMs: number): string {
  return clock.format(atMs);
}
