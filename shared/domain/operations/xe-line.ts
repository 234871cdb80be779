/** One line for a shell. */
export function xe(command: string, parameters: Readonly<Record<string, string>>): string {
  return ['xe', command, ...Object.entries(parameters).map(([name, value]) => `${quoted(name)}=${quoted(value)}`)].join(' ');
}

/** As a POSIX shell takes it literally; what it takes literally anyway stays as it is. */
function quoted(text: string): string {
  return /^[\w./:@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
