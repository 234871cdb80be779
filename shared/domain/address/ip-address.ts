/** Whether it is an address of this version of the protocol, written out or shortened, without a prefix. */
export function isIpAddress(text: string, version: 4 | 6): boolean {
  return version === 4 ? isFour(text) : isSix(text);
}

function isFour(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256);
}

const GROUPS = 8;

function isSix(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const count = groups.length;
  return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) && (halves.length === 2 ? count < GROUPS : count === GROUPS);
}
