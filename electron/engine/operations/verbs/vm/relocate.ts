import { confirm } from '#engine/operations/confirm.ts';
import type { Lent } from '#engine/operations/lent.ts';
import { untilItsTurn } from '#engine/operations/moves-turn.ts';
import { OperationError } from '#engine/operations/operation-error.ts';
import { doAsTask, followTask } from '#engine/operations/server-task.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import type { PoolHandle } from '#engine/pools/pool-handle.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import { disksOfVm } from '#shared/domain/inventory/disks.ts';
import { onlyPool, recordAt } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { Relocation } from '#shared/domain/operations/vm-request.ts';
import { arrivalProblems } from '#shared/domain/rules/arrival-rules.ts';
import { carrierOf } from '#shared/domain/rules/relocation-rules.ts';
import { rulesFor } from '#shared/domain/rules/rules.ts';
import { linkOf } from '#shared/domain/rules/rule-facts.ts';
import { travellingDisks } from '#shared/domain/rules/travelling-disks.ts';
import { cardMap } from './card-map.ts';
import { operationTask } from './operation-task.ts';
import { type Invitation, inviteTo, type Sending, startSending } from './sending.ts';

/** What the server takes back by itself after a failure is gone within this. */
const TAKEN_BACK_WITHIN_MS = 30_000;

/** A machine goes with its disks; what runs goes on running. The servers of both ends do it, and take it back when it fails. */
export function relocateVm(request: Relocation, lent: Lent): Verb {
  const { vm, into } = request;
  const find = (inventory: Inventory) => operationTask(inventory, vm, 'migrate_send');
  let before: Before | undefined;

  function receiver(doing: Pick<Doing, 'pool'>): PoolHandle {
    const found = into === undefined ? doing.pool : lent.poolOf(into.server as ServerId);
    if (found === undefined) throw new OperationError({ kind: 'precheck', problems: [{ rule: 'not-there' }] });
    return found;
  }

  /** The rules of the other pool, then the servers' own answer. */
  async function ask(doing: Doing, there: PoolHandle): Promise<Invitation> {
    const home = doing.pool.inventory();
    if (into !== undefined) {
      const facts = { inventory: there.inventory(), link: linkOf(there.state()), access: there.access() };
      const problems = arrivalProblems(home, { ...facts, placement: rulesFor(facts).placement }, request);
      if (problems.length > 0) throw new OperationError({ kind: 'precheck', problems: [...problems] });
    }
    const signal = AbortSignal.any([doing.cancelling, doing.closing]);
    const network = request.transfer ?? carrierOf(there.inventory(), request.host);
    if (network === undefined) throw new OperationError({ kind: 'precheck', problems: [{ rule: 'not-there' }] });
    const invited = async (): Promise<Invitation> => {
      const invitation = await inviteTo(there, { host: request.host, network, signal });
      const sending = sendingNow(doing.pool, there);
      await doing.pool.ask({ safe: true, signal }, async (session) => {
        await session.call('VM.assert_can_migrate', [vm, invitation, true, sending.disks, sending.cards, sending.options]);
      });
      return invitation;
    };
    try {
      return await invited();
    } catch (error) {
      // The other end has started anew since it invited us, and the session in its invitation went with it.
      if (!isXapiError(error, 'SESSION_INVALID')) throw error;
      return await invited();
    }
  }

  function sendingNow(pool: PoolHandle, there: PoolHandle): Sending {
    const inventory = pool.inventory();
    const disks = travellingDisks(inventory, request).flatMap(({ disk, target }) => (target === undefined ? [] : [[disk, target] as const]));
    return {
      disks: Object.fromEntries(disks),
      cards: into === undefined ? {} : cardMap({ inventory, there: there.inventory(), request, cards: into.cards }),
      options: into?.isCopy === true ? { copy: 'true' } : {},
    };
  }

  async function send(doing: Doing, there: PoolHandle, invitation: Invitation): Promise<void> {
    const { pool } = doing;
    const sending = sendingNow(pool, there);
    await doing.step('act', async () => {
      await unlessTakenBack(doing, there, async () => {
        await doAsTask(doing, {
          start: async (session) => await startSending(session, { vm, invitation, sending }),
          find: () => find(pool.inventory()),
          isReached: () => hasArrived(pool.inventory(), there.inventory()) && hasLeft(pool.inventory()),
        });
      });
    });
  }

  /** The servers clean up behind what failed; nobody should hear that something is left while they are at it. */
  async function unlessTakenBack(doing: Doing, there: PoolHandle, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const isClean = (): boolean => stray(there.inventory()).length === 0 && !isKnownThere(there.inventory());
      if (!doing.closing.aborted) await there.until(isClean, { signal: doing.closing, timeoutMs: TAKEN_BACK_WITHIN_MS });
      throw error;
    }
  }

  function hasArrived(home: Inventory, there: Inventory): boolean {
    if (into?.isCopy === true) return copiesIn(there).some((ref) => before?.copies.has(ref) === false);
    if (into !== undefined) return isKnownThere(there);
    const record = home.vm.get(vm);
    const runs = record?.power === 'Running';
    const chosen = new Set(request.disks.map(({ target }) => target));
    const lying = disksOfVm(home, vm).map((disk) => home.vdi.get(disk)?.sr ?? null);
    return (
      (!runs || record.residentOn === request.host) && lying.every((sr) => sr !== null && (chosen.has(sr) || before?.repositories.has(sr) === true))
    );
  }

  /** Each pool tells for itself, and either may be the later one. */
  const hasLeft = (home: Inventory): boolean => into === undefined || into.isCopy || !home.vm.has(vm);
  const copiesIn = (there: Inventory): readonly VmRef[] =>
    [...there.vm].filter(([, record]) => record.name === before?.name && !record.isSnapshot).map(([ref]) => ref);
  const isKnownThere = (there: Inventory): boolean =>
    into !== undefined && !into.isCopy && [...there.vm.values()].some(({ uuid }) => uuid === before?.uuid);

  /** Disks that came up there meanwhile under the names of ours, and belong to nobody. */
  function stray(there: Inventory): readonly string[] {
    if (into === undefined || before === undefined) return [];
    const held = new Set([...there.vbd.values()].map(({ vdi }) => vdi));
    const { disksThere, diskNames } = before;
    return [...there.vdi].filter(([ref, disk]) => !disksThere.has(ref) && diskNames.has(disk.name) && !held.has(ref)).map(([, { name }]) => name);
  }

  async function showResult(doing: Doing): Promise<void> {
    const there = receiver(doing);
    doing.tooLateToCancel();
    await doing.step('confirm', async () => {
      await confirm({ ...doing, pool: there }, () => hasArrived(doing.pool.inventory(), there.inventory()));
      await confirm(doing, (pool) => hasLeft(pool.inventory()));
    });
    const back = into === undefined ? wayBack(doing.pool.inventory()) : undefined;
    if (back !== undefined) doing.knew(back);
  }

  /** The host it was on, and each disk as it is now with where it was. */
  function wayBack(home: Inventory): readonly string[] | undefined {
    const host = before?.host ?? null;
    if (host === null || before === undefined) return undefined;
    const { places } = before;
    const disks = disksOfVm(home, vm).flatMap((disk) => {
      const sr = places.get(home.vdi.get(disk)?.uuid ?? '');
      return sr === undefined ? [] : [disk, sr];
    });
    return [host, ...disks];
  }

  return {
    steps: ['check', 'ask-both-sides', 'act', 'confirm'],
    async run(doing) {
      const there = receiver(doing);
      before = lookBefore(request, { home: doing.pool.inventory(), there: there.inventory() });
      const invitation = await doing.step('ask-both-sides', async () => {
        await untilItsTurn(doing, doing.pool.inventory().vm.get(vm)?.residentOn ?? null);
        return await ask(doing, there);
      });
      await send(doing, there, invitation);
      await showResult(doing);
    },
    task: {
      find,
      async watch(doing, task) {
        const there = receiver(doing);
        before = lookBefore(request, { home: doing.pool.inventory(), there: there.inventory() });
        await doing.step('act', async () => await unlessTakenBack(doing, there, async () => await followTask(doing, task)));
        await showResult(doing);
      },
    },
    // Once its task is gone, only the pool tells; disks that were moved are other disks to it.
    isReached: (inventory) =>
      into === undefined &&
      inventory.vm.get(vm)?.residentOn === request.host &&
      request.disks.every(({ disk, target }) => (inventory.vdi.get(disk)?.sr ?? target) === target),
    left(inventory) {
      if (into === undefined) return whereItIs(inventory, vm);
      const [own] = whereItIs(inventory, vm);
      const there = lent.poolOf(into.server as ServerId)?.inventory();
      if (there === undefined) return [own];
      const disks = [...stray(there)];
      const known: Trace = { is: 'vm-in', pool: onlyPool(there)?.pool.name ?? '', isThere: isKnownThere(there) };
      return [own, ...(into.isCopy ? [] : [known]), ...(disks.length === 0 ? [] : [{ is: 'disks-left', disks } as const])];
    },
  };
}

