import type { Work } from '#simulator/world/process.ts';
import { netmaskOf } from '#simulator/world/dom0/ip.ts';
import { driverOf, hasCarrier, type Leg, legsOf, mtuOf, nicsOf } from '#simulator/world/dom0/legs.ts';
import { pathTo } from '#simulator/world/dom0/paths.ts';
import { text } from '#simulator/world/fields.ts';
import { fitsOnTheWay, legTo, serverMet } from '#simulator/world/storage/from-host.ts';
import { bondsOf } from '../host-files/sys-files.ts';
import { optionsOf } from '../options.ts';
import type { Process, Tools } from '../process.ts';
import { arping } from './arping.ts';
import { ip } from './ip.ts';
import { getent } from './names.ts';

export const networkTools: Tools = {
  ip,
  ethtool,
  ping,
  ping6: ping,
  arping,
  ss: sockets,
  netstat: sockets,
  iptables,
  getent,
  'ovs-vsctl': vsctl,
  'ovs-appctl': appctl,
  networkd_db: networkdDatabase,
  *tcpdump(process): Work<number> {
    const device = process.args.find((word) => /^(eth|xenbr)\d/.test(word)) ?? 'eth0';
    const { host } = process.machine;
    process.out(`tcpdump: listening on ${device}, link-type EN10MB (Ethernet), capture size 262144 bytes\n`);
    if (!hasCarrier(host, device)) yield 3_600_000;
    yield 1_500;
    if (process.args.includes('0x88cc')) {
      process.out(
        `LLDP, length 198\n\tSystem Name TLV (5), length 8: sw-par-a2\n\tPort ID TLV (2), length 9\n\t  Subtype Interface Name (5): Gi1/0/${13 + host.name.length}\n`,
      );
    } else if (host.dom0.network.wrongVlan.has(device))
      process.out('12:00:01.000001 00:1b:21:aa:bb:cc > ff:ff:ff:ff:ff:ff, ethertype 802.1Q (0x8100), length 64: vlan 99, p 0, ethertype ARP\n');
    return 0;
  },
};

function ethtool(process: Process): number {
  const { host } = process.machine;
  const device = process.args.findLast((word) => !word.startsWith('-')) ?? '';
  const nic = nicsOf(host).find((known) => known.device === device);
  if (nic === undefined) {
    process.err('Cannot get device settings: No such device\n');
    return 71;
  }
  if (process.args.includes('-p') || process.args.includes('--identify')) return 0;
  if (process.args.includes('-i')) {
    process.out(
      `driver: ${driverOf(nic)}\nversion: 1.0\nfirmware-version: 22.00.6\nbus-info: ${nic.pci}\nsupports-statistics: yes\nsupports-test: yes\n`,
    );
    return 0;
  }
  if (process.args.includes('-m')) {
    process.out(
      '\tIdentifier                                : 0x03 (SFP)\n\tLaser output power                        : 0.5980 mW / -2.23 dBm\n\tReceiver signal average optical power     : 0.4870 mW / -3.12 dBm\n',
    );
    return 0;
  }
  const isUp = hasCarrier(host, device);
  const isFibre = nic.speedMib >= 10_000;
  const lines = [
    `Settings for ${device}:`,
    `\tSupported ports: [ ${isFibre ? 'FIBRE' : 'TP'} ]`,
    `\tSpeed: ${isUp ? `${nic.speedMib}Mb/s` : 'Unknown!'}`,
    `\tDuplex: ${isUp ? 'Full' : 'Unknown! (255)'}`,
    '\tAuto-negotiation: on',
    `\tPort: ${isFibre ? 'FIBRE' : 'Twisted Pair'}`,
    `\tLink detected: ${isUp ? 'yes' : 'no'}`,
  ];
  process.out(`${lines.join('\n')}\n`);
  return 0;
}

