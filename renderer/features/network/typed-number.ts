/** What is no number is refused as one that is out of range. */
export function numberOf(typed: string): number {
  return /^\d{1,6}$/.test(typed.trim()) ? Number(typed) : -1;
}
