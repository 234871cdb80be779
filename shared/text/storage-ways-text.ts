import type { Way, WayDoubt } from '#shared/domain/storage/ways.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';

/** What the wizard says of the way each host takes to the storage. */
export const storageWaysText = {
  title: 'The way to it',
  hint: 'from the addresses of the hosts; nothing is sent',
  host: 'Host',
  network: 'Network',
  card: 'Card',
  mtu: 'MTU',
  portals: 'Portals',
  multipathing: 'Multipathing',
  on: 'On',
  off: 'Off',
  routed: (name: string) => `${name}, through a router`,
  none: 'The host has no address',
} as const;

export function wayText({ network, isDirect }: Way): string {
  return isDirect ? network : storageWaysText.routed(network);
}

interface Words {
  readonly what: string;
  readonly next: string;
}

export function wayDoubtText(doubt: WayDoubt): Words {
  switch (doubt.is) {
    case 'different-mtu':
      return {
        what: `Hosts send packets of different sizes: ${doubt.hosts.map(({ name, mtu }) => `${name} ${mtu}`).join(', ')}.`,
        next: 'Give the network one MTU on every host, on the switch and on the storage, or large writes stand still.',
      };
    case 'some-routed':
      return {
        what: `${doubt.hosts.join(', ')} ${doubt.hosts.length === 1 ? 'has' : 'have'} no address on ${doubt.network}, and would go through a router.`,
        next: `Give ${doubt.hosts.length === 1 ? 'it' : 'them'} one on the Networks tab of the pool.`,
      };
    case 'over-management':
      return {
        what: 'Storage would share the network with the management of the pool.',
        next: 'It works. A network of its own, with an address of every host on it, keeps a busy disk from making hosts seem lost.',
      };
    case 'one-path':
      return {
        what: `The array has ${doubt.portals} portals, and multipathing is off on ${doubt.hosts.join(', ')}.`,
        next: 'With it off, a host uses one path and stands still when that is lost. It is turned on in maintenance mode.',
      };
    default:
      return unreachable(doubt);
  }
}
