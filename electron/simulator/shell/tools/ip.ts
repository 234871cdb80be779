import { broadcastOf, ipText, isInSubnet, linkLocalOf, networkOf } from '#simulator/world/dom0/ip.ts';
import { familyOf, hasCarrier, isLinked, type Leg, legsOf, nicsOf } from '#simulator/world/dom0/legs.ts';
import { noteLink } from '#simulator/world/dom0/link-log.ts';
import { pathTo } from '#simulator/world/dom0/paths.ts';
import type { SimHost, World } from '#simulator/world/world.ts';
import type { Process } from '../process.ts';

/** iproute2 as on CentOS 7: no JSON. */
export function ip(process: Process): number {
  const words = process.args.filter((word) => !word.startsWith('-'));
  const [object = 'addr', verb = 'show', ...rest] = words;
  const isV6 = process.args.includes('-6');
  switch (
    object
      .replace(/^a$|^address$/, 'addr')
      .replace(/^l$/, 'link')
      .replace(/^r$/, 'route')
      .replace(/^n$|^neighbour$/, 'neigh')
  ) {
    case 'link':
      return verb === 'set' ? setLink(process, rest) : showLinks(process, wantedDevice(verb, rest));
    case 'addr':
      return verb === 'show' || verb === 'list' ? showAddresses(process, wantedDevice(verb, rest)) : changeAddress(process, verb, rest);
    case 'route':
      if (verb === 'get') return getRoute(process, rest[0] ?? '');
      return verb === 'show' || verb === 'list' ? showRoutes(process, isV6) : changeRoute(process, verb, rest);
    case 'neigh':
      if (verb === 'flush') return 0;
      return showNeighbours(process, verb === 'show' ? rest : words.slice(1));
    default:
      process.err(`Object "${object}" is unknown, try "ip help".\n`);
      return 1;
  }
}

function wantedDevice(verb: string, rest: readonly string[]): string | undefined {
  const words = verb === 'show' || verb === 'list' ? rest : [];
  return words[0] === 'dev' ? words[1] : words[0];
}

interface Shown {
  readonly index: number;
  readonly name: string;
  readonly flags: string;
  readonly state: string;
  readonly mtu: number;
  readonly mac: string;
  readonly master: string;
  readonly leg: Leg | undefined;
}

function devicesOf(host: SimHost): readonly Shown[] {
  const nics = nicsOf(host).map((nic, index) => {
    const isUp = hasCarrier(host, nic.device);
    const isAdminDown = host.dom0.network.adminDown.has(nic.device);
    const flags = isAdminDown ? 'BROADCAST,MULTICAST' : isUp ? 'BROADCAST,MULTICAST,UP,LOWER_UP' : 'NO-CARRIER,BROADCAST,MULTICAST,UP';
    return {
      index: index + 2,
      name: nic.device,
      flags,
      state: isUp ? 'UP' : 'DOWN',
      mtu: nic.mtu,
      mac: nic.mac,
      master: ' master ovs-system',
      leg: undefined,
    };
  });
  const first = nics.length + 3;
  const bridges = legsOf(host).map((leg, index) => ({
    index: first + index,
    name: leg.bridge,
    // A bridge of the switch stays up whatever becomes of the cards below it.
    flags: 'BROADCAST,MULTICAST,UP,LOWER_UP',
    state: 'UNKNOWN',
    mtu: 1500,
    mac: leg.mac,
    master: '',
    leg,
  }));
  const system = {
    index: nics.length + 2,
    name: 'ovs-system',
    flags: 'BROADCAST,MULTICAST',
    state: 'DOWN',
    mtu: 1500,
    mac: '8e:4f:21:9c:aa:01',
    master: '',
    leg: undefined,
  };
  return [...nics, system, ...bridges];
}

