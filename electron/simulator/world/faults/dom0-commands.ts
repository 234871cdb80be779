import { note, fillDisk } from '#simulator/world/dom0/dom0.ts';
import { prefixOf } from '#simulator/world/dom0/ip.ts';
import { hasCarrier, legsOf, managementLeg, nicsOf } from '#simulator/world/dom0/legs.ts';
import { noteLink } from '#simulator/world/dom0/link-log.ts';
import { text as recorded } from '#simulator/world/fields.ts';
import { bootMachine, losePower } from '#simulator/world/machine.ts';
import { restartToolstack } from '#simulator/world/toolstack.ts';
import type { SimHost, World } from '#simulator/world/world.ts';
import { type FaultCommand, FaultError, type FaultParameter, type FaultValues } from './command.ts';
import { hostIn, numberIn, rowNamed } from './look-up.ts';

const HOST: FaultParameter = { name: 'host', kind: 'host' };
const DEVICE: FaultParameter = { name: 'device', kind: 'text' };
const SWITCH: FaultParameter = { name: 'state', kind: 'text', choices: ['on', 'off'] };

const text = (name: string): FaultParameter => ({ name, kind: 'text' });

interface HostFault {
  readonly name: string;
  readonly description: string;
  readonly more?: readonly FaultParameter[];
  readonly act: (host: SimHost, values: FaultValues, world: World) => void;
}

const isOn = (values: FaultValues): boolean => values['state'] === 'on';

