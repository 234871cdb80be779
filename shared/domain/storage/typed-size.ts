const FACTORS: Readonly<Record<string, number>> = { m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/** A size as people type it: '20', '20 GiB', '1.5T'; a bare number is of GiB. Undefined for what is none. */
export function typedSize(text: string): number | undefined {
  const [, amount, unit = 'g'] = /^\s*(\d+(?:[.,]\d+)?)\s*(?:([mgt])(?:i?b)?)?\s*$/i.exec(text) ?? [];
  const factor = FACTORS[unit.toLowerCase()];
  if (amount === undefined || factor === undefined) return undefined;
  const bytes = Math.round(Number(amount.replace(',', '.')) * factor);
  return bytes > 0 ? bytes : undefined;
}

/** As it would be typed, so that it can be changed. */
export function sizeToType(bytes: number): string {
  const [unit, factor] = bytes % 1024 ** 3 === 0 ? (['GiB', 1024 ** 3] as const) : (['MiB', 1024 ** 2] as const);
  return `${Number((bytes / factor).toFixed(2))} ${unit}`;
}
