import { confirm } from '#engine/operations/confirm.ts';
import { Cancelled } from '#engine/operations/operation-error.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import { isHostLive, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { cardsCalled } from '#shared/domain/networks/cards.ts';
import type { NewNetworkRequest, Uplink } from '#shared/domain/operations/network-request.ts';
import { cutWays, hostsOn, type NetworkRef, removed, restartsNeeded } from './take-apart.ts';

type UplinkOf<K extends Uplink['is']> = Extract<Uplink, { is: K }>;

/** Events need a moment to tell that it is gone. */
const SHOWS_WITHIN_MS = 15_000;

/** Makes a network and, on every host, the way into it; what one host refuses is taken back on the others. */
export function newNetwork(request: NewNetworkRequest): Verb {
  const { uplink } = request;
  const name = request.name.trim();

  /** The rules let nobody begin while the name is taken, so whoever has it now is the new one. */
  function made(inventory: Inventory): NetworkRef | undefined {
    for (const [ref, network] of inventory.network) if (network.name === name) return ref;
    return undefined;
  }

  async function create(doing: Doing): Promise<NetworkRef> {
    const { pool, closing } = doing;
    doing.onUndo({ undo: async () => await takeBack(doing, made(pool.inventory())), otherwise: undefined });
    await pool.ask({ safe: true, signal: closing }, async (session) => {
      // Asked again after a lost connection, it may be there already.
      const there = await session.call('network.get_by_name_label', [name]);
      if (Array.isArray(there) && there.length > 0) return;
      const record = {
        name_label: name,
        name_description: request.description,
        MTU: request.mtu,
        other_config: { automatic: String(request.isAutomatic) },
        bridge: '',
        managed: true,
        tags: [],
      };
      await session.call('network.create', [record as never]);
    });
    await confirm(doing, () => made(pool.inventory()) !== undefined);
    return made(pool.inventory()) as NetworkRef;
  }

  return {
    steps: uplink.is === 'none' ? ['check', 'act'] : ['check', 'act', 'lay-ways', 'confirm'],
    async run(doing) {
      if (uplink.is === 'bond') rememberCards(doing, uplink);
      const hosts = hostsToConnect(doing.pool.inventory(), uplink);
      const network = await doing.step('act', async () => await create(doing));
      if (doing.cancelling.aborted) throw new Cancelled(false);
      if (uplink.is === 'none') return;
      await doing.step('lay-ways', async () => {
        if (uplink.is === 'vlan') await tag(doing, network, uplink);
        else await hostByHost(doing, { network, hosts, uplink });
      });
      doing.tooLateToCancel();
      await doing.step('confirm', async () => await confirm(doing, ({ inventory }) => hostsOn(inventory(), network).length >= hosts.length));
      remarkOnHosts(doing, network, { uplink, hosts });
    },
    left(inventory) {
      const network = made(inventory);
      return network === undefined ? [] : [{ is: 'network', hosts: hostsOn(inventory, network) }];
    },
    clearing(inventory) {
      const network = made(inventory);
      return network === undefined ? [] : [{ kind: 'network.destroy', server: request.server as ServerId, network }];
    },
  };
}

/** A bond that is undone leaves all machines in the network of its first card; they go back to where they were. */
function rememberCards(doing: Doing, { devices }: UplinkOf<'bond'>): void {
  const { pool, closing } = doing;
  const inventory = pool.inventory();
  const networks = new Set(devices.flatMap((device) => [...cardsCalled(inventory, device).values()].map(({ pif }) => pif.network)));
  const before = [...inventory.vif].flatMap(([ref, { network }]) => (network === null || !networks.has(network) ? [] : [{ ref, network }]));
  doing.onUndo({
    async undo() {
      await pool.ask({ safe: true, signal: closing }, async (session) => {
        for (const { ref, network } of before) {
          if ((await session.call('VIF.get_network', [ref])) !== network) await session.call('VIF.move', [ref, network]);
        }
      });
      return { is: 'cards-as-before' };
    },
    otherwise: { is: 'cards-moved' },
  });
}

/** Those that are there and, where machines share a card, have it. */
function hostsToConnect(inventory: Inventory, uplink: Uplink): readonly HostRef[] {
  const meant = uplink.is === 'sriov' ? cardsCalled(inventory, uplink.device) : inventory.host;
  return [...meant.keys()].filter((host) => isHostLive(inventory, host));
}

/** What has to be known of hosts that are not as the others are now. */
function remarkOnHosts(doing: Doing, network: NetworkRef, { uplink, hosts }: { readonly uplink: Uplink; readonly hosts: readonly HostRef[] }): void {
  const inventory = doing.pool.inventory();
  for (const host of restartsNeeded(inventory, network)) doing.remark({ is: 'shared-after-restart', host });
  for (const [ref, host] of inventory.host) {
    const isMeant = uplink.is !== 'sriov' || cardsCalled(inventory, uplink.device).has(ref);
    if (isMeant && !hosts.includes(ref)) doing.remark({ is: 'host-later', host: host.name });
  }
}

