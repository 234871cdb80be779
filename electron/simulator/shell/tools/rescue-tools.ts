import { bootMachine, losePower } from '#simulator/world/machine.ts';
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

/** It wants a yes on its input, writes the new addresses and restarts the machine hard. */
function resetNetwork(process: Process): number {
  const { host, world } = process.machine;
  if (process.input.line() !== 'yes') {
    process.err('Cancelled.\n');
    return 1;
  }
  process.out(`Resetting the network of this host: ${process.args.join(' ')}\n`);
  const { network } = host.dom0;
  network.addresses.clear();
  network.gateway = 'recorded';
  network.managementBridge = undefined;
  losePower(host);
  bootMachine(world, host);
  return 0;
}
