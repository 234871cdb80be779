/** Lines that say something, without the carriage returns some tools leave. */
export function linesOf(raw: string): readonly string[] {
  return raw
    .split('\n')
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => line.trim() !== '');
}

/** Parts after `== name`; what stands before the first one is under ''. */
export function partsOf(raw: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  let name = '';
  for (const line of raw.split('\n')) {
    const next = /^== (.*\S)\s*$/.exec(line)?.[1];
    if (next === undefined) parts.set(name, `${parts.get(name) ?? ''}${line}\n`);
    else {
      name = next;
      // A part that is empty has been asked all the same.
      parts.set(name, parts.get(name) ?? '');
    }
  }
  return parts;
}

export function numberIn(text: string | undefined): number | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/** The exit code a script wrote down itself. */
export function codeIn(text: string, label = 'rc'): number | undefined {
  return numberIn(new RegExp(`${label}=(\\d+)`).exec(text)?.[1]);
}

/** `key ( RO): value` blocks, as xe prints them. */
export function xeBlocks(raw: string): readonly ReadonlyMap<string, string>[] {
  return raw
    .split(/\n\s*\n/)
    .map((block) => {
      const entries = block.split('\n').flatMap((line): [string, string][] => {
        const [, key, value] = /^\s*([\w-]+) \(\s*[MS]?R[OW]\)\s*: ?(.*?)\s*$/.exec(line) ?? [];
        return key === undefined ? [] : [[key, value ?? '']];
      });
      return new Map(entries);
    })
    .filter((block) => block.size > 0);
}

/** `a: b; c: d`, as xe prints maps. */
export function xeMap(text: string): Readonly<Record<string, string>> {
  const entries = text.split('; ').flatMap((entry): [string, string][] => {
    const colon = entry.indexOf(': ');
    return colon < 1 ? [] : [[entry.slice(0, colon).trim(), entry.slice(colon + 2).trim()]];
  });
  return Object.fromEntries(entries);
}

/** Seconds of a date that openssl writes: `Mar  2 10:11:12 2025 GMT`. */
export function openSslDateMs(text: string | undefined): number | undefined {
  const [, month, day, time, year] = /^(\w{3})\s+(\d+) (\d\d:\d\d:\d\d) (\d{4})/.exec(text?.trim() ?? '') ?? [];
  const ms = Date.parse(`${day} ${month} ${year} ${time} GMT`);
  return Number.isNaN(ms) ? undefined : ms;
}

type Groups = readonly [string, string, string, string, string, string, string, string];

/** The groups of a pattern that fits, without the whole; what took no part in it is empty. */
export function groupsOf(pattern: RegExp, text: string): Groups | undefined {
  const found = pattern.exec(text);
  if (found === null) return undefined;
  const [a = '', b = '', c = '', d = '', e = '', f = '', g = '', h = ''] = found.slice(1);
  return [a, b, c, d, e, f, g, h];
}

/** Tools write nothing where they know nothing. */
export function orNothing(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

export function claimOf(text: string | undefined, yes: string): boolean | undefined {
  return text === undefined ? undefined : text === yes;
}
