import { createHash, type Hash } from 'node:crypto';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import type { PoolHandle, PoolHandles } from '#engine/pools/pool-handle.ts';
import type { Clock } from '#engine/ports.ts';
import type { Pools } from '#engine/pools/pools.ts';
import { PoolsError } from '#engine/pools/pools-error.ts';
import { destroyMachine } from '#engine/xapi/vm-disks.ts';
import { XapiError } from '#engine/xapi/xapi-error.ts';
import type { ByteStream } from '#shared/contract/byte-stream.ts';
import type { Output } from '#shared/contract/calls.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { StreamInput } from '#shared/contract/streams.ts';
import { addressOf } from '#shared/domain/connection/members.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { TaskRef } from '#shared/xapi/generated/refs.ts';
import { exchange } from './http-transfer.ts';

/** After the last byte a server has little left to do; a verdict that is later than this is lost. */
const VERDICT_WITHIN_MS = 120_000;
/** What came of them is asked for right after. */
const REMEMBERED = 50;

interface On {
  readonly stream: ByteStream;
  readonly signal: AbortSignal;
}

type Result = Output<'transfer.result'>;

/** Machines that leave a pool as a file, and files that become machines. */
export interface Transfers {
  /** Ends well only when the server says that all of it has been sent. */
  exportVm(input: StreamInput<'vm.export'>, on: On): Promise<void>;
  /** Ends well only when the server says that the machine is there; what it took in before it failed it takes back. */
  importVm(input: StreamInput<'vm.import'>, on: On): Promise<void>;
  /** Writes over the beginning of a disk that nobody has open. */
  writeDisk(of: { readonly server: ServerId; readonly disk: RefOf<'vdi'>; readonly bytes: Uint8Array }, signal: AbortSignal): Promise<void>;
  /** Undefined for one that has not ended well. */
  result(transfer: string): Result | undefined;
}

export interface TransfersSetup {
  readonly pools: Pick<Pools, 'dial'>;
  readonly handles: Pick<PoolHandles, 'of'>;
  readonly clock: Clock;
}

export function createTransfers({ pools, handles, clock }: TransfersSetup): Transfers {
  const results = new Map<string, Result>();

  function remember(transfer: string, result: Result): void {
    results.set(transfer, result);
    for (const oldest of [...results.keys()].slice(0, Math.max(0, results.size - REMEMBERED))) results.delete(oldest);
  }

  /** Under a task of ours, so that it is seen and can be cancelled by everybody, and its verdict is known. */
  async function underTask(
    of: { readonly server: ServerId; readonly label: string },
    work: (task: TaskRef) => Promise<void>,
    on: Pick<On, 'signal'>,
  ): Promise<string> {
    const pool = handles.of(of.server);
    const task = (await pool.ask(
      { safe: false, signal: on.signal },
      async (session) => await session.call('task.create', [of.label, '']),
    )) as TaskRef;
    try {
      await work(task);
      return await verdict(pool, task, on.signal);
    } catch (error) {
      throw on.signal.aborted ? error : await refusalOf(pool, task, error);
    } finally {
      await letGo(pool, task, clock);
    }
  }

  async function ask(
    server: ServerId,
    request: { readonly method: 'GET' | 'PUT'; readonly path: string; readonly lengthBytes?: number },
    talk: { readonly signal: AbortSignal; readonly work: (socket: Duplex) => Promise<void> },
  ) {
    const pool = handles.of(server);
    const inventory = pool.inventory();
    const master = onlyPool(inventory)?.pool.master ?? undefined;
    const first = master === undefined ? undefined : addressOf(inventory, master);
    if (first === undefined) throw new PoolsError({ kind: 'gone' });
    const session = await pool.ask({ safe: true, signal: talk.signal }, async ({ ref }) => await Promise.resolve(ref));
    await exchange({ ...request, session, first, inventory, dial: pools.dial(server), signal: talk.signal }, talk.work);
  }

  return {
    async exportVm({ server, vm, transfer, compression }, on) {
      const record = handles.of(server).inventory().vm.get(vm);
      if (record === undefined) throw new PoolsError({ kind: 'gone' });
      const digest = createHash('sha256');
      const sent = { bytes: 0 };
      const work = async (task: TaskRef): Promise<void> => {
        const path = `/export?${query({ ref: vm, task_id: task, ...(compression === 'none' ? {} : { use_compression: compression }) })}`;
        await ask(server, { method: 'GET', path }, { signal: on.signal, work: async (socket) => await handOn(socket, on.stream, { digest, sent }) });
      };
      await underTask({ server, label: `Export of ${record.name}` }, work, on);
      remember(transfer, { bytes: sent.bytes, sha256: digest.digest('hex'), vms: [] });
    },
    async importVm({ server, sr, transfer, name, lengthBytes, keepsIdentity, network }, on) {
      const digest = createHash('sha256');
      const sent = { bytes: 0 };
      const work = async (task: TaskRef): Promise<void> => {
        const path = `/import?${query({ sr_id: sr, task_id: task, ...(keepsIdentity && { restore: 'true' }) })}`;
        await ask(
          server,
          { method: 'PUT', path, lengthBytes },
          { signal: on.signal, work: async (socket) => await takeIn(on.stream, socket, { digest, sent }) },
        );
      };
      const result = await underTask({ server, label: `Import of ${name}` }, work, on);
      // The references of what was made, in a set of XML.
      const vms = [...result.matchAll(/OpaqueRef:[\w-]+/g)].map(([ref]) => ref as VmRef);
      if (network !== undefined) await moveCards(handles.of(server), vms, { network, signal: on.signal, clock });
      remember(transfer, { bytes: sent.bytes, sha256: digest.digest('hex'), vms });
    },
    async writeDisk({ server, disk, bytes }, signal) {
      const work = async (task: TaskRef): Promise<void> => {
        const path = `/import_raw_vdi?${query({ vdi: disk, format: 'raw', task_id: task })}`;
        const write = async (socket: Duplex): Promise<void> => {
          if (!socket.write(bytes)) await room(socket);
          socket.end();
          // Closed by the server once it has taken all of it.
          await once(socket.resume(), 'close');
        };
        await ask(server, { method: 'PUT', path, lengthBytes: bytes.length }, { signal, work: write });
      };
      await underTask({ server, label: 'Writing a disk' }, work, { signal });
    },
    result: (transfer) => results.get(transfer),
  };
}