/** One answer a second, or none within as long as one waits. */
function* ping(process: Process): Work<number> {
  const options = optionsOf(process.args, 'c W w s M i I');
  const target = options.operands[0] ?? '';
  const { world, host } = process.machine;
  const count = Number(options.value('c') ?? 4);
  const waitMs = Number(options.value('W') ?? options.value('w') ?? 10) * 1000;
  const size = Number(options.value('s') ?? 56);
  const headers = headersTo(target);
  const path = pathTo(world, host, target);
  if (path.is === 'no-route') {
    process.err('connect: Network is unreachable\n');
    return 2;
  }
  process.out(`PING ${target} (${target}) ${size}(${size + headers}) bytes of data.\n`);
  if (options.value('M') === 'do' && isTooLongHere(process, target, size + headers)) return 1;
  const met = serverMet(world, host, target);
  const isThere = met?.isReached === true || path.is === 'host' || path.is === 'thing' || path.is === 'impostor';
  const isAnswered = isThere && (met === undefined ? fits(process, target, size + headers) : fitsOnTheWay(host, met, size + headers));
  if (isAnswered) {
    for (let number = 1; number <= count; number += 1)
      process.out(`${size + 8} bytes from ${target}: icmp_seq=${number} ttl=64 time=0.2${number} ms\n`);
    yield 200 + (count - 1) * 1000;
  } else yield Math.min(count, 3) * 1000 + waitMs;
  if (path.is === 'unreachable') process.out(`From ${legsOf(host)[0]?.ip ?? ''} icmp_seq=1 Destination Host Unreachable\n`);
  process.out(
    `\n--- ${target} ping statistics ---\n${count} packets transmitted, ${isAnswered ? count : 0} received, ${isAnswered ? 0 : 100}% packet loss, time ${(count - 1) * 1000}ms\n`,
  );
  if (isAnswered) process.out('rtt min/avg/max/mdev = 0.210/0.214/0.218/0.004 ms\n');
  return isAnswered ? 0 : 1;
}

function headersTo(target: string): number {
  return target.includes(':') ? 48 : 28;
}

/** The interface that packets to it leave by refuses it already. */
function isTooLongHere(process: Process, target: string, bytes: number): boolean {
  const { host } = process.machine;
  const leg = legTo(host, target);
  const own = leg === undefined ? bytes : mtuOf(host, leg);
  if (bytes > own) process.err(`ping: local error: Message too long, mtu=${own}\n`);
  return bytes > own;
}

/** A frame larger than what a card on the way takes is dropped. */
function fits(process: Process, target: string, bytes: number): boolean {
  const { world, host } = process.machine;
  const path = pathTo(world, host, target);
  const other = path.is === 'host' ? path : undefined;
  const limits =
    other === undefined
      ? []
      : nicsOf(other.host)
          .filter(({ device }) => other.leg.uplinks.includes(device))
          .map(({ mtu }) => mtu);
  return bytes <= Math.min(9000, ...limits);
}

function sockets(process: Process): number {
  const { host } = process.machine;
  const isSs = process.name.endsWith('ss');
  process.out(
    isSs
      ? 'State      Recv-Q Send-Q Local Address:Port               Peer Address:Port\n'
      : 'Active Internet connections (only servers)\nProto Recv-Q Send-Q Local Address           Foreign Address         State\n',
  );
  const ports = [...(host.dom0.ssh.isRunning ? [22] : []), ...(host.toolstack.is === 'stopped' ? [] : [443, 80])];
  for (const port of ports) {
    process.out(
      isSs
        ? `LISTEN     0      128          *:${port}                       *:*\nLISTEN     0      128         :::${port}                      :::*\n`
        : `tcp        0      0 0.0.0.0:${port}              0.0.0.0:*               LISTEN\n`,
    );
  }
  return 0;
}

