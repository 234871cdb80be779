import { buildFleet } from '#simulator/scenarios/five-thousand-vms.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { DEFAULT_LOGIN } from '#simulator/world/build/start-pool.ts';
import { serveWorld } from '#simulator/xapi-server/server.ts';
import { certificateOf } from '#simulator/xapi-server/tls/certificate.ts';
import type { FleetAddress, FleetOrder } from './fleet.ts';
import { changesPerSecond, type ChangeLog } from './fleet-changes.ts';
import { stampsPerSecond } from './fleet-stamps.ts';
import { countTasks, type TaskCount } from './fleet-tasks.ts';

// A simulator in a process of its own, with a fleet of any size and a wire that can be slowed down.
const [speed = 1, hosts = 0, vms = 0, runningOfTen] = process.argv.slice(2).map(Number);
const scenario = {
  name: 'fleet',
  description: 'a fleet',
  build: (stage: Parameters<typeof buildFleet>[0]) => buildFleet(stage, { hosts, vms, runningOfTen }),
};
const world = await buildScenario(scenario, { startMs: Date.now() });
const server = await serveWorld(world, { handlers: {}, addresses: 'loopback', clock: { is: 'live', speed } });
const [pool] = world.pools;
if (pool === undefined) throw new Error('the fleet has no pool');
const { database, master } = pool;
let changes: ChangeLog | undefined;
let tasks: TaskCount | undefined;
let stopStamps: (() => number) | undefined;

const address: FleetAddress = { url: server.urlOf(master), fingerprint: certificateOf(master).sha256, ...DEFAULT_LOGIN };
process.on('message', (order: FleetOrder) => process.send?.(obey(order)));
process.once('disconnect', () => process.exit());
process.send?.(address);

function obey(order: FleetOrder): unknown {
  switch (order.is) {
    case 'link':
      Object.assign(master.link, { latencyMs: order.latencyMs, bytesPerSecond: order.bytesPerSecond });
      server.refresh();
      return {};
    case 'count':
      return Object.fromEntries([...database.tables].map(([name, table]) => [name, table.rows.size]));
    case 'change':
      changes = changesPerSecond(database, order.perSecond);
      return {};
    case 'stop-changing':
      return changes?.stop() ?? {};
    case 'stamp':
      stopStamps = stampsPerSecond(database, order.perSecond);
      return {};
    case 'stop-stamping':
      return { made: stopStamps?.() ?? 0 };
    case 'count-tasks':
      tasks = countTasks(database);
      return {};
    case 'counted-tasks':
      return tasks?.counted() ?? {};
    case 'delete': {
      const doomed = database.refs(order.table).slice(-order.count);
      for (const ref of doomed) database.destroy(order.table, ref);
      return { left: database.refs(order.table).length };
    }
  }
}
