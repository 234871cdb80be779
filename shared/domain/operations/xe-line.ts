/** What an earlier line has printed, by the name of the shell's variable that keeps it. */
export interface Printed {
  readonly printed: string;
}

/** One line for a shell. */
export function xe(command: string, parameters: Readonly<Record<string, string | Printed>>): string {
  return ['xe', command, ...Object.entries(parameters).map(([name, value]) => `${quoted(name)}=${valueOf(value)}`)].join(' ');
}

/** The same, with what it prints kept for the lines after it. */
export function keeping({ printed }: Printed, line: string): string {
  return `${printed}=$(${line})`;
}

function valueOf(value: string | Printed): string {
  return typeof value === 'string' ? quoted(value) : `"$${value.printed}"`;
}

/** As a POSIX shell takes it literally; what it takes literally anyway stays as it is. */
function quoted(text: string): string {
  return /^[\w./:@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

export function tagLines(
  of: { readonly name: string; readonly uuid: string },
  before: readonly string[],
  after: readonly string[],
): readonly string[] {
  const { name, uuid } = of;
  const line = (verb: string, tag: string): string => xe(`${name}-param-${verb}`, { uuid, 'param-name': 'tags', 'param-key': tag });
  return [
    ...before.filter((tag) => !after.includes(tag)).map((tag) => line('remove', tag)),
    ...after.filter((tag) => !before.includes(tag)).map((tag) => line('add', tag)),
  ];
}