function iptables(process: Process): number {
  const { blockedPorts } = process.machine.host.dom0.network;
  const deleted = process.args.includes('-D') || process.args.includes('-F');
  const port = process.args[process.args.indexOf('--dport') + 1];
  if (process.args.includes('-F')) blockedPorts.clear();
  else if (deleted && port !== undefined) blockedPorts.delete(Number(port));
  else if ((process.args.includes('-I') || process.args.includes('-A')) && port !== undefined) {
    if (process.args.includes('DROP') || process.args.includes('REJECT')) blockedPorts.add(Number(port));
    else blockedPorts.delete(Number(port));
  }
  if (!process.args.includes('-S') && !process.args.includes('-L')) return 0;
  const lines = [
    '-P INPUT ACCEPT',
    '-P FORWARD ACCEPT',
    '-P OUTPUT ACCEPT',
    '-N RH-Firewall-1-INPUT',
    '-N xapi-INPUT',
    '-A INPUT -p tcp -m tcp --dport 22 -j RH-Firewall-1-INPUT',
    '-A INPUT -j RH-Firewall-1-INPUT',
  ];
  for (const blocked of blockedPorts) lines.push(`-A RH-Firewall-1-INPUT -p tcp -m tcp --dport ${blocked} -j DROP`);
  for (const open of [22, 80, 443])
    if (!blockedPorts.has(open)) lines.push(`-A RH-Firewall-1-INPUT -p tcp -m conntrack --ctstate NEW -m tcp --dport ${open} -j ACCEPT`);
  lines.push('-A RH-Firewall-1-INPUT -j REJECT --reject-with icmp-host-prohibited');
  process.out(`${lines.join('\n')}\n`);
  return 0;
}

function physical(process: Process): readonly Leg[] {
  return legsOf(process.machine.host).filter(({ vlan }) => vlan < 0);
}

function vsctl(process: Process): number {
  const { host } = process.machine;
  const options = optionsOf(process.args, 't format columns');
  const [verb = '', ...rest] = options.operands;
  const legs = legsOf(host);
  const leg = legs.find(({ bridge }) => bridge === rest[0]);
  const parentOf = (one: Leg): string =>
    one.vlan < 0 ? one.bridge : (physical(process).find(({ device }) => device === one.device)?.bridge ?? one.bridge);
  switch (verb) {
    case 'list-br':
      process.out(
        legs
          .map(({ bridge }) => `${bridge}\n`)
          .toSorted()
          .join(''),
      );
      return 0;
    case 'list-ports':
      process.out(leg === undefined || leg.vlan >= 0 ? '' : `${leg.device}\n`);
      return 0;
    case 'list-ifaces':
      process.out(leg === undefined || leg.vlan >= 0 ? '' : leg.uplinks.map((device) => `${device}\n`).join(''));
      return 0;
    case 'iface-to-br': {
      const above = physical(process).find(({ uplinks }) => uplinks.includes(rest[0] ?? ''));
      process.out(above === undefined ? '' : `${above.bridge}\n`);
      return above === undefined ? 1 : 0;
    }
    case 'br-to-parent':
      process.out(leg === undefined ? '' : `${parentOf(leg)}\n`);
      return leg === undefined ? 1 : 0;
    case 'br-to-vlan':
      process.out(leg === undefined ? '' : `${Math.max(0, leg.vlan)}\n`);
      return leg === undefined ? 1 : 0;
    case 'list':
      process.out(`${interfacesJson(process)}\n`);
      return 0;
    case 'show':
      for (const one of physical(process))
        process.out(
          `    Bridge "${one.bridge}"\n        Port "${one.device}"\n${one.uplinks.map((device) => `            Interface "${device}"\n`).join('')}`,
        );
      return 0;
    case 'set':
      return 0;
    default:
      process.err(`ovs-vsctl: unknown command '${verb}'; use --help for help\n`);
      return 1;
  }
}