/** What can go wrong inside one host's control domain, and is seen from its own shell alone. */
const faults: readonly HostFault[] = [
  {
    name: 'set-address',
    more: [text('address'), text('netmask'), { ...text('gateway'), isOptional: true }],
    description: 'Somebody types another address for the management interface, as it happens when a mask is mistaken; the records stay',
    act(host, values) {
      const leg = managementOf(host);
      host.dom0.network.addresses.set(leg, { ip: values['address'] ?? '', prefix: prefixOf(values['netmask'] ?? '') });
      if (values['gateway'] !== undefined) host.dom0.network.gateway = { via: values['gateway'], bridge: leg };
    },
  },
  {
    name: 'lose-address',
    description: 'The management interface has no address any more, as when a lease is lost',
    act(host) {
      host.dom0.network.addresses.set(managementOf(host), undefined);
      note(host.dom0, 'messages', 'dhclient[1290]: DHCPDISCOVER on xenbr0 to 255.255.255.255 port 67 interval 14');
      note(host.dom0, 'messages', 'dhclient[1290]: No DHCPOFFERS received.');
    },
  },
  {
    name: 'restore-network',
    description: "Undoes what was changed of the host's addresses, routes, ports and rules",
    act({ dom0: { network } }) {
      for (const changed of [
        network.addresses,
        network.addresses6,
        network.besides,
        network.pulled,
        network.adminDown,
        network.wrongVlan,
        network.mtu,
        network.blockedPorts,
        network.duplicates,
        network.renamed,
        network.removed,
      ])
        changed.clear();
      network.gateway = 'recorded';
      network.managementBridge = undefined;
    },
  },
  {
    name: 'duplicate-address',
    description: "Another machine answers at the host's management address",
    act(host) {
      const ip = legsOf(host).find(({ isManagement }) => isManagement)?.ip;
      if (ip === undefined) throw new FaultError(`${host.name} has no management address`);
      host.dom0.network.duplicates.set(ip, '00:1b:21:5e:90:44');
    },
  },
  { name: 'pull-port', more: [DEVICE], description: 'The cable of one port is pulled', act: (host, values) => setPort(host, values, false) },
  { name: 'plug-port', more: [DEVICE], description: 'Undoes pull-port', act: (host, values) => setPort(host, values, true) },
  {
    name: 'switch-card',
    more: [DEVICE, SWITCH],
    description: 'Somebody has switched a card off in the control domain; the cable is whole',
    act: (host, values) => toggle(host.dom0.network.adminDown, deviceIn(host, values), !isOn(values)),
  },
  {
    name: 'wrong-vlan',
    more: [DEVICE, SWITCH],
    description: 'The switch puts the port into another network: it has a link, and nobody answers',
    act: (host, values) => toggle(host.dom0.network.wrongVlan, deviceIn(host, values), isOn(values)),
  },
  {
    name: 'block-port',
    more: [{ name: 'port', kind: 'number' }, SWITCH],
    description: "The host's firewall drops what comes to a port",
    act: (host, values) => toggle(host.dom0.network.blockedPorts, numberIn(values, 'port'), isOn(values)),
  },
  {
    name: 'set-mtu',
    more: [DEVICE, { name: 'bytes', kind: 'number' }],
    description: 'A port takes frames of this size at most',
    act: (host, values) => void host.dom0.network.mtu.set(deviceIn(host, values), numberIn(values, 'bytes')),
  },
  {
    name: 'lose-management',
    description: 'The host has no management interface any more',
    act(host) {
      host.dom0.network.managementBridge = '';
    },
  },
  {
    name: 'fail-bond',
    more: [DEVICE],
    description: 'A member of a bond loses its link; the other carries on',
    act: (host, values) => setPort(host, values, false),
  },
  {
    name: 'hang-toolstack',
    more: [SWITCH],
    description: 'The toolstack accepts calls and answers none',
    act(host, values) {
      host.dom0.isXapiHung = isOn(values);
      if (isOn(values)) note(host.dom0, 'SMlog', 'SM: [31960] Failed to acquire lock /var/lock/sm/sr on first attempt, waiting');
    },
  },
  {
    name: 'read-only-root',
    more: [SWITCH],
    description: 'The root disk has errors and takes no writes any more',
    act(host, values) {
      host.dom0.disks.root.isReadOnly = isOn(values);
      if (!isOn(values)) return;
      note(host.dom0, 'kern.log', 'sd 0:0:0:0: [sda] tag#12 FAILED Result: hostbyte=DID_OK driverbyte=DRIVER_SENSE');
      note(host.dom0, 'kern.log', 'blk_update_request: I/O error, dev sda, sector 2099200');
      note(host.dom0, 'kern.log', 'EXT4-fs (sda1): Remounting filesystem read-only');
    },
  },
  {
    name: 'use-disk',
    more: [
      { ...text('disk'), choices: ['root', 'log'] },
      { name: 'percent', kind: 'number' },
    ],
    description: 'So much of a file system of the control domain is used',
    act(host, values) {
      fillDisk(host.dom0, values['disk'] === 'log' ? 'log' : 'root', numberIn(values, 'percent'));
    },
  },
  {
    name: 'squeeze-memory',
    more: [{ name: 'mib', kind: 'number' }],
    description: 'The control domain has so little memory left, and has ended a process for it; 0 ends it',
    act(host, values) {
      const mib = numberIn(values, 'mib');
      host.dom0.memory.availableMib = mib === 0 ? undefined : mib;
      if (mib > 0) note(host.dom0, 'kern.log', 'Out of memory: Kill process 2202 (tapdisk) score 912 or sacrifice child');
    },
  },
  {
    name: 'lose-time',
    more: [{ ...text('how'), choices: ['unreachable', 'stopped', 'synchronised'] }],
    description: "The host's time servers do not answer, or its time service does not run",
    act({ dom0 }, values) {
      dom0.time.source = values['how'] === 'stopped' ? 'stopped' : values['how'] === 'unreachable' ? 'unreachable' : 'synchronised';
      dom0.time.sinceMs = dom0.clock.now();
    },
  },
  {
    name: 'follow-master',
    more: [text('address')],
    description: 'The host takes another address for its master, as after a change it missed; its toolstack starts anew',
    act(host, values, world) {
      host.dom0.poolConf = undefined;
      host.role = { is: 'slave', masterAddress: values['address'] ?? '' };
      restartToolstack(world, host);
    },
  },
  {
    name: 'break-role',
    description: 'The host failed in the middle of a change of the master; its toolstack starts anew',
    act(host, _values, world) {
      host.dom0.poolConf = 'broken';
      host.role = { is: 'slave', masterAddress: host.pool.master.address };
      restartToolstack(world, host);
    },
  },
  {
    name: 'distrust-master',
    description: "The host does not know its master's certificate; its toolstack starts anew",
    act(host, _values, world) {
      host.dom0.tls.trustsMaster = false;
      host.dom0.tls.isVerifying = true;
      restartToolstack(world, host);
    },
  },
  {
    name: 'ssh',
    more: [SWITCH],
    description: "The host's SSH service runs or not; the toolstack may start it",
    act(host, values) {
      host.dom0.ssh.isRunning = isOn(values);
    },
  },
  {
    name: 'ssh-forwarding',
    more: [SWITCH],
    description: 'The SSH service lets nobody on to other machines, as with AllowTcpForwarding no; new connections meet it',
    act(host, values) {
      host.dom0.ssh.isForwarding = isOn(values);
    },
  },
  {
    name: 'change-host-keys',
    description: 'The host shows other SSH keys, as after a reinstallation',
    act(host) {
      host.dom0.ssh.keyGeneration += 1;
    },
  },
  {
    name: 'set-root-password',
    more: [text('password')],
    description: "The host's own root has another password than the pool's",
    act(host, values) {
      host.dom0.ssh.password = values['password'];
    },
  },
  {
    name: 'lose-server',
    more: [text('address'), SWITCH],
    description: 'A storage server does not answer this host any more',
    act(host, values) {
      const address = values['address'] ?? '';
      toggle(host.dom0.storage.unreachableServers, address, isOn(values));
      host.dom0.storage.sinceMs = isOn(values) ? host.dom0.clock.now() : undefined;
      if (!isOn(values)) return;
      note(host.dom0, 'kern.log', `nfs: server ${address} not responding, timed out`);
      note(host.dom0, 'kern.log', 'INFO: task tapdisk:21877 blocked for more than 120 seconds.');
    },
  },
  {
    name: 'lose-portal',
    more: [text('address'), SWITCH],
    description: 'The sessions over one portal are lost',
    act(host, values) {
      toggle(host.dom0.storage.lostPortals, values['address'] ?? '', isOn(values));
      if (isOn(values)) note(host.dom0, 'kern.log', ' session1: session recovery timed out after 15 secs');
    },
  },
  {
    name: 'lose-path',
    more: [text('scsi-id'), { name: 'left', kind: 'number' }],
    description: 'So many paths to a disk of the array are left',
    act: (host, values) => void host.dom0.storage.pathsLeft.set(values['scsi-id'] ?? '', numberIn(values, 'left')),
  },
  {
    name: 'lose-volume',
    more: [text('storage'), SWITCH],
    description: "The physical volume under a repository's group is missing",
    act(host, values) {
      const sr = host.pool.database.get('SR', rowNamed(host.pool, 'SR', values['storage'] ?? ''));
      toggle(host.dom0.storage.missingVolumes, recorded(sr, 'uuid'), isOn(values));
    },
  },
  {
    name: 'refuse-login',
    more: [SWITCH],
    description: 'The array refuses the host',
    act(host, values) {
      host.dom0.storage.loginRefused = isOn(values);
      if (isOn(values)) note(host.dom0, 'SMlog', 'SM: [31960] ***** ISCSIError: SR_BACKEND_FAILURE_68 ISCSI login failed, verify CHAP credentials');
    },
  },
  {
    name: 'set-armed',
    more: [SWITCH],
    description: "The host's own note whether HA is armed on it, whatever the pool says",
    act(host, values) {
      host.dom0.ha.isArmed = isOn(values);
      host.dom0.ha.isDaemonRunning = isOn(values);
    },
  },
  {
    name: 'lose-statefile',
    more: [SWITCH],
    description: 'The host does not get at the file that HA keeps on storage',
    act(host, values) {
      host.dom0.ha.hasStatefile = !isOn(values);
      if (isOn(values)) note(host.dom0, 'xha.log', 'lost access to statefile: I/O error');
    },
  },
  {
    name: 'crash',
    description: 'The host crashes, leaves a dump and boots again',
    act(host, _values, world) {
      host.dom0.crashes.push({ atMs: world.clock.now(), kind: 'crash' });
      losePower(host);
      bootMachine(world, host);
    },
  },
  {
    name: 'count-errors',
    more: [{ name: 'errors', kind: 'number' }],
    description: 'The memory controller has corrected so many errors',
    act(host, values) {
      host.dom0.hardware.correctedErrors = numberIn(values, 'errors');
      if (numberIn(values, 'errors') > 0) note(host.dom0, 'kern.log', 'EDAC MC0: 1 CE memory read error on CPU_SrcID#0_Channel#1_DIMM#0');
    },
  },
  {
    name: 'degrade-raid',
    more: [SWITCH],
    description: 'A disk of the boot mirror is gone',
    act(host, values) {
      host.dom0.hardware.degradedRaid = isOn(values);
    },
  },
];

export const dom0Commands: readonly FaultCommand[] = faults.map(({ name, description, more = [], act }) => ({
  name,
  description,
  parameters: [HOST, ...more],
  run: (world, values) => act(hostIn(world, values), values, world),
}));

function managementOf(host: SimHost): string {
  const leg = managementLeg(host);
  if (leg === undefined) throw new FaultError(`${host.name} has no management interface`);
  return leg.bridge;
}

function deviceIn(host: SimHost, values: FaultValues): string {
  const wanted = values['device'] ?? '';
  if (!nicsOf(host).some(({ device }) => device === wanted)) throw new FaultError(`${host.name} has no port ${wanted}`);
  return wanted;
}

function setPort(host: SimHost, values: FaultValues, isPlugged: boolean): void {
  const device = deviceIn(host, values);
  const before = hasCarrier(host, device);
  toggle(host.dom0.network.pulled, device, !isPlugged);
  if (before !== hasCarrier(host, device)) noteLink(host, device, isPlugged);
}

function toggle<T>(set: Set<T>, value: T, isIn: boolean): void {
  if (isIn) set.add(value);
  else set.delete(value);
}
