const shortTime = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const longDate = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
const dayAndTime = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

export function dateText(atMs: number): string {
  return longDate.format(atMs);
}

/** The time of today, with the day when it is longer ago. */
export function timeText(atMs: number, nowMs: number): string {
  const isToday = longDate.format(atMs) === longDate.format(nowMs);
  return isToday ? shortTime.format(atMs) : dayAndTime.format(atMs);
}
