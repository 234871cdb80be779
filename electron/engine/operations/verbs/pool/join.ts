import { NetError } from '#engine/net/net-error.ts';
import { confirm } from '#engine/operations/confirm.ts';
import type { Lent } from '#engine/operations/lent.ts';
import { OperationError } from '#engine/operations/operation-error.ts';
import { followTask } from '#engine/operations/server-task.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import type { PoolHandle } from '#engine/pools/pool-handle.ts';
import { PoolsError } from '#engine/pools/pools-error.ts';
import { readJoinSide } from '#engine/pools/read-join-side.ts';
import type { Requested } from '#shared/contract/request-schema.ts';
import { isHostLive, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { hindrances, joinCells } from '#shared/domain/joining/join-table.ts';
import type { JoinSide } from '#shared/domain/joining/side.ts';
import type { TaskRef } from '#shared/xapi/generated/refs.ts';

type Request = Extract<Requested, { kind: 'pool.join' }>;

/** Toolstacks start within a minute; a sick one may need several before somebody should look. */
const BACK_WITHIN_MS = 10 * 60_000;
/** A host that was cut off while it wrote itself into the pool shows there soon, or never. */
const SHOWS_WITHIN_MS = 60_000;

/** A lone host becomes a member. What counts is that the pool lists its UUID, whatever was answered. */
export function joinPool(request: Request, lent: Lent): Verb {
  return {
    steps: ['check', 'compare-hosts', 'join', 'appear', 'restart', 'enable', 'set-up'],
    async run(doing) {
      const candidate = lent.poolOf(request.candidate);
      if (candidate === undefined) throw new OperationError({ kind: 'precheck', problems: [{ rule: 'not-there' }] });
      const sides = await doing.step('compare-hosts', async () => await compared(doing, candidate, request));
      await doing.step('join', async () => await join(doing, { request, lent, candidate, sides }));
      doing.tooLateToCancel();
      await doing.step('appear', async () => await confirm(doing, (pool) => isMember(pool.inventory(), request)));
      await doing.step('restart', async () => await waitUntil(doing, request, (inventory, ref) => isHostLive(inventory, ref)));
      await doing.step('enable', async () => await waitUntil(doing, request, (inventory, ref) => inventory.host.get(ref)?.isEnabled === true));
      await doing.step('set-up', async () => {
        await clearLocalDefaults(doing);
        await lent.leave(request.candidate);
      });
    },
    left(inventory) {
      const ref = memberRef(inventory, request);
      return [{ is: 'membership', isMember: ref !== undefined, isLive: ref !== undefined && isHostLive(inventory, ref) }];
    },
  };
}

interface Sides {
  readonly host: JoinSide;
  readonly pool: JoinSide;
}

async function compared(doing: Doing, candidate: PoolHandle, request: Request): Promise<Sides> {
  const signal = AbortSignal.any([doing.cancelling, doing.closing]);
  const look = async (pool: PoolHandle): Promise<JoinSide> =>
    await pool.ask(
      { safe: true, signal },
      async (session) => await readJoinSide({ session, inventory: pool.inventory(), access: pool.access(), clock: doing.clock, signal }),
    );
  const [host, pool] = await Promise.all([look(candidate), look(doing.pool)]);
  const cells = joinCells({ host, pool, joining: 1, nowMs: doing.clock.now() });
  const problems = hindrances(cells, request.isForced).map((cell) => ({ rule: 'cannot-join' as const, host: host.host, cell }));
  if (problems.length > 0) throw new OperationError({ kind: 'precheck', problems });
  return { host, pool };
}

interface Joining {
  readonly request: Request;
  readonly lent: Lent;
  readonly candidate: PoolHandle;
  readonly sides: Sides;
}

async function join(doing: Doing, { request, lent, candidate, sides }: Joining): Promise<void> {
  const login = lent.loginOf(request.server);
  if (login === undefined) throw new OperationError({ kind: 'precheck', problems: [{ rule: 'password-unknown' }] });
  const parameters: [string, string, string] = [sides.pool.address, login.user, login.password];
  const signal = AbortSignal.any([doing.cancelling, doing.closing]);
  let task: TaskRef;
  try {
    task = await candidate.ask({ safe: false, signal }, async (session) =>
      request.isForced ? await session.startTask('pool.join_force', parameters) : await session.startTask('pool.join', parameters),
    );
  } catch (error) {
    if (!(error instanceof NetError) || !(await hasArrived(doing, request))) throw error;
    return;
  }
  await followOnHost(doing, { request, candidate, task });
}

interface Following {
  readonly request: Request;
  readonly candidate: PoolHandle;
  readonly task: TaskRef;
}

/** The host answers for its own task until it becomes a member, and then never again: what the pool shows is as good. */
async function followOnHost(doing: Doing, { request, candidate, task }: Following): Promise<void> {
  const over = new AbortController();
  const closing = AbortSignal.any([doing.closing, over.signal]);
  const shown = doing.pool.until(() => isMember(doing.pool.inventory(), request), { signal: closing });
  const followed = followTask({ ...doing, pool: candidate, closing, tooLateToCancel: () => undefined }, task);
  try {
    await Promise.race([followed, shown]);
  } catch (error) {
    const isHostGone = error instanceof PoolsError || error instanceof NetError;
    if (!isHostGone || !(await hasArrived(doing, request))) throw error;
  } finally {
    over.abort();
    // Whichever of the two came second has nothing to say any more.
    await Promise.allSettled([followed, shown]);
    doing.note(undefined);
  }
}

async function hasArrived({ pool, closing }: Doing, request: Request): Promise<boolean> {
  return (await pool.until(() => isMember(pool.inventory(), request), { signal: closing, timeoutMs: SHOWS_WITHIN_MS })) === 'so';
}

function memberRef(inventory: Inventory, { hostUuid }: Request): HostRef | undefined {
  for (const [ref, host] of inventory.host) if (host.uuid === hostUuid) return ref;
  return undefined;
}

function isMember(inventory: Inventory, request: Request): boolean {
  return memberRef(inventory, request) !== undefined;
}

/** It is a member in any case: one that stays away is told of, not undone. */
async function waitUntil(doing: Doing, request: Request, isSo: (inventory: Inventory, ref: HostRef) => boolean): Promise<void> {
  const { pool, closing } = doing;
  const look = (): boolean => {
    const ref = memberRef(pool.inventory(), request);
    return ref !== undefined && isSo(pool.inventory(), ref);
  };
  const end = await pool.until(look, { signal: closing, timeoutMs: BACK_WITHIN_MS });
  closing.throwIfAborted();
  const ref = memberRef(pool.inventory(), request);
  if (end === 'late') doing.remark({ is: 'host-not-back', host: ref === undefined ? '' : (pool.inventory().host.get(ref)?.name ?? '') });
}

/** A repository of one host is no default for a pool. */
async function clearLocalDefaults(doing: Doing): Promise<void> {
  const { pool, closing } = doing;
  const known = onlyPool(pool.inventory());
  if (known === undefined) return;
  const isLocal = (sr: typeof known.pool.defaultSr): boolean => sr !== null && pool.inventory().sr.get(sr)?.isShared === false;
  const none = 'OpaqueRef:NULL' as never;
  await pool.ask({ safe: true, signal: closing }, async (session) => {
    if (isLocal(known.pool.defaultSr)) await session.call('pool.set_default_SR', [known.ref, none]);
    if (isLocal(known.pool.suspendImageSr)) await session.call('pool.set_suspend_image_SR', [known.ref, none]);
    if (isLocal(known.pool.crashDumpSr)) await session.call('pool.set_crash_dump_SR', [known.ref, none]);
  });
}
