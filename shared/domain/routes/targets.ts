import { parseAddress } from '#shared/domain/address/address.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { type Pif, pifsOf } from './cards.ts';

/** An address at which the host may listen. */
export interface Target {
  readonly address: string;
  readonly isManagement: boolean;
  /** Absent for an address that only the user knows. */
  readonly pif: Pif | undefined;
  readonly mode: 'static' | 'dhcp' | 'unknown';
}

/** Each once: the management's first, then those of other interfaces, then what the user has added. */
export function addressesOf(inventory: Inventory, host: HostRef, added: readonly string[]): readonly Target[] {
  const pifs = pifsOf(inventory, host);
  const targets = [
    ...managementTargets(inventory, host, pifs),
    ...pifs.filter((pif) => !pif.isManagement).flatMap(targetsOf),
    ...added.map((address) => ({ address, isManagement: false, pif: undefined, mode: 'unknown' as const })),
  ];
  return targets.filter(({ address }, at) => targets.findIndex((other) => other.address === address) === at);
}

/** The address the pool calls it by comes first, even where no interface bears it any more. */
function managementTargets(inventory: Inventory, host: HostRef, pifs: readonly Pif[]): readonly Target[] {
  const own = pifs.filter(({ isManagement }) => isManagement).flatMap(targetsOf);
  const address = parseAddress(inventory.host.get(host)?.address ?? '')?.host ?? '';
  if (address === '' || own.some((target) => target.address === address)) return own;
  const bearer = pifs.flatMap(targetsOf).find((target) => target.address === address);
  return [{ address, pif: bearer?.pif, mode: bearer?.mode ?? 'unknown', isManagement: true }, ...own];
}

function targetsOf(pif: Pif): readonly Target[] {
  const isManagement = pif.isManagement;
  const four = pif.ip === '' ? [] : [{ address: pif.ip, isManagement, pif, mode: modeOf(pif.ipMode) }];
  const six = pif.ipv6
    .map((address) => address.split('/')[0] ?? '')
    // A link-local address means nothing without the interface of who calls.
    .filter((address) => address !== '' && !/^fe80:/i.test(address))
    .map((address) => ({ address, isManagement, pif, mode: modeOf(pif.ipv6Mode) }));
  return [...four, ...six];
}

function modeOf(mode: string): Target['mode'] {
  if (mode === 'Static') return 'static';
  return mode === 'DHCP' || mode === 'Autoconf' ? 'dhcp' : 'unknown';
}
