import { bootMachine, losePower } from '#simulator/world/machine.ts';
import { RESET_MARK } from '#simulator/world/dom0/network-reset.ts';
import { optionsOf } from '../options.ts';
import type { Process, Tools } from '../process.ts';

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** What people run on a host when little else helps. */
export const rescueTools: Tools = {
  resetvdis: unlock,
  'resetvdis.py': unlock,
  'xen-bugtool'(process) {
    if (!process.args.includes('--yestoall')) {
      process.err('xen-bugtool asks, and nobody answers\n');
      return 1;
    }
    const { host } = process.machine;
    process.out(`BZh91AY&SY status report of ${host.name}, as bytes\n`.repeat(64));
    return 0;
  },
  'xe-reset-networking': resetNetwork,
};

/** The third word says that the host was the storage's own master. */
function unlock(process: Process): number {
  const [host = '', sr = '', part] = process.args;
  const { database } = process.machine.host.pool;
  const isUsage = !UUID.test(host) || !UUID.test(sr) || (part !== undefined && part !== 'master');
  if (isUsage || database.refByUuid('SR', sr) === undefined || database.refByUuid('host', host) === undefined) {
    process.err('Usage:\n  resetvdis.py all <SR UUID>\n  resetvdis.py <HOST UUID> <SR UUID> [master]\n');
    return 1;
  }
  process.out(`*** Cleaning up ${sr} for ${host} ***\n`);
  return 0;
}

/** It wants a yes on its input, writes down what the network is to be, and restarts the machine hard. */
function resetNetwork(process: Process): number {
  const { host, world } = process.machine;
  const options = optionsOf(process.args, 'device mode ip netmask gateway dns vlan m');
  if (options.has('help')) {
    process.out('Usage: xe-reset-networking [options]\n  --device=DEVICE\n  --mode=MODE\n  --vlan=VLAN\n  --novlan\n  -m ADDRESS\n');
    return 0;
  }
  const device = options.value('device') ?? 'eth0';
  const isStatic = options.value('mode') === 'static';
  if (isStatic && (options.value('ip') === undefined || options.value('netmask') === undefined)) {
    process.err('Error: if static IP mode is selected, an IP address and netmask need to be specified\n');
    return 1;
  }
  process.out(`Management interface ${device}: ${process.args.join(' ')}\nType 'yes' to continue.\n`);
  if (process.input.line() !== 'yes') {
    process.err('Operation cancelled\n');
    return 1;
  }
  const master = options.value('m');
  if (master !== undefined) {
    host.role = { is: 'slave', masterAddress: master };
    host.dom0.poolConf = undefined;
  }
  const part = (name: string): string => options.value(name) ?? '';
  const address = isStatic
    ? { ip_configuration_mode: 'Static', IP: part('ip'), netmask: part('netmask'), gateway: part('gateway'), DNS: part('dns') }
    : { ip_configuration_mode: 'DHCP', IP: host.address, netmask: '255.255.255.0' };
  host.dom0.networkReset = { device, vlan: options.has('vlan') ? Number(options.value('vlan')) : undefined, address };
  host.dom0.files.set(RESET_MARK, `DEVICE=${device}\n`);
  losePower(host);
  bootMachine(world, host);
  return 0;
}
