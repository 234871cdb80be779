import { byHow, type FaultWords, or } from './fault-words.ts';

const addressWords: Readonly<Record<string, string>> = {
  none: 'has no address',
  address: 'has another address',
  mask: 'has another netmask',
  gateway: 'has a gateway outside its network',
  route: 'has no default route',
};

export const networkFaults = {
  F01: {
    title: ({ nic = '', how }) =>
      `${or(nic, 'The management card')}, which carries management, ${how === 'switched-off' ? 'is switched off' : 'has no link'}`,
    cause: ({ how }) =>
      how === 'switched-off'
        ? 'Somebody or something on the host has switched it off; the cable is not to blame. Switched on, it lets the host reconnect by itself within about four minutes.'
        : 'The cable, the transceiver or the switch port. Virtual machines on other cards are not touched by it. Once the link is back the host reconnects by itself within about four minutes.',
  },
  F02: {
    title: ({ nic = '', gateway = '' }) => `${or(nic, 'The management card')} has a link, but ${or(gateway, 'the gateway')} does not answer`,
    cause: ({ vlan = '' }) =>
      `Most often the switch port lies in another VLAN now, or blocks the card's address.${vlan === '' ? ' Management is untagged here.' : ` Management uses VLAN ${vlan} here.`} Nothing is wrong with the host itself.`,
  },
  F03: {
    title: ({ bridge = '', what = '' }) =>
      `${or(bridge, 'Management')} ${what
        .split(', ')
        .map((word) => addressWords[word] ?? word)
        .join(' and ')}`,
    cause: ({ now = '', should = '', gateway = '' }) =>
      `The host uses ${or(now, 'no address')}${gateway === '' ? '' : ` with gateway ${gateway}`}; the pool has recorded ${should}. Usually it was mistyped. A temporary address brings the host back; then it is set right from the master.`,
  },
  F04: {
    title: ({ address = '', how = '' }) =>
      how === 'another' ? `Another machine answers at ${address}` : `${address} is used by more than one machine`,
    cause: ({ how }) =>
      byHow(
        {
          taken: 'Another device has the same address, so connections go now to one, now to the other.',
          another: 'The machine that answers has another identity. No password was sent to it twice, and nothing is done to it.',
          key: 'The key that was shown is not the one this host is known by. Either another device has the address, or the host was installed anew. No password was sent.',
        },
        how,
      ),
  },
  F05: {
    title: ({ bridge = '', now = '' }) =>
      now === '' ? `${bridge} has lost its address from DHCP` : `${bridge} was given another address by DHCP: ${now}`,
    cause: ({ was = '' }) =>
      `The pool knows the host ${was === '' ? 'by no address' : `as ${was}`}. The DHCP server is silent, or its reservation has changed. A fixed address keeps this from happening again.`,
  },
  F06: {
    title: ({ how, bridge = '' }) =>
      byHow(
        {
          off: 'Management is switched off on this host',
          gone: `The management bridge ${bridge} does not exist`,
          unplugged: 'The management interface is not plugged in',
        },
        how,
      ),
    cause: () => 'It was disabled, or a reset of the network did not come to its end. It can be set to a bridge again from here.',
  },
  F07: {
    title: ({ nic = '', how }) =>
      how === 'gone' ? `${nic}, which carried management, is not there any more` : `${nic}, which carries management, resets itself`,
    cause: () => 'The card is most likely broken. Management can be moved to another card from which the master is reached.',
  },
  F08: {
    title: ({ bond = '', down = '', of = '' }) => `${bond}: ${down} of ${of} links ${down.includes(',') ? 'are' : 'is'} out`,
    cause: ({ cause }) =>
      cause === 'switch'
        ? 'The switch does not take part in LACP on these ports; they must belong to one group there.'
        : 'One cable or port has failed, so there is nothing in reserve. A link that has just come back is used again after half a minute.',
  },
  F09: {
    title: ({ nics = '' }) => `Network cards are not where the pool expects them: ${nics}`,
    cause: ({ how }) =>
      how === 'swapped'
        ? 'The names of cards have changed places, usually after hardware was moved. Addresses and networks now belong to the wrong cards.'
        : 'A card was replaced, and its name went to another one. The records still belong to the old card.',
  },
  F10: {
    title: ({ mtu = '' }) => `Packets of ${or(mtu, 'full')} bytes do not reach the master; small ones do`,
    cause: () => 'Somewhere on the way the largest packet size is smaller. Connections come about and then stand still.',
  },
  F11: {
    title: ({ where, master = '' }) =>
      byHow(
        {
          here: 'A firewall rule on this host turns the toolstack away',
          back: 'The master cannot connect back to this host',
          way: `${or(master, 'The master')} is there, but its port 443 is closed`,
        },
        where,
      ),
    cause: () => 'Master and member must each reach the other on port 443. A firewall on the way or on one of them stops it.',
  },
} satisfies Readonly<Record<string, FaultWords>>;
