import { addressWord, deviceWord, quoted, type ShellScript, sh, type ShellWord } from '#shared/domain/diagnosis/shell.ts';
import { prefixOf } from '#shared/domain/address/netmask.ts';
import type { HostAddress } from '#shared/domain/operations/network-request.ts';
import type { Pif } from './cards.ts';
import { ipv6Of } from './managed-at.ts';

interface Change {
  readonly bridge: string;
  readonly before: Pif;
  readonly wished: HostAddress;
}

/** What the host does by itself when nobody calls it off: the former address and route come back, and the new address goes. */
export function armedLines(change: Change): readonly string[] {
  return [...ipv4Lines(change), ...ipv6Lines(change)].filter((line): line is ShellScript => line !== undefined);
}

function ipv4Lines({ bridge, before, wished }: Change): readonly (ShellScript | undefined)[] {
  const device = deviceWord(bridge);
  const former = cidr(before.ip, before.netmask);
  const isSame = before.ip === wished.ip && before.netmask === wished.netmask;
  const added = wished.mode === 'Static' && !isSame ? cidr(wished.ip, wished.netmask) : undefined;
  return [
    sh`ip addr replace ${former} dev ${device}`,
    ...(before.gateway === '' ? [] : [sh`ip route replace default via ${addressWord(before.gateway)} dev ${device}`]),
    // Where the lease or the new address never came there is nothing to take away.
    ...(added === undefined ? [] : [sh`ip addr del ${added} dev ${device} || true`]),
  ];
}

/** Nothing where IPv6 stays as it is, or where the host gives itself an address as soon as it is asked for one. */
function ipv6Lines({ bridge, before, wished: { ipv6 } }: Change): readonly (ShellScript | undefined)[] {
  const former = ipv6Of(before);
  if (ipv6 === undefined || former === undefined) return [];
  const device = deviceWord(bridge);
  const isAdded = ipv6.mode === 'Static' && ipv6.address !== former;
  return [
    sh`ip -6 addr replace ${ipv6Word(former)} dev ${device}`,
    ...(before.ipv6Gateway === '' ? [] : [sh`ip -6 route replace default via ${addressWord(before.ipv6Gateway)} dev ${device}`]),
    ...(isAdded ? [sh`ip -6 addr del ${ipv6Word(ipv6.address)} dev ${device} || true`] : []),
  ];
}

/** Whether what the host had is there again: its IPv4 address, or the other where it has none. */
export function formerLine({ bridge, before }: Pick<Change, 'bridge' | 'before'>): string | undefined {
  const former = before.ip === '' ? ipv6Word(ipv6Of(before)) : cidr(before.ip, before.netmask);
  return sh`ip -o addr show dev ${deviceWord(bridge)} | grep -qF ${former}`;
}

/** Whether a toolstack answers there at all. */
export function openLine(address: string): string | undefined {
  return sh`timeout 5 bash -c "exec 3<>/dev/tcp/${addressWord(address)}/443"`;
}

/** With the length of its network. */
function ipv6Word(text = ''): ShellWord | undefined {
  const [address = '', length = ''] = text.split('/');
  return address.includes(':') && addressWord(address) !== undefined && /^\d{1,3}$/.test(length) ? quoted(text) : undefined;
}

function cidr(ip: string, netmask: string): ShellWord | undefined {
  const prefix = prefixOf(netmask);
  return addressWord(ip) === undefined || prefix === undefined ? undefined : quoted(`${ip}/${prefix}`);
}

/** ICMP and IP take so much of a packet. */
const HEADERS = { IPv4: 28, IPv6: 48 };

/** Once, as large as it may be, and not to be cut into pieces on its way. */
export function pingLine({ to, mtu, from }: { readonly to: string; readonly mtu: number; readonly from: string }): ShellScript | undefined {
  const [sender, target] = [addressWord(from), addressWord(to)];
  if (to.includes(':')) return sh`ping6 -n -c 2 -W 2 -M do -s ${quoted(String(mtu - HEADERS.IPv6))} -I ${sender} ${target}`;
  return sh`ping -n -c 2 -W 2 -M do -s ${quoted(String(mtu - HEADERS.IPv4))} -I ${sender} ${target}`;
}

/** 1 when somebody else has it. */
export function duplicateLine({ address, bridge }: { readonly address: string; readonly bridge: string }): ShellScript | undefined {
  return sh`arping -D -q -c 2 -w 2 -I ${deviceWord(bridge)} ${addressWord(address)}`;
}

/** Ends well unless the host itself has found that somebody else has its new IPv6 address; of others nobody can ask beforehand. */
export function duplicateIpv6Line({ address, bridge }: { readonly address: string; readonly bridge: string }): ShellScript | undefined {
  return sh`sleep 2; ! ip -6 -o addr show dev ${deviceWord(bridge)} dadfailed | grep -qF ${addressWord(address)}`;
}
