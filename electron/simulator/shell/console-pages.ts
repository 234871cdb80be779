import { hasCarrier, legsOf, managementLeg, nicsOf } from '#simulator/world/dom0/legs.ts';
import { netmaskOf } from '#simulator/world/dom0/ip.ts';
import { hostKeyFingerprints } from '#simulator/world/dom0/ssh-keys.ts';
import { canReachDatabase } from '#simulator/world/reach.ts';
import type { SimHost, World } from '#simulator/world/world.ts';
import { ntpServers, poolConf } from './host-files/etc-files.ts';
import { domainsOf, software, storageOf } from './host-files/facts.ts';
import { biosString } from './host-files/sys-files.ts';

interface Place {
  readonly world: World;
  readonly host: SimHost;
}

/** A line of the menu: what it shows beside it, and what lies below it. */
export interface Page {
  readonly title: string;
  readonly shows: (place: Place) => readonly string[];
  readonly below?: readonly Page[];
  readonly does?: 'shell' | 'quit';
}

const page = (title: string, shows: Page['shows'], below?: readonly Page[]): Page => ({ title, shows, ...(below === undefined ? {} : { below }) });

/** The menus of a host's own console, in its order. What needs the pool's database says so when that is out of reach. */
export const pages: readonly Page[] = [
  page('Status Display', status),
  page('Network and Management Interface', management, [
    page('Configure Management Interface', management),
    page('DNS Servers', ({ host }) => ['Nameservers', '', ...ntpServers(host)]),
    page('Network Time (NTP)', ({ host }) => [`Mode  ${host.dom0.time.source === 'stopped' ? 'Disabled' : 'Manual'}`, '', ...ntpServers(host)]),
    page('Display NICs', ({ host }) =>
      nicsOf(host).map((nic) => `${nic.device}  ${nic.mac}  ${hasCarrier(host, nic.device) ? 'connected' : 'not connected'}`),
    ),
    page('Emergency Network Reset', () => [
      'This command will reset the network',
      'configuration, which may be done only',
      'at the keyboard of the host.',
      '',
      'It restarts the host and ends its VMs.',
    ]),
  ]),
  page('Authentication', () => ['User   root', 'Logged in over SSH']),
  page('Virtual Machines', ({ world, host }) => [`${domainsOf(host, world.clock.now()).length} running here`], [
    page('VMs Running On This Host', ({ world, host }) =>
      domainsOf(host, world.clock.now()).map((domain) => `${domain.name}  ${domain.memoryMib} MiB`),
    ),
  ]),
  page('Disks and Storage Repositories', (place) =>
    fromPool(place, () => storageOf(place.host).map(({ name, isAttached }) => `${name}${isAttached ? '' : '  (unplugged)'}`)),
  ),
  page('Resource Pool Configuration', ({ host }) => [
    poolConf(host) === 'master' ? 'This host is the pool master' : poolConf(host).replace('slave:', 'Member of the pool of '),
  ]),
  page('Hardware and BIOS Information', ({ host }) => [
    biosString(host, 'system-manufacturer'),
    biosString(host, 'system-product-name'),
    `Serial ${biosString(host, 'system-serial-number')}`,
    `BIOS ${biosString(host, 'bios-version')}`,
  ]),
  page('Remote Service Configuration', ({ host }) => [`Remote Shell (ssh)  ${host.dom0.ssh.isRunning ? 'running' : 'stopped'}`]),
  { title: 'Local Command Shell', shows: () => ['Opens a root shell on this host.', "Type 'exit' to return."], does: 'shell' },
  { title: 'Quit', shows: () => ['Leaves this console.'], does: 'quit' },
];

function status({ host }: Place): readonly string[] {
  const head = [
    biosString(host, 'system-manufacturer'),
    biosString(host, 'system-product-name'),
    '',
    `${software(host, 'product_brand')} ${software(host, 'product_version')}`,
    '',
  ];
  const keys = ['', 'SSH key fingerprints', ...hostKeyFingerprints(host).map(({ type, sha256 }) => `${type} ${sha256.slice(7, 37)}`)];
  return [...head, ...managementLines(host), ...keys];
}

function management({ host }: Place): readonly string[] {
  return managementLines(host);
}

/** Blank exactly when it is needed most: the records are with the master. */
function managementLines(host: SimHost): readonly string[] {
  if (host.toolstack.is === 'stopped') return ['The toolstack is not running.'];
  if (!canReachDatabase(host)) return ['The pool master is unreachable.', 'Management information is not available.'];
  const leg = managementLeg(host);
  if (leg === undefined) return ['No network configured.'];
  return [
    `Device    ${leg.device}`,
    `IP        ${leg.ip ?? 'none'}`,
    `Netmask   ${leg.ip === undefined ? '' : netmaskOf(leg.prefix)}`,
    `Gateway   ${leg.gateway ?? ''}`,
    `Bridges   ${legsOf(host).length}`,
  ];
}

function fromPool({ host }: Place, lines: () => readonly string[]): readonly string[] {
  return host.toolstack.is !== 'stopped' && canReachDatabase(host) ? lines() : ['The pool master is unreachable.'];
}
