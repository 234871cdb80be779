import { hasCarrier, isLinked, type Leg, legsOf } from '#simulator/world/dom0/legs.ts';
import type { Work } from '#simulator/world/process.ts';
import type { SimHost } from '#simulator/world/world.ts';
import { optionsOf } from '../options.ts';
import type { Process } from '../process.ts';
import { macAt } from './ip.ts';

export function* arping(process: Process): Work<number> {
  const options = optionsOf(process.args, 'c w I s');
  const { world, host } = process.machine;
  const bridge = options.value('I') ?? '';
  const target = options.operands[0] ?? '';
  const leg = legsOf(host).find((known) => known.bridge === bridge);
  if (leg === undefined) {
    process.err(`arping: unknown iface ${bridge}\n`);
    return 2;
  }
  const say = (line: string): void => (options.has('q') ? undefined : process.out(`${line}\n`));
  if (options.has('D')) {
    // Asks whether anybody else has the address.
    const foreign = leg.uplinks.some((device) => hasCarrier(host, device)) ? otherOnWire(process, leg, target) : undefined;
    yield foreign === undefined ? Number(options.value('w') ?? 3) * 1000 : 100;
    if (foreign !== undefined) say(`Unicast reply from ${target} [${foreign.toUpperCase()}]  0.7ms`);
    return foreign === undefined ? 0 : 1;
  }
  const mac = macAt(world, host, leg, target);
  yield mac === undefined ? Number(options.value('w') ?? 2) * 1000 : 300;
  if (mac !== undefined) say(`Unicast reply from ${target} [${mac.toUpperCase()}]  0.7ms`);
  return mac === undefined ? 1 : 0;
}

/** The hardware address of whoever else on the same wire has it. */
function otherOnWire({ machine: { world, host } }: Process, { network }: Leg, target: string): string | undefined {
  const isThere = (other: SimHost, leg: Leg): boolean =>
    other !== host && other.power === 'on' && leg.network === network && leg.ip === target && isLinked(other, leg);
  const owner = world.hosts.flatMap((other) => legsOf(other).filter((leg) => isThere(other, leg)))[0];
  return host.dom0.network.duplicates.get(target) ?? owner?.mac;
}