/** The server does it on all hosts, or on none. */
async function tag({ pool, closing }: Doing, network: NetworkRef, { device, tag: number }: UplinkOf<'vlan'>): Promise<void> {
  const inventory = pool.inventory();
  const master = onlyPool(inventory)?.pool.master;
  const cards = cardsCalled(inventory, device);
  const card = (master === null || master === undefined ? undefined : cards.get(master)) ?? [...cards.values()][0];
  if (card === undefined) return;
  await pool.ask({ safe: true, signal: closing }, async (session) => {
    try {
      await session.call('pool.create_VLAN_from_PIF', [card.ref, network, number], { signal: closing });
    } catch (error) {
      // Asked again after a lost connection, it is there already.
      const isOurs = saysItIsThere(error, ['PIF_VLAN_EXISTS', 'VLAN_IN_USE']) && (await isLedTo(session, network));
      if (!isOurs) throw error;
    }
  });
}

type Asking = Parameters<Parameters<Doing['pool']['ask']>[1]>[0];

/** Which of its checks a release makes first differs. */
function saysItIsThere(error: unknown, codes: readonly string[]): boolean {
  return [...codes, 'NETWORK_ALREADY_CONNECTED'].some((code) => isXapiError(error, code));
}

async function isLedTo(session: Asking, network: NetworkRef): Promise<boolean> {
  const ways = await session.call('network.get_PIFs', [network]);
  return Array.isArray(ways) && ways.length > 0;
}

type HostUplink = UplinkOf<'bond'> | UplinkOf<'sriov'>;

interface HostsPlan {
  readonly network: NetworkRef;
  readonly hosts: readonly HostRef[];
  readonly uplink: HostUplink;
}

/** The master last: whoever holds the management traffic loses it for a moment. */
async function hostByHost(doing: Doing, { network, hosts, uplink }: HostsPlan): Promise<void> {
  const master = onlyPool(doing.pool.inventory())?.pool.master;
  const ordered = hosts.toSorted((a, b) => Number(a === master) - Number(b === master));
  for (const [position, host] of ordered.entries()) {
    if (doing.cancelling.aborted) throw new Cancelled(false);
    doing.progress(position / hosts.length);
    if (uplink.is === 'bond') await bondOn(doing, { network, host, uplink });
    else await shareOn(doing, { network, host, uplink });
  }
}

interface HostPlan<U extends HostUplink> {
  readonly network: NetworkRef;
  readonly host: HostRef;
  readonly uplink: U;
}

async function bondOn({ pool, closing }: Doing, { network, host, uplink }: HostPlan<UplinkOf<'bond'>>): Promise<void> {
  const inventory = pool.inventory();
  const members = uplink.devices.flatMap((device) => cardsCalled(inventory, device).get(host)?.ref ?? []);
  const properties = uplink.hashing === undefined ? {} : { hashing_algorithm: uplink.hashing };
  await pool.ask({ safe: true, signal: closing }, async (session) => {
    try {
      await session.call('Bond.create', [network, members, '', uplink.mode, properties], { signal: closing });
    } catch (error) {
      // Asked again after a connection that the change itself has cut: the bond stands.
      const isOurs = saysItIsThere(error, ['PIF_ALREADY_BONDED']) && (await leadsFrom(session, network, host));
      if (!isOurs) throw error;
    }
  });
}

async function shareOn({ pool, closing }: Doing, { network, host, uplink }: HostPlan<UplinkOf<'sriov'>>): Promise<void> {
  const card = cardsCalled(pool.inventory(), uplink.device).get(host)?.ref;
  if (card === undefined) return;
  await pool.ask({ safe: true, signal: closing }, async (session) => {
    try {
      await session.call('network_sriov.create', [card, network], { signal: closing });
    } catch (error) {
      // Asked again after a lost connection, it is shared already.
      const isOurs = saysItIsThere(error, ['NETWORK_SRIOV_ALREADY_ENABLED']) && (await leadsFrom(session, network, host));
      if (!isOurs) throw error;
    }
  });
}

async function leadsFrom(session: Asking, network: NetworkRef, host: HostRef): Promise<boolean> {
  const ways = await session.call('network.get_PIFs', [network]);
  for (const way of Array.isArray(ways) ? ways : []) if ((await session.call('PIF.get_host', [way as never])) === host) return true;
  return false;
}

async function takeBack(doing: Doing, network: NetworkRef | undefined): Promise<Trace> {
  if (network === undefined) return { is: 'nothing-changed' };
  const { pool, closing } = doing;
  await cutWays(doing, { network });
  await removed(doing, 'network.destroy', network);
  await pool.until(() => !pool.inventory().network.has(network), { signal: closing, timeoutMs: SHOWS_WITHIN_MS });
  return { is: 'network-removed' };
}
