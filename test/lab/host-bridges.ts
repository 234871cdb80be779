import { hasCarrier, legsOf, nicsOf } from '#simulator/world/dom0/legs.ts';
import type { SimHost } from '#simulator/world/world.ts';
import type { LabNetwork } from './network.ts';
import { addTagged } from './tagged-device.ts';

interface Bridge {
  readonly name: string;
  readonly mac: string;
  readonly vlan: number;
  readonly cards: readonly string[];
}

interface Built extends Bridge {
  /** The card it stands on now. */
  port: string | undefined;
  readonly remove: () => Promise<void>;
}

/** What a networking daemon makes of the records: bridges, tags and bonds. */
export interface HostBridges {
  /** Names those it has made anew, which have no address yet. */
  follow(): Promise<readonly string[]>;
}

/**
 * Neither the kernel's bonds nor Open vSwitch are here: of the cards of a bond the first that has a link is in its bridge, as in
 * active-backup, and the others are in none.
 */
export function keepBridges(network: LabNetwork, host: SimHost): HostBridges {
  const ip = async (...words: readonly string[]): Promise<void> => {
    const { code, stderr } = await network.inside(host.name, 'ip', ...words);
    if (code !== 0) throw new Error(`${host.name}: ip ${words.join(' ')}: ${stderr}`);
  };
  const built = new Map<string, Built>();
  for (const bridge of bridgesOf(host))
    built.set(bridge.name, { ...bridge, port: bridge.cards[0], remove: async () => await ip('link', 'del', bridge.name) });
  const sizes = new Map(nicsOf(host).map(({ device, mtu }) => [device, mtu]));

  async function add(bridge: Bridge): Promise<void> {
    const { name, mac, vlan, cards } = bridge;
    await ip('link', 'add', name, 'type', 'bridge');
    await ip('link', 'set', name, 'address', mac, 'up');
    const untag = vlan < 0 ? undefined : await addTagged(network, host.name, { name: tapOf(name), tag: vlan, cards });
    built.set(name, {
      ...bridge,
      port: undefined,
      remove: async () => {
        await untag?.();
        await ip('link', 'del', name);
      },
    });
    if (vlan < 0) return;
    await ip('link', 'set', tapOf(name), 'mtu', String(sizes.get(cards[0] ?? '') ?? 1500), 'master', name, 'up');
  }

  /** The first with a link; while none has any, it stays as it is. */
  async function stand(bridge: Built): Promise<void> {
    const port = bridge.cards.length === 1 ? bridge.cards[0] : (bridge.cards.find((card) => hasCarrier(host, card)) ?? bridge.port);
    if (bridge.vlan >= 0 || port === bridge.port) return;
    if (bridge.port !== undefined) await ip('link', 'set', bridge.port, 'nomaster');
    if (port !== undefined) await ip('link', 'set', port, 'master', bridge.name);
    bridge.port = port;
  }

  async function resize(): Promise<void> {
    for (const { device, mtu } of nicsOf(host)) {
      if (sizes.get(device) === mtu) continue;
      sizes.set(device, mtu);
      const tags = [...built.values()].filter(({ vlan, cards }) => vlan >= 0 && cards.includes(device));
      for (const name of [device, ...tags.map((bridge) => tapOf(bridge.name))]) await ip('link', 'set', name, 'mtu', String(mtu));
    }
  }

  return {
    async follow() {
      const wanted = bridgesOf(host);
      for (const [name, { remove }] of built) {
        if (wanted.some((bridge) => isSame(bridge, built.get(name)))) continue;
        built.delete(name);
        await remove();
      }
      await resize();
      const added = wanted.filter(({ name }) => !built.has(name));
      for (const bridge of added) await add(bridge);
      for (const bridge of built.values()) await stand(bridge);
      return added.map(({ name }) => name);
    },
  };
}

function bridgesOf(host: SimHost): readonly Bridge[] {
  return legsOf(host).map(({ bridge, mac, vlan, uplinks }) => ({ name: bridge, mac, vlan, cards: uplinks }));
}

function isSame(one: Bridge, other: Bridge | undefined): boolean {
  return other !== undefined && one.name === other.name && one.vlan === other.vlan && String(one.cards) === String(other.cards);
}

/** Of the length that a device's name may have. */
function tapOf(bridge: string): string {
  return `t-${bridge}`.slice(0, 15);
}
