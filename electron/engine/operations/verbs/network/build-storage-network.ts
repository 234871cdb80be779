import type { Lent } from '#engine/operations/lent.ts';
import { Cancelled, OperationError } from '#engine/operations/operation-error.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import type { StepName } from '#shared/contract/calls/operation-calls.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { wayOfHost } from '#shared/domain/networks/addresses.ts';
import type { NetworkRequestOf } from '#shared/domain/operations/network-request.ts';
import { bondNetworkName, bondPart, cardNetwork, tagPart } from '#shared/domain/operations/storage-network.ts';
import { configureNetwork } from './configure-network.ts';
import { giveAddresses } from './give-addresses.ts';
import { newNetwork } from './new-network.ts';
import { hostsOn, type NetworkRef } from './take-apart.ts';

type Request = NetworkRequestOf<'network.build-storage'>;

/** Its parts one after the other, each as it is done alone; where one fails, those before it are taken back as well. */
export function buildStorageNetwork(request: Request, lent: Lent): Verb {
  const { server, addresses, target, tag, mtu } = request;
  const bond = bondPart(request);
  return {
    steps: [
      'check',
      ...(bond === undefined ? [] : (['bond-cards'] as const)),
      ...(tag === undefined ? [] : (['tag-network'] as const)),
      'give-addresses',
      'mark-storage',
    ],
    async run(doing) {
      const part = async (name: StepName, verb: Verb): Promise<void> => {
        if (doing.cancelling.aborted) throw new Cancelled(false);
        await doing.step(name, async () => await verb.run(within(doing)));
      };
      const inventory = (): Inventory => doing.pool.inventory();
      if (bond !== undefined) await part('bond-cards', newNetwork(bond));
      const tagged = tagPart(request, deviceOf(inventory(), request));
      if (tagged !== undefined) await part('tag-network', newNetwork(tagged));
      const network = networkOf(inventory(), request);
      const given = giveAddresses(
        { kind: 'network.address', server, network, addresses, insists: false, ...(target !== undefined && { target }) },
        lent,
      );
      // What is proven is proven with packets of this size.
      const sized = configureNetwork({ kind: 'network.configure', server, network, mtu });
      await part('give-addresses', {
        ...given,
        async run(inner) {
          await sized.run(inner);
          await given.run(inner);
        },
      });
      await part('mark-storage', configureNetwork({ kind: 'network.configure', server, network, purposes: ['storage'] }));
    },
    left: (inventory) => madeOf(inventory, request).map(({ ref, name }) => ({ is: 'network', hosts: hostsOn(inventory, ref), name })),
    clearing: (inventory) => madeOf(inventory, request).map(({ ref }) => ({ kind: 'network.destroy', server: server as ServerId, network: ref })),
  };
}

/** What it has made so far: the tag before the bond that it stands on. */
function madeOf(inventory: Inventory, request: Request): readonly { readonly ref: NetworkRef; readonly name: string }[] {
  if (cardNetwork(inventory, request) !== undefined) return [];
  const names = [...new Set([request.name.trim(), ...(bondPart(request) === undefined ? [] : [bondNetworkName(request)])])];
  return names.flatMap((name) => [...inventory.network].flatMap(([ref, network]) => (network.name === name ? [{ ref, name }] : [])));
}

/** Steps within a step are one; and until the last part has ended, all of it can be taken back. */
function within(doing: Doing): Doing {
  return { ...doing, step: async (_name, work) => await work(), tooLateToCancel: () => undefined };
}

function networkOf(inventory: Inventory, request: Request): NetworkRef {
  const found = cardNetwork(inventory, request) ?? [...inventory.network].find(([, { name }]) => name === request.name.trim())?.[0];
  if (found === undefined) throw new OperationError({ kind: 'gone' });
  return found;
}

/** The bonds were named by the server, on every host alike unless it had others before. */
function deviceOf(inventory: Inventory, request: Request): string {
  const [only = ''] = request.devices;
  if (request.devices.length < 2) return only;
  const network = [...inventory.network].find(([, { name }]) => name === bondNetworkName(request))?.[0];
  const ways = [...inventory.host].map(([ref, { name }]) => ({
    name,
    device: network === undefined ? undefined : wayOfHost(inventory, network, ref)?.pif.device,
  }));
  const device = ways[0]?.device ?? '';
  const other = ways.filter((way) => way.device !== device);
  if (other.length > 0)
    throw new OperationError({ kind: 'precheck', problems: other.map(({ name }) => ({ rule: 'no-such-card', device, host: name })) });
  return device;
}
