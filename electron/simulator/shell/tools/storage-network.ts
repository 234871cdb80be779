import type { Work } from '#simulator/world/process.ts';
import { accessTold, isDoorOpen, serverMet } from '#simulator/world/storage/from-host.ts';
import { optionsOf } from '../options.ts';
import type { Process } from '../process.ts';

const RPC_PATIENCE_MS = 60_000;
const CONNECT_PATIENCE_MS = 120_000;

/** Lists what a file server exports, as its mount service tells it: servers that speak version 4 alone have none. */
export function* showmount(process: Process): Work<number> {
  const { world, host } = process.machine;
  const options = optionsOf(process.args, '');
  const [named = ''] = options.operands;
  const met = serverMet(world, host, named);
  if (met?.isReached !== true) {
    yield RPC_PATIENCE_MS;
    process.err('clnt_create: RPC: Port mapper failure - Timed out\n');
    return 1;
  }
  if (!met.server.fileVersions.includes('3')) {
    process.err('clnt_create: RPC: Program not registered\n');
    return 1;
  }
  if (!options.has('no-headers')) process.out(`Export list for ${named}:\n`);
  const widest = Math.max(0, ...met.server.exports.map(({ path }) => path.length));
  for (const found of met.server.exports) process.out(`${found.path.padEnd(widest)} ${accessTold(world, met.server, found)}\n`);
  return 0;
}

const TRANSPORT_FAILED = 4;
const NOTHING_FOUND = 21;

/** Asks a portal which targets there are. */
export function* discoverTargets(process: Process): Work<number> {
  const { world, host } = process.machine;
  const { value } = optionsOf(process.args, 'm t o p');
  const [, bracketed, plain = '', typedPort = '3260'] = /^(?:\[(.+)\]|([^:]+))(?::(\d+))?$/.exec(value('p') ?? '') ?? [];
  const port = Number(typedPort);
  const met = serverMet(world, host, bracketed ?? plain);
  if (met?.isReached !== true || !isDoorOpen(met.server, port)) {
    if (met?.isReached !== true) yield CONNECT_PATIENCE_MS;
    process.err(
      `iscsiadm: cannot make connection to ${bracketed ?? plain}: Connection refused\niscsiadm: Could not perform SendTargets discovery: encountered connection failure\n`,
    );
    return TRANSPORT_FAILED;
  }
  const lines = met.server.targets.flatMap(({ name, portals }) =>
    portals.filter((portal) => portal.port === port).map(({ address }) => `${address}:${port},1 ${name}\n`),
  );
  if (lines.length === 0) process.err('iscsiadm: No portals found\n');
  process.out(lines.join(''));
  return lines.length === 0 ? NOTHING_FOUND : 0;
}
