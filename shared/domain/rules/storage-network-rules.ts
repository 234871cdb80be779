import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { cardsCalled } from '#shared/domain/networks/cards.ts';
import type { NetworkRequestOf, NewNetworkRequest } from '#shared/domain/operations/network-request.ts';
import { bondPart, cardNetwork, tagPart } from '#shared/domain/operations/storage-network.ts';
import { addressRules, plainAddressProblems } from './address-rules.ts';
import { mtuProblems } from './mtu-rule.ts';
import type { Problem } from './problem.ts';

type Request = NetworkRequestOf<'network.build-storage'>;

/** What stands against each part, before the first of them is begun. */
export function storageNetworkProblems(
  request: Request,
  { inventory, creation }: { readonly inventory: Inventory; readonly creation: (request: NewNetworkRequest) => readonly Problem[] },
): readonly Problem[] {
  const [device] = request.devices;
  if (device === undefined || request.addresses.length === 0) return [{ rule: 'nothing-chosen' }];
  const bond = bondPart(request);
  const found = [
    ...(bond === undefined ? [] : creation(bond)),
    ...tagProblems(request, { device, creation }),
    ...(request.tag === undefined ? managementProblems(request, inventory) : []),
    ...mtuProblems(request.mtu),
    ...reachProblems(request, inventory),
  ];
  const texts = found.map((problem) => JSON.stringify(problem));
  return found.filter((_, position) => texts.indexOf(texts[position] ?? '') === position);
}

interface Around {
  readonly device: string;
  readonly creation: (request: NewNetworkRequest) => readonly Problem[];
}

/** A bond that is not there yet is judged by the cards it will be made of. */
function tagProblems(request: Request, { device, creation }: Around): readonly Problem[] {
  const tagged = tagPart(request, device);
  // What stands on the first card moves onto the bond, so its tags count there as well.
  return tagged === undefined ? [] : creation(tagged);
}

/** The storage address would take the place of the one the host is managed by. */
function managementProblems({ devices }: Request, inventory: Inventory): readonly Problem[] {
  const taken = devices.filter((device) => [...cardsCalled(inventory, device).values()].some(({ pif }) => pif.isManagement));
  return taken.map((device) => ({ rule: 'card-carries-management', device }) as const);
}

function reachProblems(request: Request, inventory: Inventory): readonly Problem[] {
  const { server, addresses, target } = request;
  const network = cardNetwork(inventory, request);
  if (network !== undefined)
    return addressRules({ kind: 'network.address', server, network, addresses, insists: false, ...(target !== undefined && { target }) }, inventory);
  return plainAddressProblems({ addresses, devices: request.devices, target }, inventory);
}
