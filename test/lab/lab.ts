import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_LOGIN } from '#simulator/world/build/start-pool.ts';
import { runCommand } from '#simulator/world/faults/commands.ts';
import { flag, list, ref } from '#simulator/world/fields.ts';
import type { PoolState, SimHost, World } from '#simulator/world/world.ts';
import { handlers } from '#simulator/xapi-server/handlers/all-handlers.ts';
import { serveWorld } from '#simulator/xapi-server/server.ts';
import { beginCalls } from './calls.ts';
import { followCards } from './cards.ts';
import { type LabHost, startHost, wireHost } from './lab-host.ts';
import { buildLabWorld } from './lab-world.ts';
import { createNetwork, type LabNetwork, nameOfLab, ran, ROUTER } from './network.ts';
import { runNetworkDaemon } from './network-daemon.ts';
import { placeToolstack } from './toolstacks.ts';

/** Hosts of a pool and an administrator's computer, on real cables. */
export interface Lab extends AsyncDisposable {
  readonly world: World;
  readonly network: LabNetwork;
  readonly folder: string;
  host(name: string): LabHost;
  pool(): PoolState;
  /** Whether the pool believes that the host lives. */
  isLive(name: string): boolean;
  /** How many machines run there. */
  guests(name: string): number;
  /** Something that namespaces cannot show befalls a host, as typed at a simulator's control address. */
  befall(command: string, host: string, ...values: readonly string[]): void;
  /** The machine loses its power: nothing of it answers any more. */
  losePower(name: string): Promise<void>;
}

/** Where the administrator sits: in the management network and in no other. */
export const ADMIN = 'admin';
const ADMIN_ADDRESS = '10.8.0.200/24';
const FOLLOW_MS = 200;

interface LabSetup {
  /** Lines of the SSH servers' settings besides the usual ones. */
  readonly sshd?: readonly string[];
  /** Scripts by the name of the program they stand for on every host. */
  readonly programs?: Readonly<Record<string, string>>;
}

export async function startLab(hostCount = 3, { sshd = [], programs = {} }: LabSetup = {}): Promise<Lab> {
  const world = await buildLabWorld(hostCount);
  const name = nameOfLab();
  await using undo = new AsyncDisposableStack();
  const network = undo.use(await createNetwork(name));
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  undo.defer(() => rmSync(folder, { recursive: true, force: true }));
  await network.add(ADMIN, {
    wires: [{ device: 'eth0', to: 'management' }],
    lines: [`addr add ${ADMIN_ADDRESS} dev eth0`, `route add default via ${ROUTER}`],
  });
  const passwordHash = (await ran('openssl', ['passwd', '-6', DEFAULT_LOGIN.password])).stdout.trim();
  for (const host of world.hosts) await wireHost(network, host);
  const started = await Promise.allSettled(
    world.hosts.map(async (host) => undo.use(await startHost(network, { world, host, folder, passwordHash, sshd, programs }))),
  );
  const hosts = started.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
  // Its time has stood still until now.
  world.clock.advance(Date.now() - world.clock.now());
  const server = await serveWorld(world, { handlers, addresses: 'records', clock: { is: 'live', speed: 1 } });
  undo.defer(async () => await server.close());
  const toolstacks = hosts.map((host) => undo.use(placeToolstack(server, host)));
  await Promise.all(toolstacks.map(async (toolstack) => await toolstack.follow()));
  hosts.forEach(followCards);
  const daemons = hosts.map(({ host }) => runNetworkDaemon(network, host));
  const isSmall = hosts.length <= 3;
  const calls = undo.use(beginCalls(hosts, (from, to) => isSmall || from.pool.master === from || to.pool.master === to));
  await calls.begun;

  const troubles: unknown[] = [];
  const follow = (): void => {
    for (const host of hosts) host.follow();
    for (const one of [...toolstacks, ...daemons]) one.follow().catch((error: unknown) => troubles.push(error));
  };
  const timer = setInterval(follow, FOLLOW_MS);
  undo.defer(() => clearInterval(timer));

  const find = (wanted: string): LabHost => {
    const found = hosts.find(({ host }) => host.name === wanted);
    if (found === undefined) throw new RangeError(`no host ${wanted}`);
    return found;
  };
  const kept = undo.move();
  return {
    world,
    network,
    folder,
    host: find,
    pool: () => firstPool(world),
    isLive: (wanted) => isLive(firstPool(world), find(wanted).host),
    guests: (wanted) => list(firstPool(world).database.get('host', find(wanted).host.ref), 'resident_VMs').length - 1,
    befall(command, host, ...values) {
      runCommand(world, command, [host, ...values]);
      follow();
    },
    async losePower(wanted) {
      for (const device of ['eth0', 'eth2']) await network.cable(wanted, device, 'pulled');
      runCommand(world, 'power-off', [wanted]);
      follow();
    },
    async [Symbol.asyncDispose]() {
      await kept.disposeAsync();
      if (troubles.length > 0) throw new AggregateError(troubles, 'the lab was in trouble');
    },
  };
}

function firstPool(world: World): PoolState {
  const [pool] = world.pools;
  if (pool === undefined) throw new RangeError('the world has no pool');
  return pool;
}

function isLive({ database }: PoolState, host: SimHost): boolean {
  return flag(database.find('host_metrics', ref(database.get('host', host.ref), 'metrics') ?? '') ?? {}, 'live');
}
