import { isHostLive, isOrdinaryVm, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';
import { cardsCalled } from '#shared/domain/networks/cards.ts';
import type { NetworkRequest, NewNetworkRequest, Uplink } from '#shared/domain/operations/network-request.ts';
import type { Rehearsals } from '#shared/domain/routes/rehearsal.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import { addressRules, moveProblems } from './address-rules.ts';
import { mtuProblems } from './mtu-rule.ts';
import { bondModeProblems, configureProblems, plugProblems, rescanProblems } from './network-property-rules.ts';
import type { Problem } from './problem.ts';
import { sriovProblems, tagsOnShared } from './sriov-rules.ts';
import { storageNetworkProblems } from './storage-network-rules.ts';

type NetworkRef = RefOf<'network'>;
type UplinkOf<K extends Uplink['is']> = Extract<Uplink, { is: K }>;

const FIRST_TAG = 1;
const LAST_TAG = 4094;
const LEAST_CARDS = 2;
const MOST_CARDS = 4;

export function networkProblems(request: NetworkRequest, inventory: Inventory, rehearsals?: Rehearsals): readonly Problem[] {
  switch (request.kind) {
    case 'network.create':
      return creationProblems(request, inventory);
    case 'network.destroy':
      return removalProblems(request.network, inventory);
    case 'network.configure':
      return configureProblems(request, inventory);
    case 'network.set-bond':
      return bondModeProblems(request, inventory);
    case 'network.address':
      return addressRules(request, inventory, rehearsals);
    case 'network.build-storage':
      return storageNetworkProblems(request, { inventory, creation: (part) => creationProblems(part, inventory) });
    case 'network.move-management':
      return moveProblems(request, inventory, rehearsals);
    case 'network.plug':
      return plugProblems(request, inventory);
    case 'network.rescan':
      return rescanProblems(request, inventory);
    default:
      return unreachable(request);
  }
}

function creationProblems({ name, mtu, uplink }: NewNetworkRequest, inventory: Inventory): readonly Problem[] {
  return [...nameProblems(name.trim(), inventory), ...mtuProblems(mtu), ...uplinkProblems(uplink, inventory)];
}

/** By its name it is found again after a lost connection. */
function nameProblems(name: string, inventory: Inventory): readonly Problem[] {
  if (name === '') return [{ rule: 'empty-name' }];
  return [...inventory.network.values()].some((network) => network.name === name) ? [{ rule: 'network-name-taken', name }] : [];
}

function uplinkProblems(uplink: Uplink, inventory: Inventory): readonly Problem[] {
  switch (uplink.is) {
    case 'none':
      return [];
    case 'vlan':
      return vlanProblems(uplink, inventory);
    case 'bond':
      return bondProblems(uplink, inventory);
    case 'sriov':
      return sriovProblems(uplink, inventory);
    default:
      return unreachable(uplink);
  }
}

function vlanProblems({ device, tag }: UplinkOf<'vlan'>, inventory: Inventory): readonly Problem[] {
  if (!Number.isInteger(tag) || tag < FIRST_TAG || tag > LAST_TAG) return [{ rule: 'bad-vlan-tag', least: FIRST_TAG, most: LAST_TAG }];
  const cards = cardsCalled(inventory, device);
  const taken = [...inventory.pif.values()].find((pif) => pif.device === device && pif.vlan === tag);
  const network = taken?.network === null || taken === undefined ? undefined : inventory.network.get(taken.network);
  return [
    ...missingProblems(device, inventory),
    ...[...cards.values()].flatMap(({ pif }): Problem[] =>
      pif.bondSlaveOf === null ? [] : [{ rule: 'card-is-bonded', device, host: hostName(inventory, pif) }],
    ),
    ...(taken === undefined ? [] : [{ rule: 'vlan-in-use', device, tag, network: network?.name ?? '' } as const]),
  ];
}

/** A host that is away gets its tag when it comes back; one that has no such card never does. */
function missingProblems(device: string, inventory: Inventory): readonly Problem[] {
  const cards = cardsCalled(inventory, device);
  return [...inventory.host].filter(([ref]) => !cards.has(ref)).map(([, host]) => ({ rule: 'no-such-card', device, host: host.name }));
}

function bondProblems({ devices, mode, hashing }: UplinkOf<'bond'>, inventory: Inventory): readonly Problem[] {
  const distinct = [...new Set(devices)];
  if (distinct.length < LEAST_CARDS || distinct.length > MOST_CARDS) return [{ rule: 'bond-size', least: LEAST_CARDS, most: MOST_CARDS }];
  const members = distinct.flatMap((device) => [...cardsCalled(inventory, device).values()]);
  const bonded = members.filter(({ pif }) => pif.bondSlaveOf !== null);
  const away = [...inventory.host].filter(([ref]) => !isHostLive(inventory, ref));
  const isHaOn = onlyPool(inventory)?.pool.isHaEnabled === true;
  return [
    ...distinct.flatMap((device) => missingProblems(device, inventory)),
    ...bonded.map(({ pif }) => ({ rule: 'card-is-bonded', device: pif.device, host: hostName(inventory, pif) }) as const),
    ...members.filter(({ pif }) => !pif.isPhysical).map(({ pif }) => ({ rule: 'card-is-bond', device: pif.device }) as const),
    ...away.map(([, host]) => ({ rule: 'every-host-needed', host: host.name }) as const),
    ...addressProblems(
      members.map(({ pif }) => pif),
      inventory,
    ),
    ...(isHaOn && members.some(({ pif }) => pif.isManagement) ? [{ rule: 'ha-must-be-off' } as const] : []),
    ...(mode !== 'lacp' && hashing !== undefined ? [{ rule: 'hashing-needs-lacp' } as const] : []),
  ];
}

/** The bond takes over the address of its members, and has room for one. */
function addressProblems(members: readonly RecordOf<'pif'>[], inventory: Inventory): readonly Problem[] {
  const byHost = Map.groupBy(
    members.filter(({ ip }) => ip !== ''),
    ({ host }) => host,
  );
  return [...byHost.values()].flatMap((pifs): Problem[] => {
    const [first] = pifs;
    return pifs.length < 2 || first === undefined ? [] : [{ rule: 'two-addresses', host: hostName(inventory, first) }];
  });
}

function hostName(inventory: Inventory, { host }: RecordOf<'pif'>): string {
  return host === null ? '' : (inventory.host.get(host)?.name ?? '');
}

const SYSTEM_KEY = 'is_host_internal_management_network';

function removalProblems(ref: NetworkRef, inventory: Inventory): readonly Problem[] {
  const network = inventory.network.get(ref);
  if (network === undefined) return [{ rule: 'not-there' }];
  if (network.otherConfig[SYSTEM_KEY] === 'true') return [{ rule: 'network-of-system' }];
  const pifs = [...inventory.pif.values()].filter((pif) => pif.network === ref);
  const card = pifs.find(({ isPhysical }) => isPhysical);
  const vms = usersOf(ref, inventory);
  const isHaOn = onlyPool(inventory)?.pool.isHaEnabled === true;
  const carrying = pifs.filter((pif) => carries(pif));
  const tags = tagsOnShared(ref, inventory);
  return [
    ...(card === undefined ? [] : [{ rule: 'network-of-card', device: card.device } as const]),
    ...(vms.length === 0 ? [] : [{ rule: 'network-used-by', vms } as const]),
    ...(tags.length === 0 ? [] : [{ rule: 'network-carries-tags', networks: tags } as const]),
    ...carrying.map(
      (pif) => ({ rule: 'network-carries', host: hostName(inventory, pif), what: pif.isManagement ? 'management' : 'address' }) as const,
    ),
    ...(isHaOn && pifs.some(({ isManagement }) => isManagement) ? [{ rule: 'ha-must-be-off' } as const] : []),
  ];
}

/** What a bond carries goes back to its first card; what a tag carries is lost. */
function carries(pif: RecordOf<'pif'>): boolean {
  const isBond = pif.bondMasterOf.length > 0;
  return !isBond && !pif.isPhysical && (pif.isManagement || (pif.ip !== '' && pif.ipMode !== 'None'));
}

/** The server refuses while any machine has a card in it, whether that runs or not. */
function usersOf(network: NetworkRef, inventory: Inventory): readonly string[] {
  const names = [...inventory.vif.values()].flatMap((vif) => {
    const vm = vif.network === network && vif.vm !== null ? inventory.vm.get(vif.vm) : undefined;
    return vm === undefined || !isOrdinaryVm(vm) ? [] : [vm.name];
  });
  return [...new Set(names)].sort();
}
