/** The letters and values in front of a program's operands. */
export interface Options {
  has(letter: string): boolean;
  value(name: string): string | undefined;
  readonly operands: readonly string[];
}

/** `withValue` names the letters and long options that take one; long ones may have it after a `=`. */
export function optionsOf(args: readonly string[], withValue = ''): Options {
  const taking = new Set(withValue.split(' '));
  const values = new Map<string, string>();
  const operands: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index] ?? '';
    if (word === '--') {
      operands.push(...args.slice(index + 1));
      break;
    }
    if (word === '-' || !word.startsWith('-')) {
      operands.push(word);
      continue;
    }
    if (word.startsWith('--')) {
      const [name, value] = split(word.slice(2));
      if (value !== undefined) values.set(name, value);
      else if (taking.has(name)) values.set(name, args[(index += 1)] ?? '');
      else values.set(name, '');
      continue;
    }
    for (let at = 1; at < word.length; at += 1) {
      const letter = word[at] ?? '';
      if (!taking.has(letter)) {
        values.set(letter, '');
        continue;
      }
      const rest = word.slice(at + 1);
      values.set(letter, rest === '' ? (args[(index += 1)] ?? '') : rest);
      break;
    }
  }
  return { has: (letter) => values.has(letter), value: (name) => values.get(name), operands };
}

function split(text: string): [string, string | undefined] {
  const at = text.indexOf('=');
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** `-20` as old head and tail take it. */
export function withoutOldCount(args: readonly string[]): readonly string[] {
  return args.flatMap((word) => (/^-\d+$/.test(word) ? ['-n', word.slice(1)] : [word]));
}