function interfacesJson(process: Process): string {
  const { host } = process.machine;
  const none = ['set', []];
  const nics = nicsOf(host).map((nic) => [
    nic.device,
    hasCarrier(host, nic.device) ? 'up' : 'down',
    host.dom0.network.adminDown.has(nic.device) ? 'down' : 'up',
    nic.mac,
    none,
  ]);
  const bridges = legsOf(host).map((leg) => [leg.bridge, 'up', 'up', leg.mac, none]);
  return JSON.stringify({ headings: ['name', 'link_state', 'admin_state', 'mac_in_use', 'error'], data: [...nics, ...bridges] });
}

function appctl(process: Process): number {
  const { host } = process.machine;
  const [verb = '', name] = optionsOf(process.args, 'T t').operands;
  const bonds = bondsOf(host);
  const bond = bonds.find(({ device }) => device === name);
  switch (verb) {
    case 'bond/list':
      process.out(
        `bond\ttype\trecircID\tslaves\n${bonds.map(({ device, mode, members }) => `${device}\t${mode}\t0\t${members.join(', ')}\n`).join('')}`,
      );
      return 0;
    case 'bond/show': {
      if (bond === undefined) return 2;
      const up = bond.members.filter((member) => hasCarrier(host, member));
      const active = nicsOf(host).find(({ device }) => device === up[0]);
      const head = [
        `---- ${bond.device} ----`,
        `bond_mode: ${bond.mode === 'lacp' ? 'balance-tcp' : bond.mode}`,
        'bond may use recirculation: no, Recirc-ID : -1',
        'bond-hash-basis: 0',
        'updelay: 31000 ms',
        'downdelay: 200 ms',
        'next rebalance: 4821 ms',
        `lacp_status: ${bond.mode === 'lacp' ? 'negotiated' : 'off'}`,
        `active slave mac: ${active === undefined ? '00:00:00:00:00:00(none)' : `${active.mac}(${active.device})`}`,
      ];
      const members = bond.members.map((member) =>
        up.includes(member)
          ? `\nslave ${member}: enabled\n${member === up[0] ? '\tactive slave\n' : ''}\tmay_enable: true\n`
          : `\nslave ${member}: disabled\n\tmay_enable: false\n`,
      );
      process.out(`${head.join('\n')}\n${members.join('')}`);
      return 0;
    }
    case 'lacp/show':
      if (bond?.mode === 'lacp')
        process.out(
          `---- ${bond.device} ----\n\tstatus: active negotiated\n\tsys_id: ${nicsOf(host)[0]?.mac ?? ''}\n${bond.members.map((member) => `\nslave: ${member}: current attached\n\tpartner state: activity timeout aggregation synchronized collecting distributing\n`).join('')}`,
        );
      return 0;
    default:
      return 2;
  }
}

function networkdDatabase(process: Process): number {
  const at = process.args.findIndex((word) => word === '-bridge' || word === '-iface');
  const leg = legsOf(process.machine.host).find(({ bridge }) => bridge === process.args[at + 1]);
  if (leg === undefined) {
    process.err('Fatal error: exception Not_found\n');
    return 2;
  }
  if (process.args[at] === '-bridge') {
    process.out(
      `interfaces=${leg.uplinks.join(',')}\nhwaddrs=${leg.mac}\n${leg.vlan < 0 ? '' : `vlan=${leg.vlan}\nparent=${physical(process).find(({ device }) => device === leg.device)?.bridge ?? ''}\n`}`,
    );
    return 0;
  }
  // What it means the bridge to have, whatever somebody typed since.
  const row = process.machine.host.pool.database.find('PIF', leg.pif) ?? {};
  const address = text(row, 'IP');
  if (address === '') process.out('mode=none\n');
  else
    process.out(
      `mode=${text(row, 'ip_configuration_mode').toLowerCase()}\nipaddr=${address}\nnetmask=${text(row, 'netmask') === '' ? netmaskOf(24) : text(row, 'netmask')}\ngateway=${text(row, 'gateway')}\ndns=${text(row, 'DNS')}\n`,
    );
  return 0;
}
