const NAMED_AT_MOST = 3;

/** The first few by name, the others by number. */
export function someOf(names: readonly string[]): string {
  const more = names.length - NAMED_AT_MOST;
  if (more <= 0) return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
  return `${names.slice(0, NAMED_AT_MOST).join(', ')} and ${more} more`;
}
