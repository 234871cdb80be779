import { confirm } from '#engine/operations/confirm.ts';
import { Cancelled, OperationError } from '#engine/operations/operation-error.ts';
import { doAsTask, followMaking, makeAsTask } from '#engine/operations/server-task.ts';
import type { WriteDisk } from '#engine/operations/lent.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import { makingDisk } from '#engine/operations/verbs/disk/making-disk.ts';
import type { DiskRef } from '#engine/operations/verbs/disk/disk-state.ts';
import { destroyDisk } from '#engine/operations/verbs/disk/remove-disk.ts';
import { giveDisk } from '#engine/operations/verbs/disk/slot.ts';
import { operationTask } from '#engine/operations/verbs/vm/operation-task.ts';
import type { Session } from '#engine/xapi/session.ts';
import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Requested } from '#shared/contract/request-schema.ts';
import { disksOfVm } from '#shared/domain/inventory/disks.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { NewVmRequest } from '#shared/domain/operations/new-vm-request.ts';
import { giveConfig } from './config-drive.ts';
import { removeMachine, UNFINISHED, unfinishedNamed } from './machine.ts';
import { giveCards, giveDrive, giveTpm, markFinished, markUnfinished, setShape } from './settings.ts';

/** Stands at the head of what is remembered, which may be no more than this. */
const MEMORY = 'known before';

/** A machine like its template, and then what it is to be; whatever goes wrong on the way, nothing of it stays. */
export function createVm(request: NewVmRequest, writeDisk: WriteDisk): Verb {
  const { template, copyTo } = request;
  const name = request.name.trim();
  let before: ReadonlySet<VmRef> | undefined;
  let answer: VmRef | undefined;
  const find = (inventory: Inventory) => operationTask(inventory, template, copyTo === undefined ? 'clone' : 'copy');

  function made(inventory: Inventory, remembered: readonly string[] = []): VmRef | undefined {
    if (answer !== undefined) return answer;
    const known: ReadonlySet<string> | undefined = before ?? (remembered.includes(MEMORY) ? new Set(remembered) : undefined);
    if (known === undefined) return unfinishedNamed(inventory, name);
    for (const [ref, vm] of inventory.vm) if (vm.name === name && !known.has(ref)) return ref;
    return undefined;
  }

  /** The machine that was wanted, made while nobody heard of it any more. */
  function whole(inventory: Inventory, remembered: readonly string[]): VmRef | undefined {
    const vm = made(inventory, remembered);
    const isMarked = vm !== undefined && inventory.vm.get(vm)?.otherConfig[UNFINISHED] !== undefined;
    return vm === undefined || isMarked || !isWhole(inventory, vm, request) ? undefined : vm;
  }

  function takeBackOnFailure(doing: Doing): void {
    doing.onUndo({ undo: async () => await removeMachine(doing, made(doing.pool.inventory())), otherwise: { is: 'vm-unfinished' } });
  }

  async function copy(doing: Doing): Promise<void> {
    const { pool } = doing;
    before = new Set(pool.inventory().vm.keys());
    takeBackOnFailure(doing);
    const result = await makeAsTask(doing, {
      start: async (session) =>
        await (copyTo === undefined ? session.startTask('VM.clone', [template, name]) : session.startTask('VM.copy', [template, name, copyTo])),
      find: () => find(pool.inventory()),
      isReached: () => made(pool.inventory()) !== undefined,
    });
    // The result of this task is the new machine.
    if (result !== undefined) answer = result as VmRef;
  }

  async function build(doing: Doing): Promise<void> {
    const { pool } = doing;
    await confirm(doing, () => pool.inventory().vm.has(made(pool.inventory()) ?? ('' as VmRef)));
    const vm = made(pool.inventory());
    if (vm !== undefined) await furnish(doing, { request, writeDisk }, vm);
  }

  return {
    steps: stepsOf(request),
    async run(doing) {
      doing.remember([MEMORY, ...namesakes(doing.pool.inventory(), request)]);
      await doing.step('copy-template', async () => await copy(doing));
      await build(doing);
    },
    task: {
      find,
      async watch(doing, task) {
        const taskName = doing.pool.inventory().task.get(task)?.name ?? '';
        // It may have ended meanwhile, when nothing but its name tells what it was.
        const isCopy = /VM\.(?:clone|copy)$/.test(taskName);
        takeBackOnFailure(doing);
        const isDisk = taskName.endsWith('VDI.create');
        const result = await followMaking(doing, task);
        if (isCopy && result !== undefined) answer = result as VmRef;
        if (isDisk && result !== undefined) await destroyDisk(doing, result as DiskRef);
        // Further on nobody knows what was still to come, so that it is begun anew.
        if (!isCopy) throw new OperationError({ kind: 'not-confirmed' });
        await build(doing);
      },
    },
    isReached: (inventory, remembered) => whole(inventory, remembered) !== undefined,
    rest(inventory, remembered) {
      const vm = whole(inventory, remembered);
      const isOff = vm !== undefined && inventory.vm.get(vm)?.power === 'Halted';
      return isOff && request.startsAfter ? [{ kind: 'vm.start', server: request.server as ServerId, vm }] : [];
    },
    left(inventory, remembered) {
      const vm = made(inventory, remembered);
      const loose = looseDisks(inventory, request, remembered);
      const disks: readonly Trace[] = loose.length === 0 ? [] : [{ is: 'disks-left', disks: loose.map(([, { name: disk }]) => disk) }];
      if (vm === undefined || !inventory.vm.has(vm)) return disks;
      return whole(inventory, remembered) === undefined ? [{ is: 'vm-unfinished' }, ...disks] : [{ is: 'vm-made', name, as: 'vm' }];
    },
    clearing(inventory, remembered) {
      const server = request.server as ServerId;
      const vm = made(inventory, remembered);
      const half: readonly Requested[] =
        vm !== undefined && inventory.vm.has(vm) ? [{ kind: 'vm.delete', server, vm, disks: [...disksOfVm(inventory, vm)], snapshots: [] }] : [];
      return [...half, ...looseDisks(inventory, request, remembered).map(([vdi]) => ({ kind: 'disk.delete', server, disk: vdi }) as const)];
    },
  };
}

