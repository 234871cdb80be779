import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { bondsInto, isBondAs } from '#shared/domain/networks/bonds.ts';
import { PURPOSE_KEY, purposeKeys, purposesOf, STORAGE_LABEL } from '#shared/domain/networks/purposes.ts';
import type { NetworkRequestOf } from './network-request.ts';
import { xe } from './xe-line.ts';

export function configureLines(
  { network, mtu, isAutomatic, purposes }: NetworkRequestOf<'network.configure'>,
  inventory: Inventory,
): readonly string[] {
  const uuid = inventory.network.get(network)?.uuid ?? '';
  const changes = {
    ...(mtu !== undefined && { MTU: String(mtu) }),
    ...(isAutomatic !== undefined && { 'other-config:automatic': String(isAutomatic) }),
  };
  const now = purposesOf(inventory, network);
  const changed = (purposes ?? now).filter((purpose) => !now.includes(purpose));
  const dropped = now.filter((purpose) => purposes?.includes(purpose) === false);
  const pool = onlyPool(inventory)?.pool.uuid ?? '';
  const ofPool = (['migration', 'backup'] as const).flatMap((purpose) => [
    ...(changed.includes(purpose) ? [xe('pool-param-set', { uuid: pool, [`other-config:${purposeKeys[purpose]}`]: uuid })] : []),
    ...(dropped.includes(purpose) ? [xe('pool-param-remove', { uuid: pool, 'param-name': 'other-config', 'param-key': purposeKeys[purpose] })] : []),
  ]);
  const pifs = [...inventory.pif.values()].filter((pif) => pif.network === network && pif.ip !== '' && !pif.isManagement);
  const ofCards = pifs.flatMap((pif) => [
    ...(changed.includes('storage')
      ? [xe('pif-param-set', { uuid: pif.uuid, [`other-config:${PURPOSE_KEY}`]: STORAGE_LABEL, 'disallow-unplug': 'true' })]
      : []),
    ...(dropped.includes('storage')
      ? [
          xe('pif-param-remove', { uuid: pif.uuid, 'param-name': 'other-config', 'param-key': PURPOSE_KEY }),
          xe('pif-param-set', { uuid: pif.uuid, 'disallow-unplug': 'false' }),
        ]
      : []),
  ]);
  return [...(Object.keys(changes).length === 0 ? [] : [xe('network-param-set', { uuid, ...changes })]), ...ofPool, ...ofCards];
}

export function bondLines(request: NetworkRequestOf<'network.set-bond'>, inventory: Inventory): readonly string[] {
  const { network, mode, hashing } = request;
  return bondsInto(inventory, network)
    .filter(({ bond }) => !isBondAs(bond, request))
    .flatMap(({ bond }) => [
      ...(bond.mode === mode ? [] : [xe('bond-set-mode', { uuid: bond.uuid, mode })]),
      ...(hashing === undefined ? [] : [xe('bond-param-set', { uuid: bond.uuid, 'properties:hashing_algorithm': hashing })]),
    ]);
}
