import type { BmcWord } from '../believed.ts';

const TOOL_MISSING = 127;

/** What `chassis power status` said; undefined where there is no such tool to ask with. */
export function parsePower(raw: string, of: { readonly code: number | undefined; readonly atMs: number }): BmcWord | undefined {
  if (of.code === TOOL_MISSING) return undefined;
  const state = /^Chassis Power is (on|off)\s*$/im.exec(raw)?.[1]?.toLowerCase();
  // Anything that went wrong besides is no proof, whatever else it printed.
  if (of.code === 0 && (state === 'on' || state === 'off')) return { is: state, atMs: of.atMs };
  return /unauthorized|password|RAKP|privilege|authentication/i.test(raw) ? { is: 'refused' } : { is: 'unreachable' };
}
