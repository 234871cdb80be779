import { managedAt, managementPifOf } from '#simulator/world/dom0/legs.ts';
import { isAsRecorded, type Origin, type Path, pathTo } from '#simulator/world/dom0/paths.ts';
import { meet } from '#simulator/world/dom0/tcp.ts';
import type { SimHost } from '#simulator/world/world.ts';

/** What a client meets when it connects to a host. */
export type Reach = 'open' | 'silent' | 'refuse' | 'reset';

/** Power, cables and toolstack tell as much as the faults set on the link itself. */
export function reachOf(host: SimHost): Reach {
  if (host.power === 'off' || host.cables.management === 'pulled' || host.link.mode === 'black-hole') return 'silent';
  if (!isAsRecorded(host) && !isReachedAsRecorded(host)) return 'silent';
  if (host.power === 'booting' || host.toolstack.is === 'stopped' || host.link.mode === 'refuse') return 'refuse';
  return host.link.mode === 'reset' ? 'reset' : 'open';
}

const HTTPS = 443;

/** Somebody changed the host's network underneath: does the address that clients know still lead to it? */
function isReachedAsRecorded(host: SimHost): boolean {
  const address = recordedAddress(host);
  if (address === undefined) return false;
  const met = meet(pathTo({ hosts: [host] }, 'outside', address), HTTPS, 'outside');
  return met === 'open' || met === 'refused';
}

/** Where clients look for it, whatever address it really has. */
function recordedAddress(host: SimHost): string | undefined {
  return managedAt(managementPifOf(host) ?? {});
}

/** The same for a connection that came by a way of its own, from within the data centre. */
export function reachBy(path: Path, port: number, from: Origin): Reach {
  const met = meet(path, port, from);
  return met === 'open' ? 'open' : met === 'refused' ? 'refuse' : 'silent';
}