interface Counting {
  readonly digest: Hash;
  readonly sent: { bytes: number };
}

async function handOn(socket: Duplex, stream: ByteStream, { digest, sent }: Counting): Promise<void> {
  for await (const part of socket) {
    // Without an encoding set, a socket gives bytes.
    const bytes = part as Uint8Array;
    digest.update(bytes);
    sent.bytes += bytes.length;
    await stream.write(bytes);
  }
}

async function takeIn(stream: ByteStream, socket: Duplex, { digest, sent }: Counting): Promise<void> {
  for await (const bytes of stream.incoming) {
    if (!socket.writable) break;
    digest.update(bytes);
    sent.bytes += bytes.length;
    if (!socket.write(bytes)) await room(socket);
  }
  socket.end();
}

interface Moving {
  readonly network: RefOf<'network'>;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** A machine in the wrong network is not what was asked for: where its cards cannot be moved it goes again. */
async function moveCards(pool: PoolHandle, vms: readonly VmRef[], { network, signal, clock }: Moving): Promise<void> {
  try {
    await pool.ask({ safe: true, signal }, async (session) => {
      for (const vm of vms) {
        const cards = (await session.call('VM.get_VIFs', [vm])) as readonly RefOf<'vif'>[];
        for (const card of cards) await session.call('VIF.move', [card, network]);
      }
    });
  } catch (error) {
    const late = new AbortController();
    const timer = clock.after(TAKEN_BACK_WITHIN_MS, () => late.abort());
    await pool.ask({ safe: true, signal: late.signal }, async (session) => {
      for (const vm of vms) for (const disk of await destroyMachine(session, vm)) await session.call('VDI.destroy', [disk]);
    });
    timer.cancel();
    throw error;
  }
}

/** Nobody waits for it any more. */
const TAKEN_BACK_WITHIN_MS = 60_000;

/** Until more can be written, or nothing ever can. */
async function room(socket: Duplex): Promise<void> {
  if (socket.destroyed) return;
  const over = new AbortController();
  try {
    await Promise.race([once(socket, 'drain', over), once(socket, 'close', over)]);
  } finally {
    over.abort();
  }
}

function query(parameters: Readonly<Record<string, string>>): string {
  return new URLSearchParams(parameters).toString();
}

/** What came of it; throws what it failed with. */
async function verdict(pool: PoolHandle, task: TaskRef, signal: AbortSignal): Promise<string> {
  const isOver = (): boolean => (pool.inventory().task.get(task)?.status ?? 'pending') !== 'pending';
  await pool.until(isOver, { signal, timeoutMs: VERDICT_WITHIN_MS });
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
  await pool.until(() => (pool.inventory().task.get(task)?.status ?? 'pending') !== 'pending', { timeoutMs: SHORTLY_MS });
  const status = pool.inventory().task.get(task)?.status;
  return status === undefined || status === 'pending' || status === 'success' ? error : failureIn(pool, task);
}

const SHORTLY_MS = 5_000;

/** Stops what is still under way, and leaves no record behind. */
async function letGo(pool: PoolHandle, task: TaskRef, clock: Clock): Promise<void> {
  const late = new AbortController();
  const timer = clock.after(TAKEN_BACK_WITHIN_MS, () => late.abort());
  const { signal } = late;
  const isPending = pool.inventory().task.get(task)?.status === 'pending';
  for (const call of [...(isPending ? (['task.cancel'] as const) : []), 'task.destroy'] as const) {
    try {
      await pool.ask({ safe: true, signal }, async (session) => await session.call(call, [task]));
    } catch {
      // Ended in this very moment, gone already, or nobody to be told: the server forgets it by itself.
    }
  }
  timer.cancel();
}
