import type { Pools } from '#engine/pools/pools.ts';
import { PoolsError } from '#engine/pools/pools-error.ts';
import type { Demo, DemoServer, RunningDemo } from '#engine/ports.ts';
import type { HandlersOf } from '#engine/rpc/dispatch.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';

export interface DemoRoom {
  readonly handlers: HandlersOf<'demo.open'>;
  close(): Promise<void>;
}

/** The demo is started once; opening it again connects what is not connected any more. */
export function demoRoom(demo: Demo | undefined, pools: Pools): DemoRoom {
  let running: Promise<RunningDemo> | undefined;

  async function start(): Promise<RunningDemo> {
    if (demo === undefined) throw new PoolsError({ kind: 'gone' });
    running ??= demo.start();
    try {
      return await running;
    } catch (error) {
      running = undefined;
      throw error;
    }
  }

  async function connect(server: DemoServer, of: { demo: RunningDemo; signal: AbortSignal }): Promise<ServerId> {
    const known = pools.list().find((other) => other.address === server.address);
    if (known !== undefined) return known.id;
    const { address, user, password, fingerprint } = server;
    const { routes } = of.demo;
    return await pools.connect({ address, user, password, pins: [{ address, fingerprint }], routes }, of.signal);
  }

  return {
    handlers: {
      'demo.open': async (_input, signal) => {
        const started = await start();
        return { servers: await Promise.all(started.servers.map((server) => connect(server, { demo: started, signal }))) };
      },
    },
    close: async () => await (await running)?.close(),
  };
}
