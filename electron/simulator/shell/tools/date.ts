import type { Process, Tool } from '../process.ts';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** What the host's own clock says. */
export function hostNow({ machine: { world, host } }: Pick<Process, 'machine'>): number {
  return world.clock.now() + host.clockSkewMs;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** strftime in the zone of the control domain, which is UTC. */
export function dateTextOf(format: string, ms: number): string {
  const date = new Date(ms);
  const values: Readonly<Record<string, string>> = {
    Y: String(date.getUTCFullYear()),
    m: two(date.getUTCMonth() + 1),
    d: two(date.getUTCDate()),
    e: String(date.getUTCDate()).padStart(2),
    H: two(date.getUTCHours()),
    M: two(date.getUTCMinutes()),
    S: two(date.getUTCSeconds()),
    N: `${String(Math.floor(ms) - Math.floor(ms / 1000) * 1000).padStart(3, '0')}000000`,
    s: String(Math.floor(ms / 1000)),
    a: (DAYS[date.getUTCDay()] ?? '').slice(0, 3),
    A: DAYS[date.getUTCDay()] ?? '',
    b: (MONTHS[date.getUTCMonth()] ?? '').slice(0, 3),
    B: MONTHS[date.getUTCMonth()] ?? '',
    y: two(date.getUTCFullYear() % 100),
    Z: 'UTC',
    z: '+0000',
    j: String(Math.floor((ms - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000) + 1).padStart(3, '0'),
    F: `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`,
    T: `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`,
    n: '\n',
    '%': '%',
  };
  return format.replaceAll(/%[-_0]?(3N|[A-Za-z%])/g, (whole, letter: string) =>
    letter === '3N' ? (values['N'] ?? '').slice(0, 3) : (values[letter] ?? whole),
  );
}

export const date: Tool = (process) => {
  const format = process.args.find((word) => word.startsWith('+'));
  const given = process.args.find(
    (word, index) => word.startsWith('--date=') || process.args[index - 1] === '-d' || process.args[index - 1] === '--date',
  );
  const setting = process.args.find(
    (word, index) => word.startsWith('--set=') || process.args[index - 1] === '-s' || process.args[index - 1] === '--set',
  );
  if (setting !== undefined) return setClock(process, setting.replace(/^--set=/, ''));
  const ms = given === undefined ? hostNow(process) : whenOf(given.replace(/^--date=/, ''), hostNow(process));
  if (ms === undefined) {
    process.err(`date: invalid date '${given}'\n`);
    return 1;
  }
  process.out(`${dateTextOf(format === undefined ? '%a %b %e %H:%M:%S %Z %Y' : format.slice(1), ms)}\n`);
  return 0;
};

function whenOf(text: string, nowMs: number): number | undefined {
  if (text === 'now') return nowMs;
  const ms = text.startsWith('@') ? Number(text.slice(1)) * 1000 : Date.parse(/Z|UTC|GMT/.test(text) ? text : `${text} UTC`);
  return Number.isFinite(ms) ? ms : undefined;
}

function setClock(process: Process, text: string): number {
  const ms = whenOf(text, hostNow(process));
  if (ms === undefined) {
    process.err(`date: invalid date '${text}'\n`);
    return 1;
  }
  process.machine.host.clockSkewMs = ms - process.machine.world.clock.now();
  process.out(`${dateTextOf('%a %b %e %H:%M:%S %Z %Y', ms)}\n`);
  return 0;
}