function showLinks(process: Process, wanted: string | undefined): number {
  const lines = [
    '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000\\    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00',
  ];
  for (const { index, name, flags, mtu, master, state, mac } of devicesOf(process.machine.host)) {
    const queue = master === '' ? 'noqueue' : 'mq';
    lines.push(
      `${index}: ${name}: <${flags}> mtu ${mtu} qdisc ${queue}${master} state ${state} mode DEFAULT group default qlen 1000\\    link/ether ${mac} brd ff:ff:ff:ff:ff:ff`,
    );
  }
  return print(
    process,
    lines.filter((line) => wanted === undefined || line.includes(`: ${wanted}: `)),
    wanted,
  );
}

function showAddresses(process: Process, wanted: string | undefined): number {
  const { host } = process.machine;
  const lines = ['1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever'];
  const six = new Map(legsOf(host, 'IPv6').map((leg) => [leg.bridge, leg]));
  // Whoever asks for those that somebody else has gets no others.
  const isDuplicate = process.args.includes('dadfailed');
  for (const { index, name, leg } of devicesOf(host)) {
    const { ip: ip6, prefix: prefix6 } = six.get(name) ?? {};
    const isTaken = ip6 !== undefined && isOnWire(process.machine, six.get(name), ip6);
    if (ip6 !== undefined && isTaken === isDuplicate)
      lines.push(
        `${index}: ${name}    inet6 ${ip6}/${prefix6} scope global ${isTaken ? 'tentative dadfailed ' : ''}\\       valid_lft forever preferred_lft forever`,
      );
    if (leg?.ip === undefined || isDuplicate) continue;
    const forever = `\\       valid_lft forever preferred_lft forever`;
    const own = [...(host.dom0.network.besides.get(leg.bridge) ?? []), { ip: leg.ip, prefix: leg.prefix }];
    for (const { ip, prefix } of own)
      lines.push(`${index}: ${name}    inet ${ip}/${prefix} brd ${broadcastOf(ip, prefix)} scope global ${name}${forever}`);
    lines.push(`${index}: ${name}    inet6 ${linkLocalOf(leg.mac)}/64 scope link ${forever}`);
  }
  return print(
    process,
    lines.filter((line) => wanted === undefined || line.includes(`: ${wanted} `)),
    wanted,
  );
}

/** The kernel asks for every address that it is given, whether somebody has it. */
function isOnWire({ world, host }: Process['machine'], own: Leg | undefined, address: string): boolean {
  if (own === undefined) return false;
  const hasIt = (other: SimHost): boolean =>
    other !== host &&
    other.power === 'on' &&
    legsOf(other, 'IPv6').some((leg) => leg.network === own.network && leg.ip === address && isLinked(other, leg));
  return host.dom0.network.duplicates.has(address) || world.hosts.some(hasIt);
}

/** Without -o an object takes several lines. */
function print(process: Process, lines: readonly string[], wanted: string | undefined): number {
  if (lines.length === 0 && wanted !== undefined && !devicesOf(process.machine.host).some(({ name }) => name === wanted)) {
    process.err(`Device "${wanted}" does not exist.\n`);
    return 1;
  }
  const isOneLine = process.args.some((word) => /^-\w*o/.test(word));
  process.out(lines.map((line) => `${isOneLine ? line : line.replaceAll('\\', '\n')}\n`).join(''));
  return 0;
}

interface Route {
  readonly to: string;
  readonly via: string | undefined;
  readonly bridge: string;
  readonly source: string;
}

function routesOf(host: SimHost): readonly Route[] {
  const routes: Route[] = [];
  for (const leg of legsOf(host)) {
    if (leg.ip === undefined) continue;
    if (leg.gateway !== undefined) routes.unshift({ to: 'default', via: leg.gateway, bridge: leg.bridge, source: leg.ip });
    routes.push({ to: `${ipText(networkOf(leg.ip, leg.prefix))}/${leg.prefix}`, via: undefined, bridge: leg.bridge, source: leg.ip });
  }
  return routes;
}

