import { say, type Words } from './error-words.ts';

const BONDED = 'Use the bond instead, or take the bond apart first.';
const CARRIES = 'Move the management interface to another network first.';
const LOOK = 'Look at the networks of the pool.';
const AGAIN = 'Look at it again: it has changed since.';

/** What a server says of networks, interfaces, bonds and tags. */
export const networkErrors: Readonly<Record<string, Words>> = {
  BRIDGE_NAME_EXISTS: ([bridge = '']) => ({ what: `There is a bridge ${bridge} already.`, next: 'Choose another name for it, or none.' }),
  BRIDGE_NOT_AVAILABLE: say('The bridge of this network is not there on the host.', 'Look at the log of the host, and restart its toolstack.'),
  CANNOT_ADD_TUNNEL_TO_BOND_SLAVE: say('A card that is part of a bond cannot carry a tunnel.', BONDED),
  CANNOT_ADD_TUNNEL_TO_SRIOV_LOGICAL: say('A card that is shared by SR-IOV cannot carry a tunnel.', 'Choose another card.'),
  CANNOT_ADD_TUNNEL_TO_VLAN_ON_SRIOV_LOGICAL: say('A tag on a card that is shared by SR-IOV cannot carry a tunnel.', 'Choose another card.'),
  CANNOT_ADD_VLAN_TO_BOND_SLAVE: say('A card that is part of a bond cannot carry a VLAN.', BONDED),
  CANNOT_CHANGE_PIF_PROPERTIES: say('A card that is part of a bond is changed through the bond.', BONDED),
  CANNOT_DESTROY_SYSTEM_NETWORK: say('The server keeps this network for itself.'),
  CANNOT_FORGET_SRIOV_LOGICAL: say('The interface stands for a card that is shared by SR-IOV.', 'Delete its network instead.'),
  CANNOT_PLUG_BOND_SLAVE: say('The card is part of a bond.', BONDED),
  CLUSTERING_ENABLED: say('Clustered storage uses this interface.', 'Disable clustering on the pool first.'),
  COULD_NOT_FIND_NETWORK_INTERFACE_WITH_SPECIFIED_DEVICE_NAME_AND_MAC_ADDRESS: ([device = '', mac = '']) => ({
    what: `The host has no card ${device} with the address ${mac}.`,
    next: 'Look for network cards on the host, and choose among those.',
  }),
  DUPLICATE_PIF_DEVICE_NAME: ([device = '']) => ({ what: `The host has two interfaces called ${device}.`, next: 'Look at how its cards are named.' }),
  HA_CANNOT_CHANGE_BOND_STATUS_OF_MGMT_IFACE: say(
    'The management traffic runs over this card, and high availability relies on it.',
    'Disable high availability first, and enable it again afterwards.',
  ),
  HOST_CANNOT_ATTACH_NETWORK: say('The host has no way into this network.', LOOK),
  HOST_HAS_NO_MANAGEMENT_IP: say('The host would have no management address.', 'Give the interface an address first.'),
  INCOMPATIBLE_PIF_PROPERTIES: say('The cards are not set alike.', 'Set the same properties on all of them.'),
  INTERFACE_HAS_NO_IP: ([name = '']) => ({ what: `${name === '' ? 'The interface' : name} has no address.`, next: 'Give it one first.' }),
  INVALID_CIDR_ADDRESS_SPECIFIED: ([name = '']) => ({ what: `${name || 'An address'} is not an address with the length of its network.` }),
  INVALID_IP_ADDRESS_SPECIFIED: ([name = '']) => ({ what: `${name || 'An address'} is not an address the server takes.`, next: 'Correct it.' }),
  IS_TUNNEL_ACCESS_PIF: say('The interface is the end of a tunnel.', 'Choose a card or a bond.'),
  MAC_INVALID: ([mac = '']) => ({ what: `${mac} is no MAC address.`, next: 'Correct it, or leave it out.' }),
  NETWORK_ALREADY_CONNECTED: say('The host has a way into this network already.', LOOK),
  NETWORK_CONTAINS_PIF: say('Interfaces of hosts lead into the network.', 'Take the bonds and tags that lead to it apart first.'),
  NETWORK_CONTAINS_VIF: say('VMs have cards in the network.', 'Remove those, or move them to another network.'),
  NETWORK_HAS_INCOMPATIBLE_SRIOV_PIFS: say('Another host enters this network over a card of another kind.', 'Use the same card on every host.'),
  NETWORK_HAS_INCOMPATIBLE_VLAN_ON_SRIOV_PIFS: say('Another host enters this network in another way.', 'Use the same card on every host.'),
  NETWORK_INCOMPATIBLE_PURPOSES: ([wished = '', other = '']) => ({ what: `The network is for ${other}, which does not go with ${wished}.` }),
  NETWORK_INCOMPATIBLE_WITH_BOND: say('This network cannot stand on a bond.', 'Make another network for the bond.'),
  NETWORK_INCOMPATIBLE_WITH_SRIOV: say('This network cannot stand on a card that is shared by SR-IOV.', 'Make another network for it.'),
  NETWORK_INCOMPATIBLE_WITH_TRUNKS: say('The ports of this network carry several tags.', LOOK),
  NETWORK_INCOMPATIBLE_WITH_TUNNEL: say('This network cannot be reached through a tunnel.', 'Make another network for the tunnel.'),
  NETWORK_INCOMPATIBLE_WITH_VLAN_ON_BRIDGE: say('This network cannot be a VLAN.', 'Make another network for the VLAN.'),
  NETWORK_INCOMPATIBLE_WITH_VLAN_ON_SRIOV: say('This network cannot be a VLAN on a card that is shared by SR-IOV.', 'Make another network for it.'),
  NETWORK_SRIOV_ALREADY_ENABLED: say('The card is shared by SR-IOV already.', LOOK),
  NETWORK_SRIOV_DISABLE_FAILED: ([, reason = '']) => ({
    what: `The card could not be made an ordinary one again. ${reason}`.trim(),
    next: 'Restart the host, and try again.',
  }),
  NETWORK_SRIOV_ENABLE_FAILED: ([, reason = '']) => ({
    what: `The card could not be shared by SR-IOV. ${reason}`.trim(),
    next: 'Switch SR-IOV and the IOMMU on in the firmware of the host.',
  }),
  NETWORK_SRIOV_INSUFFICIENT_CAPACITY: say('All parts of the shared card are in use.', 'Take one away from another VM, or use another network.'),
  NETWORK_UNMANAGED: say('The server does not manage this network.', 'Change it on the host.'),
  OPENVSWITCH_NOT_ACTIVE: say('The host does not use Open vSwitch.', 'Switch it to Open vSwitch and restart it.'),
  PIF_ALLOWS_UNPLUG: say('The interface can be unplugged, which high availability does not allow here.', 'Mark the network as one for storage.'),
  PIF_ALREADY_BONDED: say('The card is part of a bond already.', BONDED),
  PIF_BOND_MORE_THAN_ONE_IP: say('More than one of the cards has an address, and a bond can have only one.', 'Remove the others first.'),
  PIF_BOND_NEEDS_MORE_MEMBERS: say('A bond needs at least two cards.', 'Choose another one.'),
  PIF_CANNOT_BOND_CROSS_HOST: say('The cards are on several hosts.', 'Choose cards of one host.'),
  PIF_CONFIGURATION_ERROR: ([, reason = '']) => ({
    what: `The host could not set the interface. ${reason}`.trim(),
    next: 'Look at the log of the host.',
  }),
  PIF_DEVICE_NOT_FOUND: say('The card is not in the host any more.', 'Look for network cards on the host.'),
  PIF_DOES_NOT_ALLOW_UNPLUG: say('The interface is marked as one that stays plugged, as those for storage are.', 'Take the mark away first.'),
  PIF_HAS_FCOE_SR_IN_USE: say('Storage is reached over this card by FCoE.', 'Detach that storage first.'),
  PIF_HAS_NO_NETWORK_CONFIGURATION: say('The interface has no address.', 'Give it one first.'),
  PIF_HAS_NO_V6_NETWORK_CONFIGURATION: say('The interface has no IPv6 address.', 'Give it one first.'),
  PIF_INCOMPATIBLE_PRIMARY_ADDRESS_TYPE: say('The interface has no address of this kind.', 'Give it one first.'),
  PIF_IS_MANAGEMENT_INTERFACE: say('The management traffic of the host runs over this interface.', CARRIES),
  PIF_IS_NOT_PHYSICAL: say('The interface is no card.', 'Choose a card.'),
  PIF_IS_NOT_SRIOV_CAPABLE: say('The card cannot be shared by SR-IOV.', 'Choose another card, or switch SR-IOV on in its firmware.'),
  PIF_IS_PHYSICAL: say('The interface is a card, and stays as long as that does.'),
  PIF_IS_SRIOV_LOGICAL: say('The interface stands for a card that is shared by SR-IOV.', 'Choose a card.'),
  PIF_IS_VLAN: say('The interface is a VLAN itself.', 'Choose the card or bond below it.'),
  PIF_NOT_ATTACHED_TO_HOST: say('The interface belongs to another host.', LOOK),
  PIF_NOT_PRESENT: say('A host has no interface with an address on this network.', 'Give every host an address there first.'),
  PIF_SRIOV_STILL_EXISTS: say('The card is shared by SR-IOV.', 'Delete that network first.'),
  PIF_TUNNEL_STILL_EXISTS: say('A tunnel runs over the card.', 'Remove the tunnel first.'),
  PIF_UNMANAGED: say('The server does not manage this interface.', 'Change it on the host.'),
  PIF_VLAN_EXISTS: say('The card has this VLAN already, or is one itself.', LOOK),
  PIF_VLAN_STILL_EXISTS: say('VLANs stand on the interface.', 'Delete those networks first.'),
  REQUIRED_PIF_IS_UNPLUGGED: say('An interface that high availability needs is unplugged.', 'Plug it in first.'),
  SLAVE_REQUIRES_MANAGEMENT_INTERFACE: say('A member of a pool cannot be without a management interface.'),
  TRANSPORT_PIF_NOT_CONFIGURED: say('The interface below the tunnel has no address.', 'Give it one first.'),
  VIF_IN_USE: say('A running VM has a card in the network.', 'Unplug that card, or shut the VM down.'),
  VLAN_IN_USE: ([device = '', tag = '']) => ({
    what: `The host has VLAN ${tag} on ${device} already, without the pool knowing.`,
    next: 'Remove it on the host, or choose another number.',
  }),
  VLAN_TAG_INVALID: ([tag = '']) => ({ what: `${tag} is no VLAN.`, next: 'Choose a number from 1 to 4094.' }),
};

