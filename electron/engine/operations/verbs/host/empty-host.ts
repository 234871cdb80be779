import { confirm } from '#engine/operations/confirm.ts';
import { type Begin, doAsTask } from '#engine/operations/server-task.ts';
import type { Doing } from '#engine/operations/verb.ts';
import type { Session } from '#engine/xapi/session.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import { isOrdinaryVm } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, Vm, VmRef } from '#shared/domain/inventory/watched.ts';
import { type Evacuated, evacuatedFrom, EVACUATED_KEYS, MAINTENANCE_KEY } from '#shared/domain/rules/maintenance-facts.ts';
import { liveMove, migrationNetwork } from '#shared/domain/rules/pool-settings-rules.ts';
import type { NetworkRef, TaskRef } from '#shared/xapi/generated/refs.ts';

export interface Guest {
  readonly vm: VmRef;
  readonly uuid: string;
  readonly power: string;
}

export function guestsOf(inventory: Inventory, host: HostRef): readonly Guest[] {
  return [...inventory.vm]
    .filter(([, vm]) => vm.residentOn === host && isOrdinaryVm(vm))
    .map(([vm, { uuid, power }]: readonly [VmRef, Vm]) => ({ vm, uuid, power }));
}

/** Takes no more VMs, and does not begin to by itself after a restart where the server knows how to keep that. */
export async function setAside(doing: Doing, host: HostRef): Promise<void> {
  const { pool, closing } = doing;
  await pool.ask({ safe: true, signal: closing }, async (session) => await disable(session, host));
  await confirm(doing, () => pool.inventory().host.get(host)?.isEnabled === false);
}

async function disable(session: Session, host: HostRef): Promise<void> {
  try {
    await session.call('host.disable', [host, false]);
  } catch (error) {
    // Servers before 25.31 have no second parameter.
    if (!isXapiError(error, 'MESSAGE_PARAMETER_COUNT_MISMATCH')) throw error;
    await session.call('host.disable', [host]);
  }
}

/** Written as other clients write it, so that whoever takes the host back into service knows what was here. */
export async function noteMaintenance(doing: Doing, host: HostRef, guests: readonly Guest[]): Promise<void> {
  const uuids = guests.filter(({ power }) => power === 'Running' || power === 'Paused').map(({ uuid }) => uuid);
  await writeKeys(doing, host, { [MAINTENANCE_KEY]: 'true', ...(uuids.length > 0 && { [EVACUATED_KEYS.Running]: uuids.join(',') }) });
}

export async function forgetMaintenance(doing: Doing, host: HostRef): Promise<void> {
  await writeKeys(doing, host, {});
}

async function writeKeys({ pool, closing }: Doing, host: HostRef, entries: Readonly<Record<string, string>>): Promise<void> {
  await pool.ask({ safe: true, signal: closing }, async (session) => {
    // While the mark stands a host can be taken back, so it goes last.
    for (const key of [...Object.values(EVACUATED_KEYS), MAINTENANCE_KEY]) {
      await session.call('host.remove_from_other_config', [host, key]);
      const value = entries[key];
      if (value !== undefined) await session.call('host.add_to_other_config', [host, key, value]);
    }
  });
}

export async function setBack(doing: Doing, host: HostRef): Promise<void> {
  const { pool, closing } = doing;
  await pool.ask({ safe: true, signal: closing }, async (session) => await session.call('host.enable', [host]));
  await confirm(doing, () => pool.inventory().host.get(host)?.isEnabled === true);
}

/** The server moves each to where most memory is free; how far it is, its task tells. */
export async function moveVms(doing: Doing, host: HostRef): Promise<void> {
  const { pool } = doing;
  const isEmpty = (): boolean => guestsOf(pool.inventory(), host).length === 0;
  if (isEmpty()) return;
  const begin: Begin = {
    start: async (session) => await session.startTask('host.evacuate', evacuating(pool.inventory(), host)),
    find: () => evacuatingTask(pool.inventory(), host),
    isReached: isEmpty,
  };
  const over = new AbortController();
  const told = tellWhoLeaves(doing, host, AbortSignal.any([doing.closing, over.signal]));
  try {
    await doAsTask(doing, begin);
  } finally {
    over.abort();
    await told;
  }
  await confirm(doing, isEmpty);
}

/** The server's task counts batches; which VM has left shows in the VMs themselves. */
async function tellWhoLeaves(doing: Doing, host: HostRef, signal: AbortSignal): Promise<void> {
  const { pool } = doing;
  const all = guestsOf(pool.inventory(), host);
  const seen = new Set<VmRef>();
  await pool.until(
    () => {
      const left = all.filter(({ vm }) => !seen.has(vm) && pool.inventory().vm.get(vm)?.residentOn !== host);
      for (const { vm } of left) {
        seen.add(vm);
        doing.at({ name: pool.inventory().vm.get(vm)?.name ?? '', position: seen.size, of: all.length });
      }
      return seen.size === all.length;
    },
    { signal },
  );
}

/** Over the pool's network for moves, where it has one that every host reaches. */
function evacuating(inventory: Inventory, host: HostRef): [HostRef] | [HostRef, NetworkRef] {
  const network = migrationNetwork(inventory);
  return network === undefined ? [host] : [host, network];
}

export function evacuatingTask(inventory: Inventory, host: HostRef): TaskRef | undefined {
  const running = Object.entries(inventory.host.get(host)?.currentOperations ?? {});
  const found = running.find(([, name]) => name === 'evacuate')?.[0];
  return [...inventory.task.keys()].find((task) => task === found);
}

/** Every one is tried; what could not come back is told, each with its reason. Answers how many did. */
export async function bringBack(doing: Doing, host: HostRef, wanted: readonly Evacuated[]): Promise<number> {
  let done = 0;
  for (const each of wanted) {
    doing.at({ name: each.name, position: done + 1, of: wanted.length });
    try {
      await bringOneBack(doing, host, each);
      done += 1;
    } catch (error) {
      if (doing.cancelling.aborted || doing.closing.aborted) throw error;
      doing.remark({ is: 'vm-not-brought-back', vm: each.name, error });
    }
  }
  return done;
}

async function bringOneBack(doing: Doing, host: HostRef, { vm, power }: Evacuated): Promise<void> {
  const { pool } = doing;
  const isHere = (): boolean => pool.inventory().vm.get(vm)?.residentOn === host;
  const now = pool.inventory().vm.get(vm)?.power;
  const start = async (session: Session): Promise<TaskRef> => {
    if (now === 'Suspended') return await session.startTask('VM.resume_on', [vm, host, false, false]);
    if (now === 'Halted') return await session.startTask('VM.start_on', [vm, host, false, false]);
    return await session.startTask('VM.pool_migrate', [vm, host, liveMove(pool.inventory())]);
  };
  // What was halted or suspended before the host was emptied has no place to come back to.
  if (power !== 'Running' && now !== 'Running') return;
  await doAsTask(doing, { start, find: () => undefined, isReached: isHere });
  await confirm(doing, isHere);
}

export function wantedBack(inventory: Inventory, host: HostRef): readonly Evacuated[] {
  const record = inventory.host.get(host);
  return record === undefined ? [] : evacuatedFrom(inventory, record);
}
