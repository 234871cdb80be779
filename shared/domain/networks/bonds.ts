import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';
import type { BondHashing, BondMode } from '#shared/domain/operations/network-request.ts';
import type { Pif } from './cards.ts';

export const HASHING_KEY = 'hashing_algorithm';
export const bondModes: readonly BondMode[] = ['balance-slb', 'active-backup', 'lacp'];

export interface BondInto {
  readonly ref: RefOf<'bond'>;
  readonly bond: RecordOf<'bond'>;
  readonly master: Pif;
}

/** The bonds that lead into a network, one for each host. */
export function bondsInto(inventory: Inventory, network: RefOf<'network'>): readonly BondInto[] {
  return [...inventory.bond].flatMap(([ref, bond]) => {
    const master = bond.master === null ? undefined : inventory.pif.get(bond.master);
    return master?.network === network ? [{ ref, bond, master }] : [];
  });
}

export function modeOf(bond: RecordOf<'bond'>): BondMode | undefined {
  return bondModes.find((mode) => mode === bond.mode);
}

export function hashingOf(bond: RecordOf<'bond'>): BondHashing {
  return bond.properties[HASHING_KEY] === 'src_mac' ? 'src_mac' : 'tcpudp_ports';
}

/** Only LACP is told what to share its ports by. */
export function isBondAs(
  bond: RecordOf<'bond'>,
  { mode, hashing }: { readonly mode: BondMode; readonly hashing?: BondHashing | undefined },
): boolean {
  return bond.mode === mode && (mode !== 'lacp' || hashing === undefined || hashingOf(bond) === hashing);
}