const BUSY_GUEST = 'Look whether the guest still uses it, and try again; or do it while the virtual machine is shut down.';

/** What it says of network cards and other devices of machines. */
export const deviceErrors: Readonly<Record<string, Words>> = {
  CANNOT_PLUG_VIF: say(
    'The network card cannot be plugged in where the virtual machine runs.',
    'See on the Networks tab of the virtual machine what is in the way.',
  ),
  DEVICE_ALREADY_ATTACHED: say('The guest has it already.', AGAIN),
  DEVICE_ALREADY_DETACHED: say('The guest does not have it any more.', AGAIN),
  DEVICE_ALREADY_EXISTS: ([device = '']) => ({
    what: `The virtual machine has a device ${device} already.`,
    next: 'Choose another position, or leave it to the server.',
  }),
  DEVICE_ATTACH_TIMEOUT: say('The guest has not taken the device in time.', BUSY_GUEST),
  DEVICE_DETACH_REJECTED: ([, , reason = '']) => ({ what: `The guest does not give the device away. ${reason}`.trim(), next: BUSY_GUEST }),
  DEVICE_DETACH_TIMEOUT: say('The guest has not given the device away in time.', BUSY_GUEST),
  DEVICE_NOT_ATTACHED: say('The guest does not have the device.', AGAIN),
  INVALID_DEVICE: ([device = '']) => ({
    what: `${device} is no device that the virtual machine could have.`,
    next: 'Leave the position to the server.',
  }),
  MAC_DOES_NOT_EXIST: ([mac = '']) => ({ what: `No network card has the address ${mac}.`, next: AGAIN }),
  MAC_STILL_EXISTS: ([mac = '']) => ({
    what: `There is still a card with the address ${mac}.`,
    next: 'Look for network cards on the host, and try again.',
  }),
  VM_HAS_SRIOV_VIF: say('It has a part of a shared card (SR-IOV), so it cannot be moved or suspended while it runs.', 'Shut it down first.'),
  VIF_NOT_IN_MAP: say('For one of its network cards no network was chosen.', 'Choose a network for each of its cards.'),
  NOT_IN_EMERGENCY_MODE: say('The host is not in emergency mode, so it is changed through its pool.', 'Change it there.'),
  INVALID_VALUE: ([field = '', value = '']) => ({ what: `The server does not take “${value}” for ${field}.`, next: 'Change it, and try again.' }),
};