function showRoutes(process: Process, isV6: boolean): number {
  const { host } = process.machine;
  if (isV6) {
    for (const leg of legsOf(host)) if (leg.ip !== undefined) process.out(`fe80::/64 dev ${leg.bridge} proto kernel metric 256\n`);
    return 0;
  }
  for (const { to, via, bridge, source } of routesOf(host)) {
    process.out(via === undefined ? `${to} dev ${bridge} proto kernel scope link src ${source}\n` : `default via ${via} dev ${bridge}\n`);
  }
  return 0;
}

function getRoute(process: Process, target: string): number {
  const { host } = process.machine;
  const legs = legsOf(host);
  const own = legs.find((leg) => leg.ip === target);
  if (own !== undefined) {
    process.out(`local ${target} dev lo src ${target}\n    cache <local>\n`);
    return 0;
  }
  const direct = legs.find((leg) => leg.ip !== undefined && isInSubnet(target, { ip: leg.ip, prefix: leg.prefix }));
  const routed = legs.find((leg) => leg.gateway !== undefined && leg.ip !== undefined);
  const leg = direct ?? routed;
  if (leg === undefined) {
    process.err('RTNETLINK answers: Network is unreachable\n');
    return 2;
  }
  const isOneLine = process.args.some((word) => /^-\w*o/.test(word));
  process.out(
    `${target} ${direct === undefined ? `via ${leg.gateway} ` : ''}dev ${leg.bridge} src ${leg.ip}${isOneLine ? ' \\' : ''}\n    cache\n`.replace(
      isOneLine ? '\n    cache' : '\0',
      '',
    ),
  );
  return 0;
}

/** Whoever was talked to lately: the router, and the hosts beside. */
function neighboursOf(world: World, host: SimHost): readonly { readonly ip: string; readonly bridge: string; readonly mac: string | undefined }[] {
  return legsOf(host).flatMap((leg) => {
    if (leg.ip === undefined) return [];
    const own = { ip: leg.ip, prefix: leg.prefix };
    const near = leg.gateway === undefined ? [] : [leg.gateway];
    for (const other of world.hosts) {
      for (const theirs of legsOf(other)) if (other !== host && theirs.ip !== undefined && theirs.network === leg.network) near.push(theirs.ip);
    }
    if (host.role.is === 'slave') near.push(host.role.masterAddress);
    return [...new Set(near)]
      .filter((address) => isInSubnet(address, own))
      .map((address) => ({ ip: address, bridge: leg.bridge, mac: macAt(world, host, leg, address) }));
  });
}

/** The hardware address that answers, if any does. */
export function macAt(world: World, host: SimHost, leg: Leg, address: string): string | undefined {
  if (!isLinked(host, leg)) return undefined;
  const path = pathTo(world, host, address);
  if (path.is === 'host') return path.leg.mac;
  if (path.is === 'impostor') return path.mac;
  return path.is === 'thing' ? '00:00:5e:00:01:0a' : undefined;
}

function showNeighbours(process: Process, words: readonly string[]): number {
  const { world, host } = process.machine;
  const device = words.includes('dev') ? words[words.indexOf('dev') + 1] : undefined;
  const address = words.find((word) => /^\d+\./.test(word));
  for (const { ip: known, bridge, mac } of neighboursOf(world, host)) {
    if ((device !== undefined && device !== bridge) || (address !== undefined && address !== known)) continue;
    process.out(mac === undefined ? `${known} dev ${bridge}  FAILED\n` : `${known} dev ${bridge} lladdr ${mac} REACHABLE\n`);
  }
  return 0;
}

function setLink(process: Process, words: readonly string[]): number {
  const device = words[0] === 'dev' ? words[1] : words[0];
  const { host } = process.machine;
  if (device === undefined || !devicesOf(host).some(({ name }) => name === device)) {
    process.err(`Cannot find device "${device ?? ''}"\n`);
    return 1;
  }
  const { adminDown, mtu } = host.dom0.network;
  if (words.includes('up') && adminDown.delete(device) && hasCarrier(host, device)) noteLink(host, device, true);
  if (words.includes('down') && !adminDown.has(device)) {
    const wasUp = hasCarrier(host, device);
    adminDown.add(device);
    if (wasUp) noteLink(host, device, false);
  }
  if (words.includes('mtu')) mtu.set(device, Number(words[words.indexOf('mtu') + 1]));
  return 0;
}

