import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { linkOf } from '#shared/domain/networks/cards.ts';
import type { NetworkMap, NetworkRow, Way } from '#shared/domain/networks/network-map.ts';
import { networkCardsText as words } from '#shared/text/network-cards-text.ts';
import { networkText as say } from '#shared/text/network-text.ts';
import { type CardFacts, driverOf, linkColumns, linkSeen } from './card-words.ts';

type Facts = Omit<CardFacts, 'host'>;

/** For a spreadsheet: a line for each card that leads a host into a network, each fact in a column of its own. */
export function mapTable({ hosts, rows }: NetworkMap, facts: Facts): readonly (readonly string[])[] {
  const head = [
    say.network,
    say.way,
    say.mtu,
    say.host,
    say.card,
    say.bond,
    say.tag,
    say.state,
    words.asOf,
    words.speed,
    words.duplex,
    words.driver,
    say.mac,
    say.bus,
    say.address,
    say.netmask,
    say.gateway,
    say.ipv6Mode,
    say.carries,
    say.vms,
    say.difference,
  ];
  return [head, ...rows.flatMap((row) => hosts.flatMap((host) => linesOf(row, host, facts)))];
}

/** A host without a way into a network that others have one into has its line too; of a network within each host one is enough. */
function linesOf(row: NetworkRow, host: HostRef, facts: Facts): readonly (readonly string[])[] {
  const way = row.ways.get(host);
  const name = facts.inventory.host.get(host)?.name ?? '';
  const cards = way === undefined || way.cards.length === 0 ? [undefined] : way.cards;
  return cards.map((pif) => [
    row.network.name,
    say.kind[row.kind],
    String(row.network.mtu),
    name,
    ...(pif === undefined ? [way?.device ?? (row.kind === 'private' ? '' : say.noWay)] : [pif.device]),
    way === undefined || way.members.length === 0 ? '' : way.device,
    way?.vlan === undefined ? '' : String(way.vlan),
    ...(pif === undefined ? ['', '', '', '', '', '', ''] : cardColumns(pif, host, facts)),
    ...addressColumns(way),
    String(row.vms),
    row.differences.map((difference) => say.differs[difference]).join('; '),
  ]);
}

function cardColumns(pif: Way['pif'], host: HostRef, facts: Facts): readonly string[] {
  const own = { ...facts, host };
  return [...linkColumns(linkSeen({ pif, host }, own)), driverOf(pif, own), pif.mac, busOf(pif, facts.inventory)];
}

function busOf(pif: Way['pif'], inventory: Inventory): string {
  return linkOf(inventory, pif)?.pciBusPath ?? '';
}

function addressColumns(way: Way | undefined): readonly string[] {
  if (way === undefined) return ['', '', '', '', ''];
  const { ip, netmask, gateway, ipv6, isManagement } = way.pif;
  return [ip, ...(ip === '' ? ['', ''] : [netmask, gateway]), ipv6.filter((one) => one !== '').join(' '), isManagement ? say.management : ''];
}
