import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf, RefOf, Vm } from '#shared/domain/inventory/watched.ts';

/** `hidden` is shown to whoever asks for hidden objects; `never` is the product's own machinery. */
export type Visibility = 'shown' | 'hidden' | 'never';

/** How XenCenter names what it is still making. */
const UNFINISHED = '__gui__';
const INNER_STORAGE: readonly string[] = ['local', 'tmpfs'];

export function visibilityOfVm(vm: Vm): Visibility {
  if (vm.isControlDomain || vm.name.startsWith(UNFINISHED)) return 'never';
  if (vm.isTemplate && vm.otherConfig['xensource_internal'] !== undefined) return 'never';
  return visibilityByMark(vm.otherConfig);
}

export function visibilityOfSr(sr: RecordOf<'sr'>): Visibility {
  if (sr.isToolsSr || INNER_STORAGE.includes(sr.type) || sr.name.startsWith(UNFINISHED)) return 'never';
  return visibilityByMark(sr.otherConfig);
}

export function visibilityOfVdi(vdi: RecordOf<'vdi'>): Visibility {
  // What a driver keeps for itself is of no use to anybody; the tools disc belongs to the product.
  if (!vdi.isManaged || vdi.isToolsIso) return 'never';
  return vdi.isSnapshot ? 'hidden' : visibilityByMark(vdi.otherConfig);
}

export function visibilityOfNetwork(inventory: Inventory, ref: RefOf<'network'>, network: RecordOf<'network'>): Visibility {
  const { otherConfig } = network;
  const isInner = otherConfig['is_guest_installer_network'] === 'true' || otherConfig['is_host_internal_management_network'] === 'true';
  if (isInner || visibilityByMark(otherConfig) === 'hidden') return 'hidden';
  const pifs = [...inventory.pif.values()].filter((pif) => pif.network === ref);
  const isBehindBond = pifs.length > 0 && pifs.every((pif) => pif.bondSlaveOf !== null);
  const isUnmanaged = !network.isManaged || pifs.some((pif) => !pif.isManaged || visibilityByMark(pif.otherConfig) === 'hidden');
  return isBehindBond || isUnmanaged ? 'hidden' : 'shown';
}

function visibilityByMark(otherConfig: Readonly<Record<string, string>>): Visibility {
  return otherConfig['HideFromXenCenter']?.toLowerCase() === 'true' ? 'hidden' : 'shown';
}