/** What bears the names of what is to be made, before it is made. */
function namesakes(inventory: Inventory, { name, disks }: NewVmRequest): readonly string[] {
  const names = new Set(disks.map((disk) => disk.name));
  return [
    ...[...inventory.vm].flatMap(([ref, vm]) => (vm.name === name.trim() ? [ref] : [])),
    ...[...inventory.vdi].flatMap(([ref, disk]) => (names.has(disk.name) ? [ref] : [])),
  ];
}

/** Disks it has made after an end of the app cut it off, and that are in no drive. */
function looseDisks(inventory: Inventory, { disks }: NewVmRequest, remembered: readonly string[]): readonly (readonly [DiskRef, RecordOf<'vdi'>])[] {
  if (!remembered.includes(MEMORY)) return [];
  const held = new Set([...inventory.vbd.values()].map(({ vdi }) => vdi));
  const isOurs = (ref: DiskRef, { name, sr }: RecordOf<'vdi'>): boolean =>
    !remembered.includes(ref) && !held.has(ref) && disks.some((disk) => disk.name === name && disk.target === sr);
  return [...inventory.vdi].filter(([ref, disk]) => isOurs(ref, disk));
}

function stepsOf({ disks, cloud, startsAfter }: NewVmRequest): Verb['steps'] {
  return [
    'check',
    'copy-template',
    'make-machine',
    'add-cards',
    ...(disks.length === 0 ? [] : (['make-disks', 'attach-disk'] as const)),
    ...(cloud === undefined ? [] : (['write-config'] as const)),
    'confirm',
    ...(startsAfter ? (['start-it'] as const) : []),
  ];
}