function changeAddress(process: Process, verb: string, words: readonly string[]): number {
  const { host } = process.machine;
  const [given = ''] = words;
  const bridge = words[words.indexOf('dev') + 1] ?? '';
  const leg = legsOf(host).find((known) => known.bridge === bridge);
  if (leg === undefined) {
    process.err(`Cannot find device "${bridge}"\n`);
    return 1;
  }
  if (given.includes(':')) return changeAddress6(process, verb, { given, leg });
  const { addresses, besides } = host.dom0.network;
  const others = besides.get(bridge) ?? [];
  if (verb === 'flush') {
    addresses.set(bridge, undefined);
    besides.delete(bridge);
  } else if (verb === 'del' || verb === 'delete') {
    const isMeant = (ip: string | undefined, prefix: number): boolean => given === ip || given === `${ip}/${prefix}`;
    if (others.some(({ ip, prefix }) => isMeant(ip, prefix))) {
      besides.set(
        bridge,
        others.filter(({ ip, prefix }) => !isMeant(ip, prefix)),
      );
    } else if (isMeant(leg.ip, leg.prefix)) {
      addresses.set(bridge, others.at(-1));
      besides.set(bridge, others.slice(0, -1));
    } else {
      process.err('RTNETLINK answers: Cannot assign requested address\n');
      return 2;
    }
  } else {
    const found = /^(\d+\.\d+\.\d+\.\d+)(?:\/(\d+))?$/.exec(given);
    if (found?.[1] === undefined) {
      process.err(`Error: any valid prefix is expected rather than "${given}".\n`);
      return 1;
    }
    const added = { ip: found[1], prefix: Number(found[2] ?? 32) };
    if (leg.ip !== undefined && (leg.ip !== added.ip || leg.prefix !== added.prefix)) {
      const kept = [...others, { ip: leg.ip, prefix: leg.prefix }];
      besides.set(
        bridge,
        kept.filter(({ ip, prefix }) => ip !== added.ip || prefix !== added.prefix),
      );
    }
    addresses.set(bridge, added);
  }
  return 0;
}

function changeAddress6(process: Process, verb: string, { given, leg: { bridge } }: { readonly given: string; readonly leg: Leg }): number {
  const { addresses6 } = process.machine.host.dom0.network;
  const now = legsOf(process.machine.host, 'IPv6').find((leg) => leg.bridge === bridge);
  const [ip = '', prefix] = given.split('/');
  if (!verb.startsWith('del')) addresses6.set(bridge, { ip, prefix: Number(prefix ?? 128) });
  else if (now?.ip === ip) addresses6.set(bridge, undefined);
  else {
    process.err('RTNETLINK answers: Cannot assign requested address\n');
    return 2;
  }
  return 0;
}

function changeRoute(process: Process, verb: string, words: readonly string[]): number {
  const { network } = process.machine.host.dom0;
  if (words[0] !== 'default' || words.some((word) => familyOf(word) === 'IPv6')) return 0;
  if (verb === 'del' || verb === 'delete') network.gateway = { via: undefined, bridge: undefined };
  else {
    const via = words[words.indexOf('via') + 1];
    const leg = legsOf(process.machine.host).find(
      (known) => via !== undefined && known.ip !== undefined && isInSubnet(via, { ip: known.ip, prefix: known.prefix }),
    );
    if (via === undefined || leg === undefined) {
      process.err('RTNETLINK answers: Network is unreachable\n');
      return 2;
    }
    network.gateway = { via, bridge: leg.bridge };
  }
  return 0;
}
