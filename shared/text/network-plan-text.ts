import type { NetworkPlan, PlannedInterface } from '#shared/domain/repairs/network-plan.ts';

/** What a network reset takes away, before it is done and after. */
export const networkPlanText = {
  title: 'What the reset takes away, and how it is set up again',
  kept: (when: string) => `The network as it was before the reset of ${when}`,
  intro: 'Cards stay. Bonds, VLANs and every address but the one of management are gone, and storage reached over them stays disconnected.',
  keptIntro:
    'Once the host has joined its pool again, these lines on the pool’s master set it up as before. Machines’ networks and their cards stay.',
  keptBefore: 'This plan is kept on this computer before anything is done, and shown here until it is put away.',
  interfaces: 'Interfaces',
  columns: { device: 'Interface', network: 'Network', address: 'Address', role: 'Used for' },
  storage: (names: string) => `Storage connected now: ${names}.`,
  commands: 'Commands of the plan',
  none: 'Nothing but the management address was set up, so nothing has to be set up again.',
  copy: 'Copy plan',
  save: 'Save plan',
  copied: 'Copied',
  putAway: 'Put away',
  unknown: 'What the pool had recorded of this host’s network is not known, so there is no plan.',
} as const;

/** Where management is to be after a reset. */
export const resetChoicesText = {
  title: 'Management after the reset',
  device: 'Card',
  card: (name: string, speedMbps: number | undefined) => (speedMbps === undefined ? name : `${name}, ${speedMbps} Mbit/s`),
  vlan: 'VLAN',
  vlanHint: 'Empty: untagged',
  mode: 'Address',
  static: 'Static',
  dhcp: 'DHCP',
  address: 'IP address',
  netmask: 'Netmask',
  gateway: 'Gateway',
  dns: 'DNS servers',
  dnsHint: '10.0.0.2,10.0.0.3',
  master: 'Address of the pool’s master',
  notWhole: 'One of the values is not what it should be; a card, and for a static address an IP address and a netmask are needed.',
} as const;

export function interfaceName({ is, device, tag, members, mode, under }: PlannedInterface): string {
  if (is === 'bond') return `${device} (${mode ?? ''}: ${members.join(', ')})`;
  return is === 'vlan' ? `VLAN ${tag ?? ''} on ${under?.device ?? device}` : device;
}

export function interfaceAddress({ address }: PlannedInterface): string {
  const four = address.mode === 'dhcp' ? `DHCP ${address.ip}`.trim() : address.mode === 'static' ? `${address.ip} / ${address.netmask}` : '';
  const gateway = address.gateway === '' || address.mode === 'none' ? '' : `via ${address.gateway}`;
  return [four, gateway, ...address.ipv6].filter((word) => word !== '').join(' ');
}

export function interfaceRole({ isManagement, purpose }: PlannedInterface): string {
  return isManagement ? 'Management' : purpose;
}

/** For a file, a ticket, or paper. */
export function planAsText(plan: NetworkPlan): string {
  const { host, asOfMs, interfaces, storage, commands } = plan;
  const line = (one: PlannedInterface): string =>
    [interfaceName(one), one.mac, one.network.name, interfaceAddress(one), interfaceRole(one)].filter((word) => word !== '').join(' | ');
  return [
    `Network of ${host.name} (${host.uuid}), ${host.address}`,
    `As its pool had it at ${new Date(asOfMs).toISOString()}`,
    '',
    ...interfaces.map(line),
    '',
    ...storage.map(({ name, type, pbd }) => `Storage connected: ${name} (${type}), ${pbd}`),
    '',
    'To set it up again, in a shell of the pool’s master, once the host has joined:',
    ...(commands.length === 0 ? ['(nothing)'] : commands),
    '',
  ].join('\n');
}
