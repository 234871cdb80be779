/** A delay between nothing and `upToMs` that differs from name to name and stays the same for each. */
export function spreadMs(name: string, upToMs: number): number {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  return sum % upToMs;
}