interface Furnishing {
  readonly request: NewVmRequest;
  readonly writeDisk: WriteDisk;
}

async function furnish(doing: Doing, { request, writeDisk }: Furnishing, vm: VmRef): Promise<void> {
  const { pool } = doing;
  const template = pool.inventory().vm.get(request.template);
  if (template === undefined) throw new OperationError({ kind: 'gone' });
  await doing.step('make-machine', async () => {
    await asking(doing, async (session) => await markUnfinished(session, vm));
    await asking(doing, async (session) => await setShape(session, vm, { request, template }));
    await provision(doing, vm);
    if (request.firmware?.hasTpm === true) await asking(doing, async (session) => await giveTpm(session, vm));
  });
  await doing.step('add-cards', async () => {
    await asking(doing, async (session) => await giveDrive(session, vm, request));
    await asking(doing, async (session) => await giveCards(session, vm, request));
  });
  await makeDisks(doing, request, vm);
  await giveConfig(doing, { request, writeDisk }, vm);
  await doing.step('confirm', async () => {
    stopIfCancelled(doing);
    doing.tooLateToCancel();
    await asking(doing, async (session) => await markFinished(session, vm));
    await confirm(doing, () => isWhole(pool.inventory(), vm, request));
  });
  if (request.startsAfter) await doing.step('start-it', async () => await start(doing, vm));
}

function stopIfCancelled({ cancelling }: Doing): void {
  if (cancelling.aborted) throw new Cancelled(false);
}

async function asking(doing: Doing, work: (session: Session) => Promise<void>): Promise<void> {
  stopIfCancelled(doing);
  await doing.pool.ask({ safe: true, signal: doing.closing }, work);
}

function isWhole(inventory: Inventory, vm: VmRef, { cards, disks }: NewVmRequest): boolean {
  const record = inventory.vm.get(vm);
  const cardsNow = [...inventory.vif.values()].filter((card) => card.vm === vm).length;
  const disksNow = [...inventory.vbd.values()].filter((drive) => drive.vm === vm && drive.type === 'Disk').length;
  return record?.isTemplate === false && cardsNow === cards.length && disksNow >= disks.length;
}

async function provision(doing: Doing, vm: VmRef): Promise<void> {
  stopIfCancelled(doing);
  const { pool } = doing;
  await doAsTask(doing, {
    start: async (session) => await session.startTask('VM.provision', [vm]),
    find: () => operationTask(pool.inventory(), vm, 'provision'),
    isReached: () => pool.inventory().vm.get(vm)?.isTemplate === false,
  });
}

async function makeDisks(doing: Doing, { disks }: NewVmRequest, vm: VmRef): Promise<void> {
  for (const [index, { target, name, sizeBytes }] of disks.entries()) {
    stopIfCancelled(doing);
    doing.at({ name, position: index + 1, of: disks.length });
    const making = makingDisk({ target, name, description: '', sizeBytes });
    const disk = await doing.step('make-disks', async () => {
      await making.make(doing);
      return await making.shown(doing);
    });
    if (disk !== undefined) await giveDisk(doing, disk, { machine: vm, isReadOnly: false, isBootable: false });
  }
}

/** A machine that does not start is still what was asked for. */
async function start(doing: Doing, vm: VmRef): Promise<void> {
  const { pool, closing } = doing;
  try {
    await doAsTask(doing, {
      start: async (session) => await session.startTask('VM.start', [vm, false, false]),
      find: () => operationTask(pool.inventory(), vm, 'start'),
      isReached: () => pool.inventory().vm.get(vm)?.power === 'Running',
    });
  } catch (error) {
    closing.throwIfAborted();
    doing.remark({ is: 'not-started', error }, { kind: 'vm.start', server: pool.server, vm });
  }
}
