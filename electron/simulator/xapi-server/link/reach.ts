import type { SimHost } from '#simulator/world/world.ts';

/** What a client meets when it connects to a host. */
export type Reach = 'open' | 'silent' | 'refuse' | 'reset';

/** Power, cables and toolstack tell as much as the faults set on the link itself. */
export function reachOf(host: SimHost): Reach {
  if (host.power === 'off' || host.cables.management === 'pulled' || host.link.mode === 'black-hole') return 'silent';
  if (host.power === 'booting' || host.toolstack.is === 'stopped' || host.link.mode === 'refuse') return 'refuse';
  return host.link.mode === 'reset' ? 'reset' : 'open';
}
