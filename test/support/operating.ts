import type { Operation, OperationId } from '#shared/contract/calls/operation-calls.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Requested } from '#shared/contract/request-schema.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { named } from './ask.ts';
import { timePasses } from './passing-time.ts';
import { aServedWorld, type ServedWorld } from './served-world.ts';
import { aTestEngine, connected, type TestEngine } from './test-engine.ts';

/** Worlds live this much faster than the clock on the wall, so that a shutdown of eight seconds is short. */
const SPEED = 20;

export interface Operating extends AsyncDisposable {
  readonly engine: TestEngine;
  readonly served: ServedWorld;
  readonly server: ServerId;
  vm(name: string): VmRef;
  /** Starts one operation and tells its id. */
  begin(request: Requested): Promise<OperationId>;
  /** As it was last told. */
  latest(id: OperationId): Operation | undefined;
  /** Lets time pass until it is so of the operation. */
  until(id: OperationId, isSo: (operation: Operation) => boolean): Promise<Operation>;
  end(id: OperationId): Promise<Operation>;
}

/** An app that is started again asks by other identifiers than before. */
let batches = 0;

/** An engine connected to a world, about to change something in it. */
export async function operating(scenario = 'two-hosts-iscsi', speed = SPEED): Promise<Operating> {
  const served = await aServedWorld(scenario, { speed });
  const engine = aTestEngine();
  const server = await connected(engine, served);
  return operatingOn({ engine, served, server });
}

export function operatingOn(parts: { readonly engine: TestEngine; readonly served: ServedWorld; readonly server: ServerId }): Operating {
  const { engine, served, server } = parts;

  function latest(id: OperationId): Operation | undefined {
    return engine.said.flatMap((event) => (event.topic === 'operations' ? event.payload.changed : [])).findLast((operation) => operation.id === id);
  }

  async function until(id: OperationId, isSo: (operation: Operation) => boolean): Promise<Operation> {
    const is = (): boolean => {
      const now = latest(id);
      return now !== undefined && isSo(now);
    };
    await timePasses(engine, is);
    const now = latest(id);
    if (now === undefined) throw new RangeError(`no operation ${id}`);
    return now;
  }

  return {
    engine,
    served,
    server,
    // Refs of the simulator are those of the wire.
    vm: (name) => named(served.world, 'VM', name) as VmRef,
    async begin(request) {
      const result = await engine.call('operation.start', { id: `batch-${(batches += 1)}`, requests: [request] });
      const [id] = result.ok ? result.value.operations : [];
      if (id === undefined) throw new Error(`not started: ${JSON.stringify(result)}`);
      return id;
    },
    latest,
    until,
    end: async (id) => await until(id, ({ state }) => state.is !== 'waiting' && state.is !== 'running'),
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]();
      await served[Symbol.asyncDispose]();
    },
  };
}
