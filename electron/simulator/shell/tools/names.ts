import { hasCarrier, managementLeg } from '#simulator/world/dom0/legs.ts';
import { pathTo } from '#simulator/world/dom0/paths.ts';
import type { Work } from '#simulator/world/process.ts';
import { serverMet } from '#simulator/world/storage/from-host.ts';
import { ntpServers } from '../host-files/etc-files.ts';
import type { Process } from '../process.ts';

/** Looks names up, of hosts, of storage and of the rest of the world. */
export function* getent(process: Process): Work<number> {
  const name = process.args[1] ?? '';
  const { world, host } = process.machine;
  const met = serverMet(world, host, name);
  if (met !== undefined) process.out(`${met.address.padEnd(15)} STREAM ${name}\n`);
  if (met !== undefined) return 0;
  // Nobody can register these.
  if (/\.(?:example|invalid|test)$/.test(name)) return 2;
  const known = world.hosts.find((other) => other.name === name);
  if (known !== undefined) process.out(`${known.address.padEnd(15)} ${known.name}\n`);
  if (known !== undefined) return 0;
  if (/^\d+\./.test(name)) {
    process.out(`${name}      ${name}\n`);
    return 0;
  }
  // Names are asked of servers; without one that answers it takes its time to say so.
  const server = ntpServers(host)[0];
  const path = server === undefined ? undefined : pathTo(world, host, server);
  if (path?.is !== 'thing' && path?.is !== 'silent') yield 20_000;
  if (managementLeg(host)?.gateway !== undefined && hasManagementLink(process)) {
    process.out(`2001:4860::1    ${name}\n`);
    return 0;
  }
  return 2;
}

function hasManagementLink(process: Process): boolean {
  const leg = managementLeg(process.machine.host);
  return leg !== undefined && leg.uplinks.some((device) => hasCarrier(process.machine.host, device));
}
