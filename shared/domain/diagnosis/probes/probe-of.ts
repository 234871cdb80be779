import type { Channel, Probe, ProbeId, Tier } from '../probe.ts';
import type { ShellScript } from '../shell.ts';

/** A probe that needs to be told nothing. */
export function plain(id: ProbeId, of: { readonly tier: Tier; readonly limitS?: number; readonly channel?: Channel }, script: ShellScript): Probe {
  return { id, channel: 'bundle', limitS: 3, ...of, script: () => script };
}
