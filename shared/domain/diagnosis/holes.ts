import type { Believed } from './believed.ts';
import { managementView } from './management-view.ts';
import type { Holes } from './probe.ts';
import { valueOf } from './seen.ts';
import { addressWord, deviceWord, hostWord, uuidWord } from './shell.ts';
import type { HostSight } from './sight.ts';

/** What later probes are told, from what earlier ones saw. */
export function holesOf(sight: HostSight, believed: Believed): Holes {
  const { bridge, address, gateway, uplinks, pif } = managementView(sight, believed);
  const role = valueOf(sight, 'role');
  const master = role?.is === 'member' ? role.master : undefined;
  return {
    hostUuid: uuidWord(believed.host.uuid),
    master: hostWord(master),
    bridge: deviceWord(bridge),
    address: addressWord(address?.address ?? pif?.address),
    gateway: addressWord(gateway),
    nic: deviceWord(uplinks.at(0)?.name ?? pif?.device),
  };
}
