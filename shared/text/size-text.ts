const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;
const STEP = 1024;
const short = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 2 });
const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const exact = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });

/** As '7.9 TiB' or '256 GiB'. */
export function sizeText(bytes: number): string {
  const power = powerOf(bytes);
  return `${amountText(bytes, power)} ${units[power] ?? ''}`;
}

/** Of bytes a second, as networks and disks are told. */
export function rateText(bytes: number): string {
  return `${sizeText(bytes)}/s`;
}

/** As '4.6 of 8 TiB': both in the unit of the whole. */
export function sizeOfText(bytes: number, wholeBytes: number): string {
  const power = powerOf(wholeBytes);
  return `${amountText(bytes, power)} of ${amountText(wholeBytes, power)} ${units[power] ?? ''}`;
}

/** For a big figure with its unit in small type beside it. */
export function sizeParts(bytes: number, wholeBytes: number): { readonly amount: string; readonly rest: string } {
  const power = powerOf(wholeBytes);
  return { amount: amountText(bytes, power), rest: `of ${amountText(wholeBytes, power)} ${units[power] ?? ''}` };
}

/** Mb/s, as servers tell how fast a link is. */
export function linkSpeedText(megabits: number): string {
  return megabits >= 1000 ? `${exact.format(megabits / 1000)} Gb/s` : `${whole.format(megabits)} Mb/s`;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** As '112 days 4 h', '3 h 20 min' or '5 min'. */
export function spanText(ms: number): string {
  const days = Math.floor(ms / DAY_MS);
  const hours = Math.floor((ms % DAY_MS) / HOUR_MS);
  const minutes = Math.floor((ms % HOUR_MS) / MINUTE_MS);
  if (days > 0) return hours === 0 ? dayText(days) : `${dayText(days)} ${hours} h`;
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min`;
}

export function dayText(days: number): string {
  return days === 1 ? '1 day' : `${whole.format(days)} days`;
}

function powerOf(bytes: number): number {
  let power = 0;
  for (let rest = Math.abs(bytes); rest >= STEP && power < units.length - 1; rest /= STEP) power += 1;
  return power;
}

function amountText(bytes: number, power: number): string {
  const amount = bytes / STEP ** power;
  return Math.abs(amount) >= 10 ? whole.format(amount) : short.format(amount);
}
