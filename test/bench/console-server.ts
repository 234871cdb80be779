import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { DEFAULT_LOGIN } from '#simulator/world/build/start-pool.ts';
import { handlers } from '#simulator/xapi-server/handlers/all-handlers.ts';
import { serveWorld } from '#simulator/xapi-server/server.ts';
import { certificateOf } from '#simulator/xapi-server/tls/certificate.ts';
import type { FleetAddress } from './fleet.ts';

// A small pool in a process of its own, with everything its hosts answer: the master runs the VM that is watched.
const world = await buildScenario(scenarioNamed('two-hosts-iscsi'), { startMs: Date.now() });
const server = await serveWorld(world, { handlers, addresses: 'loopback', clock: { is: 'live', speed: 1 } });
const [pool] = world.pools;
if (pool === undefined) throw new Error('the scenario has no pool');
const address: FleetAddress = { url: server.urlOf(pool.master), fingerprint: certificateOf(pool.master).sha256, ...DEFAULT_LOGIN };
process.once('disconnect', () => process.exit());
process.send?.(address);
