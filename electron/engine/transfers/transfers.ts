import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import type { PoolHandle } from '#engine/pools/pool-handle.ts';
import type { Clock } from '#engine/ports.ts';
import { PoolsError } from '#engine/pools/pools-error.ts';
import { destroyMachine } from '#engine/xapi/vm-disks.ts';
import type { ByteStream } from '#shared/contract/byte-stream.ts';
import type { Output } from '#shared/contract/calls.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { StreamInput } from '#shared/contract/streams.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { TaskRef } from '#shared/xapi/generated/refs.ts';
import { type Archives, createArchives } from './archives.ts';
import { counting, handOn, room, sumOf, takeIn } from './counted.ts';
import { createTalk, query, type TalkSetup } from './talk.ts';

/** What came of them is asked for right after. */
const REMEMBERED = 50;

interface On {
  readonly stream: ByteStream;
  readonly signal: AbortSignal;
}

type Result = Output<'transfer.result'>;

/** Machines that leave a pool as a file, and files that become machines; and whole pools and hosts. */
export interface Transfers {
  readonly archives: Archives;
  /** Ends well only when the server says that all of it has been sent. */
  exportVm(input: StreamInput<'vm.export'>, on: On): Promise<void>;
  /** Ends well only when the server says that the machine is there; what it took in before it failed it takes back. */
  importVm(input: StreamInput<'vm.import'>, on: On): Promise<void>;
  /** Writes over the beginning of a disk that nobody has open. */
  writeDisk(of: { readonly server: ServerId; readonly disk: RefOf<'vdi'>; readonly bytes: Uint8Array }, signal: AbortSignal): Promise<void>;
  /** The server's task for one that is under way. */
  taskOf(transfer: string): TaskRef | undefined;
  /** Undefined for one that has not ended well. */
  result(transfer: string): Result | undefined;
}

export function createTransfers({ pools, handles, clock }: TalkSetup): Transfers {
  const results = new Map<string, Result>();
  const talk = createTalk({ pools, handles, clock });
  const { ask, underTask } = talk;

  function remember(transfer: string, result: Result): void {
    results.set(transfer, result);
    for (const oldest of [...results.keys()].slice(0, Math.max(0, results.size - REMEMBERED))) results.delete(oldest);
  }

  const archives = createArchives({
    talk,
    inventoryOf: (server) => handles.of(server).inventory(),
    remember: (transfer, sum) => remember(transfer, { ...sum, vms: [] }),
  });

  return {
    archives,
    async exportVm({ server, vm, transfer, compression }, on) {
      const record = handles.of(server).inventory().vm.get(vm);
      if (record === undefined) throw new PoolsError({ kind: 'gone' });
      const count = counting();
      const work = async (task: TaskRef): Promise<void> => {
        const path = `/export?${query({ ref: vm, task_id: task, ...(compression === 'none' ? {} : { use_compression: compression }) })}`;
        await ask(server, { method: 'GET', path }, { signal: on.signal, work: async (socket) => await handOn(socket, on.stream, count) });
      };
      await underTask({ server, label: `Export of ${record.name}`, transfer }, work, on);
      remember(transfer, { ...sumOf(count), vms: [] });
    },
    async importVm({ server, sr, transfer, name, lengthBytes, keepsIdentity, network, cards = [] }, on) {
      const count = counting();
      const work = async (task: TaskRef): Promise<void> => {
        const path = `/import?${query({ sr_id: sr, task_id: task, ...(keepsIdentity && { restore: 'true' }) })}`;
        await ask(
          server,
          { method: 'PUT', path, lengthBytes },
          { signal: on.signal, work: async (socket) => await takeIn(on.stream, socket, count) },
        );
      };
      const result = await underTask({ server, label: `Import of ${name}`, transfer }, work, on);
      // The references of what was made, in a set of XML.
      const vms = [...result.matchAll(/OpaqueRef:[\w-]+/g)].map(([ref]) => ref as VmRef);
      if (network !== undefined || cards.length > 0) await moveCards(handles.of(server), vms, { network, cards, signal: on.signal, clock });
      remember(transfer, { ...sumOf(count), vms });
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
    taskOf: talk.taskOf,
    result: (transfer) => results.get(transfer),
  };
}

interface Moving {
  /** For those that are not named. */
  readonly network: RefOf<'network'> | undefined;
  readonly cards: NonNullable<StreamInput<'vm.import'>['cards']>;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** A machine in the wrong network is not what was asked for: where its cards cannot be moved it goes again. */
async function moveCards(pool: PoolHandle, vms: readonly VmRef[], { network, cards: wanted, signal, clock }: Moving): Promise<void> {
  try {
    await pool.ask({ safe: true, signal }, async (session) => {
      for (const vm of vms) {
        const cards = (await session.call('VM.get_VIFs', [vm])) as readonly RefOf<'vif'>[];
        for (const card of cards) {
          const device = String(await session.call('VIF.get_device', [card]));
          const to = wanted.find((each) => each.device === device)?.network ?? network;
          if (to !== undefined) await session.call('VIF.move', [card, to]);
        }
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
