import type { Duplex } from 'node:stream';
import type { PoolHandle, PoolHandles } from '#engine/pools/pool-handle.ts';
import type { Pools } from '#engine/pools/pools.ts';
import { PoolsError } from '#engine/pools/pools-error.ts';
import type { Clock } from '#engine/ports.ts';
import type { Session } from '#engine/xapi/session.ts';
import { XapiError } from '#engine/xapi/xapi-error.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { parseAddress } from '#shared/domain/address/address.ts';
import { addressOf } from '#shared/domain/connection/members.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { TaskRef } from '#shared/xapi/generated/refs.ts';
import { exchange } from './http-transfer.ts';

/** After the last byte a server has little left to do; a verdict that is later than this is lost. */
const VERDICT_WITHIN_MS = 120_000;

interface Request {
  readonly method: 'GET' | 'PUT';
  readonly path: string;
  readonly lengthBytes?: number;
  /** Who is asked; absent: the master, who knows who has it. */
  readonly host?: HostRef;
}

/** How a pool is asked over HTTP for something long, or given it. */
export interface Talk {
  /** Under a task of ours, so that it is seen and can be cancelled by everybody, and its verdict is known. */
  underTask(
    of: { readonly server: ServerId; readonly label: string; readonly transfer?: string | undefined },
    work: (task: TaskRef) => Promise<void>,
    on: { readonly signal: AbortSignal },
  ): Promise<string>;
  /** Of a transfer that is under way. */
  taskOf(transfer: string): TaskRef | undefined;
  ask(server: ServerId, request: Request, talk: { readonly signal: AbortSignal; readonly work: (socket: Duplex) => Promise<void> }): Promise<void>;
}

export interface TalkSetup {
  readonly pools: Pick<Pools, 'dial'>;
  readonly handles: Pick<PoolHandles, 'of'>;
  readonly clock: Clock;
}

export function createTalk({ pools, handles, clock }: TalkSetup): Talk {
  const tasks = new Map<string, TaskRef>();
  return {
    taskOf: (transfer) => tasks.get(transfer),
    async underTask({ server, label, transfer }, work, { signal }) {
      const pool = handles.of(server);
      const task = (await pool.ask({ safe: false, signal }, async (session) => await session.call('task.create', [label, '']))) as TaskRef;
      let isServed = false;
      if (transfer !== undefined) tasks.set(transfer, task);
      try {
        signal.throwIfAborted();
        isServed = true;
        await work(task);
        return await verdict(pool, task, signal);
      } catch (error) {
        throw signal.aborted ? error : await refusalOf(pool, task, error);
      } finally {
        if (transfer !== undefined) tasks.delete(transfer);
        await letGo(pool, task, { isServed, clock });
      }
    },
    async ask(server, { host, ...request }, talk) {
      const pool = handles.of(server);
      const inventory = pool.inventory();
      const session = await pool.ask({ safe: true, signal: talk.signal }, async (now) => await Promise.resolve(now));
      // The master by the address it has answered at: its record may name one that nobody here can reach.
      const first = host === undefined ? parseAddress(session.address) : addressOf(inventory, host);
      if (first === undefined) throw new PoolsError({ kind: 'gone' });
      await exchange({ ...request, session: session.ref, first, inventory, dial: pools.dial(server), signal: talk.signal }, talk.work);
    },
  };
}

export function query(parameters: Readonly<Record<string, string>>): string {
  return new URLSearchParams(parameters).toString();
}

/** What came of it; throws what it failed with. */
async function verdict(pool: PoolHandle, task: TaskRef, signal: AbortSignal): Promise<string> {
  await pool.until(() => isOver(pool, task), { signal, timeoutMs: VERDICT_WITHIN_MS });
  signal.throwIfAborted();
  const error = failureIn(pool, task);
  if (error !== undefined) throw error;
  return String(await pool.ask({ safe: true, signal }, async (session) => await session.call('task.get_result', [task])));
}

function failureIn(pool: PoolHandle, task: TaskRef): XapiError | undefined {
  const record = pool.inventory().task.get(task);
  if (record?.status === 'success') return undefined;
  const [code = record?.status === 'cancelled' ? 'TASK_CANCELLED' : 'INTERNAL_ERROR', ...parameters] = record?.errorInfo ?? [];
  return new XapiError(code, parameters);
}

/** Over HTTP a server only says that it went wrong; the task says what. */
async function refusalOf(pool: PoolHandle, task: TaskRef, error: unknown): Promise<unknown> {
  if (error instanceof XapiError && error.code !== 'INTERNAL_ERROR') return error;
  await pool.until(() => isOver(pool, task), { timeoutMs: SHORTLY_MS });
  const status = pool.inventory().task.get(task)?.status;
  return status === undefined || status === 'pending' || status === 'success' ? error : failureIn(pool, task);
}

const SHORTLY_MS = 5_000;
const ENDS_WITHIN_MS = 20_000;
/** Nobody waits for it any more. */
const LET_GO_WITHIN_MS = 60_000;

/** Stops what is still under way, and leaves no record behind: a server only marks a pending one, and waits for whoever runs it. */
async function letGo(pool: PoolHandle, task: TaskRef, { isServed, clock }: { readonly isServed: boolean; readonly clock: Clock }): Promise<void> {
  const late = new AbortController();
  const timer = clock.after(LET_GO_WITHIN_MS, () => late.abort());
  const { signal } = late;
  const tell = async (question: (session: Session) => Promise<unknown>): Promise<void> => {
    try {
      await pool.ask({ safe: true, signal }, question);
    } catch {
      // Ended in this very moment, gone already, or nobody to be told: the server forgets it by itself.
    }
  };
  if (!isOver(pool, task)) {
    await tell(async (session) => await session.call('task.cancel', [task]));
    if (!isServed || !(await endsSoon(pool, task, signal))) await tell(async (session) => await session.call('task.set_status', [task, 'cancelled']));
  }
  await tell(async (session) => await session.call('task.destroy', [task]));
  timer.cancel();
}

async function endsSoon(pool: PoolHandle, task: TaskRef, signal: AbortSignal): Promise<boolean> {
  try {
    return (await pool.until(() => isOver(pool, task), { signal, timeoutMs: ENDS_WITHIN_MS })) === 'so';
  } catch {
    // The server is no longer one of ours.
    return true;
  }
}

function isOver(pool: PoolHandle, task: TaskRef): boolean {
  return (pool.inventory().task.get(task)?.status ?? 'pending') !== 'pending';
}
