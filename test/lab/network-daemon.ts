import { prefixOf } from '#simulator/world/dom0/ip.ts';
import { pifsOf } from '#simulator/world/dom0/legs.ts';
import { text } from '#simulator/world/fields.ts';
import type { SimHost } from '#simulator/world/world.ts';
import { keepBridges } from './host-bridges.ts';
import type { LabNetwork } from './network.ts';

/** What a host's networking daemon does: bridges, bonds, tags and addresses that are written down anew become so on the host, whatever was typed there. */
export interface NetworkDaemon {
  follow(): Promise<void>;
}

interface Recorded {
  readonly address: string;
  readonly gateway: string;
}

export function runNetworkDaemon(network: LabNetwork, host: SimHost): NetworkDaemon {
  const bridges = keepBridges(network, host);
  let known = recordedOf(host);
  let following: Promise<void> | undefined;

  async function step(): Promise<void> {
    const made = await bridges.follow();
    const before = new Map([...known].filter(([bridge]) => !made.includes(bridge)));
    known = recordedOf(host);
    for (const [bridge, now] of known) {
      const former = before.get(bridge);
      if (former?.address === now.address && former.gateway === now.gateway) continue;
      const ip = async (...words: readonly string[]): Promise<void> => void (await network.inside(host.name, 'ip', ...words));
      if (now.address !== '') await ip('addr', 'replace', now.address, 'dev', bridge);
      if (former !== undefined && former.address !== '' && former.address !== now.address) await ip('addr', 'del', former.address, 'dev', bridge);
      if (now.gateway !== '') await ip('route', 'replace', 'default', 'via', now.gateway, 'dev', bridge);
    }
  }

  return {
    async follow() {
      following ??= step().finally(() => {
        following = undefined;
      });
      await following;
    },
  };
}

function recordedOf(host: SimHost): ReadonlyMap<string, Recorded> {
  return new Map(
    pifsOf(host).map(({ row }) => {
      const bridge = text(host.pool.database.find('network', text(row, 'network')) ?? {}, 'bridge');
      const ip = text(row, 'IP');
      return [bridge, { address: ip === '' ? '' : `${ip}/${prefixOf(text(row, 'netmask'))}`, gateway: text(row, 'gateway') }] as const;
    }),
  );
}