/** Its power first. */
function whereItIs(inventory: Inventory, vm: VmRef): readonly [Trace, ...Trace[]] {
  const record = inventory.vm.get(vm);
  if (record === undefined) return [{ is: 'object-gone' }];
  const stores = disksOfVm(inventory, vm).flatMap((disk) => inventory.vdi.get(disk)?.sr ?? []);
  const storage = [...new Set(stores)].flatMap((sr) => inventory.sr.get(sr)?.name ?? []);
  return [
    { is: 'power', power: record.power },
    { is: 'vm-at', host: recordAt(inventory.host, record.residentOn)?.name ?? '', storage },
  ];
}

interface Before {
  readonly uuid: string;
  readonly name: string;
  readonly host: string | null;
  /** Where its disks lay, by their UUIDs, which they keep. */
  readonly places: ReadonlyMap<string, RefOf<'sr'>>;
  readonly repositories: ReadonlySet<RefOf<'sr'>>;
  readonly diskNames: ReadonlySet<string>;
  readonly disksThere: ReadonlySet<RefOf<'vdi'>>;
  /** What is called the same there. */
  readonly copies: ReadonlySet<VmRef>;
}

function lookBefore({ vm }: Relocation, { home, there }: { readonly home: Inventory; readonly there: Inventory }): Before {
  const record = home.vm.get(vm);
  const disks = disksOfVm(home, vm).flatMap((disk) => home.vdi.get(disk) ?? []);
  const placed = disks.flatMap(({ uuid, sr }) => (sr === null ? [] : [[uuid, sr] as const]));
  return {
    uuid: record?.uuid ?? '',
    name: record?.name ?? '',
    host: record?.residentOn ?? null,
    places: new Map(placed),
    repositories: new Set(placed.map(([, sr]) => sr)),
    diskNames: new Set(disks.map(({ name }) => name)),
    disksThere: new Set(there.vdi.keys()),
    copies: new Set([...there.vm].filter(([, other]) => other.name === record?.name).map(([ref]) => ref)),
  };
}
