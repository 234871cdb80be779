import { hasCarrier, nicsOf, pifsOf } from '#simulator/world/dom0/legs.ts';
import { prefixOf } from '#simulator/world/dom0/ip.ts';
import { noteLink } from '#simulator/world/dom0/link-log.ts';
import { list, ref, text } from '#simulator/world/fields.ts';
import { canReachDatabase, isAnswering } from '#simulator/world/reach.ts';
import { change } from '#simulator/world/rows.ts';
import type { SimHost } from '#simulator/world/world.ts';
import type { Card } from './agent-words.ts';
import type { LabHost } from './lab-host.ts';

/** What really becomes of a host's cards and addresses is so in the world as well, for whatever that answers. */
export function followCards({ host, agent }: LabHost): void {
  const nics = nicsOf(host).map(({ device }) => device);
  const bridges = pifsOf(host).flatMap(({ row }) => {
    const bridge = text(host.pool.database.find('network', text(row, 'network')) ?? {}, 'bridge');
    return text(row, 'IP') === '' ? [] : [{ bridge, recorded: `${text(row, 'IP')}/${prefixOf(text(row, 'netmask'))}` }];
  });
  const wired = nics.filter((device) => hasCarrier(host, device));
  agent.watch([...wired, ...bridges.map(({ bridge }) => bridge)], (cards) => {
    const byDevice = new Map(cards.map((card) => [card.device, card]));
    for (const device of wired) followLink(host, byDevice.get(device));
    for (const { bridge, recorded } of bridges) followAddress(host, byDevice.get(bridge), recorded);
  });
}

function followLink(host: SimHost, card: Card | undefined): void {
  if (card === undefined) return;
  const { device } = card;
  const before = hasCarrier(host, device);
  const { adminDown, pulled } = host.dom0.network;
  if (card.isUp) adminDown.delete(device);
  else adminDown.add(device);
  if (card.isUp && !card.hasLink) pulled.add(device);
  else pulled.delete(device);
  if (before === hasCarrier(host, device)) return;
  noteLink(host, device, !before);
  tellPool(host, device);
}

/** A host that gets through to its pool tells it of its links. */
function tellPool(host: SimHost, device: string): void {
  if (!isAnswering(host) || !canReachDatabase(host)) return;
  const { pool } = host;
  const { database } = pool;
  const row = pifsOf(host).find((one) => text(one.row, 'device') === device)?.row ?? {};
  const metrics = ref(row, 'metrics');
  if (metrics !== undefined) change(pool, 'PIF_metrics', metrics, { carrier: hasCarrier(host, device) });
  const bond = ref(row, 'bond_slave_of');
  if (bond === undefined) return;
  const members = list(database.get('Bond', bond), 'slaves').map((slave) => text(database.get('PIF', slave), 'device'));
  change(pool, 'Bond', bond, { links_up: members.filter((member) => hasCarrier(host, member)).length });
}

function followAddress(host: SimHost, card: Card | undefined, recorded: string): void {
  // Of a bridge without a link nothing is told, and its address stays what it was.
  if (card?.hasLink !== true) return;
  const { addresses } = host.dom0.network;
  const [now] = card.addresses;
  if (now === recorded) return void addresses.delete(card.device);
  const [ip = '', prefix] = now?.split('/') ?? [];
  addresses.set(card.device, now === undefined ? undefined : { ip, prefix: Number(prefix) });
}
