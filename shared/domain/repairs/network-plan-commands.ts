import { addressWord, deviceWord, quoted, sh, type ShellScript, type ShellWord, uuidWord } from '#shared/domain/diagnosis/shell.ts';
import type { NetworkPlan, PlannedInterface } from './network-plan.ts';

/** The cards of before have new records by then, so each is found by its name, and everything else by its network, which stays. */
export function planCommands(host: string, interfaces: readonly PlannedInterface[], storage: NetworkPlan['storage']): readonly string[] {
  const of = (is: PlannedInterface['is']): readonly PlannedInterface[] => interfaces.filter((one) => one.is === is);
  const self = uuidWord(host);
  const bonds = of('bond').map((bond) => bondLine(self, bond));
  const vlans = of('vlan').map((vlan) => vlanLine(self, vlan));
  const others = interfaces.filter(({ isManagement, is }) => !isManagement && is !== 'other');
  const addresses = others.flatMap((one) => addressLines(self, one));
  const connects = storage.map(({ pbd }) => sh`xe pbd-plug uuid=${uuidWord(pbd)}`);
  return [...bonds, ...vlans, ...addresses, ...connects].filter((line) => line !== undefined);
}

/** A part of a line is a word of its own once its holes are words. */
function part(script: ShellScript | undefined): ShellWord | undefined {
  return script as ShellWord | undefined;
}

function card(host: ShellWord | undefined, device: string): ShellWord | undefined {
  return part(sh`$(xe pif-list host-uuid=${host} device=${deviceWord(device)} VLAN=-1 --minimal)`);
}

function onNetwork(host: ShellWord | undefined, network: string): ShellWord | undefined {
  return part(sh`$(xe pif-list host-uuid=${host} network-uuid=${uuidWord(network)} --minimal)`);
}

function pifOf(host: ShellWord | undefined, { is, device, network }: PlannedInterface): ShellWord | undefined {
  return is === 'card' ? card(host, device) : onNetwork(host, network.uuid);
}

function bondLine(host: ShellWord | undefined, { network, members, mode = '', properties }: PlannedInterface): string | undefined {
  const cards = members.map((member) => card(host, member));
  const hashing = properties['hashing_algorithm'] ?? '';
  const more = mode === 'lacp' && hashing !== '' ? sh` properties:hashing_algorithm=${quoted(hashing)}` : sh``;
  if (cards.length === 0 || cards.includes(undefined)) return undefined;
  return sh`xe bond-create network-uuid=${uuidWord(network.uuid)} pif-uuids=${cards.join(',') as ShellWord} mode=${quoted(mode)}${part(more)}`;
}

function vlanLine(host: ShellWord | undefined, { network, tag = -1, under }: PlannedInterface): string | undefined {
  if (under === undefined || tag < 0) return undefined;
  const on = under.isCard ? card(host, under.device) : onNetwork(host, under.network);
  return sh`xe vlan-create network-uuid=${uuidWord(network.uuid)} pif-uuid=${on} vlan=${quoted(String(tag))}`;
}

function addressLines(host: ShellWord | undefined, planned: PlannedInterface): readonly (string | undefined)[] {
  const { address, isUnplugForbidden, purpose } = planned;
  const pif = pifOf(host, planned);
  const isSet = address.mode !== 'none' || isIpv6(planned);
  if (!isSet) return [];
  return [
    ...(address.mode === 'dhcp' ? [sh`xe pif-reconfigure-ip uuid=${pif} mode=dhcp`] : []),
    ...(address.mode === 'static'
      ? [
          sh`xe pif-reconfigure-ip uuid=${pif} mode=static IP=${addressWord(address.ip)} netmask=${addressWord(address.netmask)} gateway=${optional(address.gateway)} DNS=${quoted(address.dns)}`,
        ]
      : []),
    ...(isIpv6(planned)
      ? [
          sh`xe pif-reconfigure-ipv6 uuid=${pif} mode=${quoted(address.ipv6Mode.toLowerCase())} IPv6=${quoted(address.ipv6[0] ?? '')} gateway=${optional(address.ipv6Gateway)} DNS=${quoted(address.dns)}`,
        ]
      : []),
    ...(isUnplugForbidden ? [sh`xe pif-param-set uuid=${pif} disallow-unplug=true`] : []),
    ...(purpose === '' ? [] : [sh`xe pif-param-set uuid=${pif} other-config:management_purpose=${quoted(purpose)}`]),
  ];
}

function isIpv6({ address: { ipv6Mode } }: PlannedInterface): boolean {
  return ipv6Mode !== '' && ipv6Mode !== 'None';
}

function optional(text: string): ShellWord | undefined {
  return text === '' ? quoted('') : addressWord(text);
}
