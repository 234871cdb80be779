/** Dates as the real server reads and prints them: compact, with the zone they came with. */

const LONG = /^(\d{4})-?(\d{2})-?(\d{2})T(\d{2}):(\d{2}):(\d{2})(.*)$/;
const ZONE = /^([-+])(\d{2}):?(\d{2})?$/;

export type DateReading =
  | { readonly is: 'date'; readonly text: string; readonly unixSeconds: number }
  | { readonly is: 'bad'; readonly exception: string };

function bad(text: string, where = ''): DateReading {
  return { is: 'bad', exception: `Invalid_argument("Clock__Date.of_iso8601${where}: ${text}")` };
}

/** Fractions are dropped from dashed dates and refused in compact ones; a missing zone is UTC. */
export function readDate(text: string): DateReading {
  const isDashed = /^\d{4}-\d{2}-\d{2}T/.test(text);
  const match = LONG.exec(text);
  if (match === null || (!isDashed && text.includes('-') && /^\d{4}-|^\d{6}-/.test(text))) return unreadable(text, isDashed);
  const fields = match.slice(1, 7).map(Number);
  const rest = match[7] ?? '';
  const zone = zoneOf(isDashed ? rest.replace(/^\.\d+/, '') : rest);
  if (zone === undefined) return isDashed ? bad(text) : scanFailure(text, 17, 'Z');
  if (!isCalendarDate(fields)) return bad(text, '.(fun)');
  const unixMs = utcMs(fields);
  return { is: 'date', text: `${compactDate(unixMs)}${zone.text}`, unixSeconds: unixMs / 1000 - zone.offsetMinutes * 60 };
}

/** A compact date goes through a scanner, which names the place where it stopped. */
function unreadable(text: string, isDashed: boolean): DateReading {
  if (isDashed || !/^\d{8}T\d{2}/.test(text)) return bad(text);
  return scanFailure(text, /^\d{8}T\d{2}:\d{2}/.test(text) ? 14 : 11, ':');
}

function scanFailure(text: string, at: number, wanted: string): DateReading {
  return {
    is: 'bad',
    exception: `Stdlib.Scanf.Scan_failure("scanf: bad input at char number ${at}: looking for '${wanted}', found '${text[at] ?? ''}'")`,
  };
}

function zoneOf(text: string): { readonly text: string; readonly offsetMinutes: number } | undefined {
  if (text === '' || text === 'Z') return { text: 'Z', offsetMinutes: 0 };
  const match = ZONE.exec(text);
  if (match === null) return undefined;
  const [, sign, hours = '00', minutes = '00'] = match;
  const offset = Number(hours) * 60 + Number(minutes);
  return { text: `${sign}${hours}:${minutes}`, offsetMinutes: sign === '-' ? -offset : offset };
}

function isCalendarDate([year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0]: readonly number[]): boolean {
  const midnight = new Date(utcMs([year, month, day]));
  // A day the month does not have would have become one of the next.
  return midnight.getUTCMonth() === month - 1 && midnight.getUTCDate() === day && Math.max(hour - 23, minute - 59, second - 60) <= 0;
}

/** Date.UTC takes years below 100 for the twentieth century, and a 60th second carries over. */
function utcMs([year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0]: readonly number[]): number {
  const midnightMs = new Date(0).setUTCFullYear(year, month - 1, day);
  return midnightMs + ((hour * 60 + minute) * 60 + second) * 1000;
}

/** 'YYYYMMDDTHH:MM:SS', without zone. */
function compactDate(unixMs: number): string {
  return new Date(unixMs).toISOString().slice(0, 19).replaceAll('-', '');
}

/** The last moment that has a four-digit year. */
const LAST_SECOND = 253_402_300_799;

/** Text of an instant, or the exception's text for one beyond the year 9999. */
export function dateOfUnixSeconds(seconds: number): string {
  const whole = Math.floor(seconds);
  if (whole > LAST_SECOND) throw new RangeError(`Invalid_argument("Clock__Date.of_unix_time: ${seconds.toFixed(6)}")`);
  return `${compactDate(whole * 1000)}Z`;
}
