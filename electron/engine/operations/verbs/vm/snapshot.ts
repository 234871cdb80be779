import { confirm } from '#engine/operations/confirm.ts';
import { doAsTask, followTask } from '#engine/operations/server-task.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import { snapshotCall, type SnapshotKeeps } from '#shared/domain/operations/vm-request.ts';
import { operationTask } from './operation-task.ts';

interface Taking {
  readonly vm: VmRef;
  readonly name: string;
  readonly keeps: SnapshotKeeps;
}

type Named = Pick<Taking, 'vm' | 'name'>;

function snapshotsNamed(inventory: Inventory, { vm, name }: Named): readonly VmRef[] {
  return [...inventory.vm].filter(([, record]) => record.isSnapshot && record.snapshotOf === vm && record.name === name).map(([ref]) => ref);
}

/** A snapshot of the machine that is there under this name. */
export function snapshotTrace(inventory: Inventory, named: Named): readonly Trace[] {
  return snapshotsNamed(inventory, named).length === 0 ? [] : [{ is: 'vm-made', name: named.name, as: 'snapshot' }];
}

export function takingTask(inventory: Inventory, { vm, keeps }: Pick<Taking, 'vm' | 'keeps'>) {
  return operationTask(inventory, vm, snapshotCall[keeps]);
}

/** Done when the pool shows it; answers what it is. */
export async function take(doing: Doing, taking: Taking): Promise<VmRef | undefined> {
  const { pool } = doing;
  const { vm, name, keeps } = taking;
  const before = new Set(snapshotsNamed(pool.inventory(), taking));
  const made = (): VmRef | undefined => snapshotsNamed(pool.inventory(), taking).find((ref) => !before.has(ref));
  await doAsTask(doing, {
    start: async (session) => await session.startTask(`VM.${snapshotCall[keeps]}`, [vm, name]),
    find: () => takingTask(pool.inventory(), taking),
    isReached: () => made() !== undefined,
  });
  await confirm(doing, () => made() !== undefined);
  return made();
}

/** The server takes back a snapshot that fails or is stopped. */
export function takeSnapshot(request: RequestOf<'vm.snapshot'>): Verb {
  const { vm, keeps, description } = request;
  const name = request.name.trim();
  const shown = (inventory: Inventory): readonly VmRef[] => snapshotsNamed(inventory, { vm, name });

  /** It is there in any case; what it is called for can be written later. */
  async function describe(doing: Doing, made: VmRef | undefined): Promise<void> {
    doing.tooLateToCancel();
    await doing.step('describe', async () => {
      if (made === undefined || description === '') return;
      try {
        await doing.pool.ask({ safe: true, signal: doing.closing }, async (session) => {
          await session.call('VM.set_name_description', [made, description]);
        });
      } catch (error) {
        doing.closing.throwIfAborted();
        doing.remark({ is: 'not-set-up', error }, { kind: 'object.describe', server: doing.pool.server, class: 'vm', ref: made, value: description });
      }
    });
  }

  return {
    steps: ['check', 'act', 'describe'],
    async run(doing) {
      await describe(doing, await doing.step('act', async () => await take(doing, { vm, name, keeps })));
    },
    task: {
      find: (inventory) => takingTask(inventory, { vm, keeps }),
      async watch(doing, task) {
        await doing.step('act', async () => {
          await followTask(doing, task);
          await confirm(doing, () => shown(doing.pool.inventory()).length > 0);
        });
        // The newest of that name is the one that has just been taken.
        await describe(doing, newest(doing.pool.inventory(), shown(doing.pool.inventory())));
      },
    },
    isReached: (inventory) => shown(inventory).some((ref) => description === '' || inventory.vm.get(ref)?.description === description),
    left: (inventory) => snapshotTrace(inventory, { vm, name }),
  };
}

function newest(inventory: Inventory, snapshots: readonly VmRef[]): VmRef | undefined {
  return snapshots.toSorted((a, b) => (inventory.vm.get(b)?.snapshotTime ?? 0) - (inventory.vm.get(a)?.snapshotTime ?? 0))[0];
}
