import { confirm } from '#engine/operations/confirm.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import { type Write, writeAll } from '#engine/operations/write-all.ts';
import type { Session } from '#engine/xapi/session.ts';
import type { Requested } from '#shared/contract/request-schema.ts';
import { cardNow, limitAsQos, limitOf, lockingOf, macOf } from '#shared/domain/devices/cards.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf } from '#shared/domain/inventory/watched.ts';
import type { CardChanges } from '#shared/domain/operations/device-request.ts';
import { type CardRef, cardTraces, plugBack, plugOrLater, untilIdle } from './device-state.ts';
import { cardAt, type CardPlan, makeCard, planOf, removeCard } from './make-card.ts';

/** Another address is another card to the server: it takes the place of the old one. Everything else is changed in the card. */
type Request = Extract<Requested, { kind: 'card.change' }>;

export function changeCard(request: Request): Verb {
  const { card: ref, changes } = request;
  let now: CardRef = ref;
  return {
    steps: ['check', 'write-new-value', 'confirm'],
    async run(doing) {
      const { pool } = doing;
      const card = pool.inventory().vif.get(ref);
      if (card === undefined) return;
      const before = cardNow(card, changes);
      if (!isSameMac(changes, card)) doing.remember(takenOut(card, changes));
      await doing.step('write-new-value', async () => {
        if (isSameMac(changes, card))
          await writeAll(doing, writesOf(ref, { wish: changes, before }), ({ vif }) => isAsWished(vif.get(ref) ?? card, before));
        else await replace(doing, { ref, card, changes, become: (other) => (now = other) });
        doing.tooLateToCancel();
      });
      doing.knew([now, JSON.stringify(before)]);
      await doing.step('confirm', async () => {
        await confirm(doing, () => {
          const found = pool.inventory().vif.get(now);
          return found !== undefined && isAsWished(found, changes);
        });
      });
    },
    left: (inventory) => cardTraces(inventory, now),
    again: () => ({ ...request, card: now }),
    mends: (inventory, remembered) => putBack(inventory, remembered, request),
  };
}

/** To the server it is gone while it is another one. */
function takenOut(card: RecordOf<'vif'>, changes: CardChanges): readonly string[] {
  return [
    card.vm ?? '',
    card.device,
    changes.network ?? card.network ?? '',
    changes.mac ?? card.mac,
    String(card.isAttached),
    JSON.stringify({
      limitKbps: changes.limitKbps ?? limitOf(card),
      locking: changes.locking ?? lockingOf(card),
      ipv4Allowed: changes.ipv4Allowed ?? card.ipv4Allowed,
      ipv6Allowed: changes.ipv6Allowed ?? card.ipv6Allowed,
    }),
  ];
}

/** A machine that was left without it gets it again; one that has it and does not see it is given it. */
function putBack(
  inventory: Inventory,
  [vm, device, network, mac, wasActive, rights = '{}']: readonly string[],
  { server }: Request,
): readonly Requested[] {
  const machine = [...inventory.vm].find(([ref]) => ref === vm);
  const into = [...inventory.network.keys()].find((ref) => ref === network);
  if (machine === undefined || device === undefined || into === undefined) return [];
  const there = cardAt(inventory, { machine: machine[0], device });
  // Written down by this very verb.
  const kept = JSON.parse(rights) as Omit<CardChanges, 'network' | 'mac'>;
  if (there === undefined) return [{ kind: 'card.create', server, machine: machine[0], network: into, mac, device, ...kept }];
  const isMissed = wasActive === 'true' && machine[1].power === 'Running' && !there.isAttached;
  return isMissed ? [{ kind: 'card.plug', server, card: there.ref, isOn: true }] : [];
}

function isSameMac({ mac }: CardChanges, card: RecordOf<'vif'>): boolean {
  return mac === undefined || macOf(mac) === macOf(card.mac);
}

function isAsWished(card: RecordOf<'vif'>, changes: CardChanges): boolean {
  const { mac, ...others } = changes;
  const now = cardNow(card, others);
  const isOther = Object.entries(others).some(
    ([key, value]) => value !== undefined && JSON.stringify(Reflect.get(now, key)) !== JSON.stringify(value),
  );
  return !isOther && isSameMac({ mac }, card);
}

function writesOf(ref: CardRef, { wish, before }: { readonly wish: CardChanges; readonly before: CardChanges }): readonly Write[] {
  const write = <V>(wished: V | undefined, was: V | undefined, set: (session: Session, value: V) => Promise<unknown>): readonly Write[] =>
    wished === undefined || was === undefined || JSON.stringify(wished) === JSON.stringify(was)
      ? []
      : [{ wish: async (session) => await set(session, wished), back: async (session) => await set(session, was) }];
  return [
    ...write(wish.ipv4Allowed, before.ipv4Allowed, async (session, list) => await session.call('VIF.set_ipv4_allowed', [ref, list])),
    ...write(wish.ipv6Allowed, before.ipv6Allowed, async (session, list) => await session.call('VIF.set_ipv6_allowed', [ref, list])),
    ...write(wish.locking, before.locking, async (session, mode) => await session.call('VIF.set_locking_mode', [ref, mode])),
    ...write(wish.limitKbps, before.limitKbps, async (session, limit) => await setLimit(session, ref, limit)),
    ...write(wish.network, before.network, async (session, network) => await session.call('VIF.move', [ref, network])),
  ];
}

async function setLimit(session: Session, ref: CardRef, limitKbps: number): Promise<void> {
  const { type, parameters } = limitAsQos(limitKbps);
  await session.call('VIF.set_qos_algorithm_type', [ref, type]);
  await session.call('VIF.set_qos_algorithm_params', [ref, parameters]);
}

interface Replacing {
  readonly ref: CardRef;
  readonly card: RecordOf<'vif'>;
  readonly changes: CardChanges;
  /** It is this one now. */
  readonly become: (card: CardRef) => void;
}

async function replace(doing: Doing, { ref, card, changes, become }: Replacing): Promise<void> {
  const { pool } = doing;
  const before = planOf(card, { limitKbps: limitOf(card), locking: lockingOf(card) });
  if (before === undefined) return;
  const plan: CardPlan = { ...before, ...withoutGaps(changes), mac: macOf(changes.mac ?? '') ?? before.mac };
  doing.tooLateToCancel();
  doing.onUndo({
    async undo() {
      const there = cardAt(pool.inventory(), plan);
      if (there !== undefined && there.mac === before.mac) {
        if (!card.isAttached) return { is: 'nothing-changed' };
        // What shows may be behind: it may have been taken out of the guest already.
        await plugBack(doing, there.ref);
        return { is: 'value-restored' };
      }
      if (there !== undefined) await removeCard(doing, there.ref);
      const again = await makeCard(doing, before);
      if (again === undefined) return undefined;
      become(again);
      if (card.isAttached) await plugBack(doing, again);
      return { is: 'value-restored' };
    },
    otherwise: { is: 'card', mac: before.mac, network: '', isActive: false },
  });
  await removeCard(doing, ref);
  const made = await makeCard(doing, plan);
  if (made === undefined) return;
  become(made);
  await plugAgain(doing, made, card.isAttached);
}

function withoutGaps(changes: CardChanges): Partial<CardPlan> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}

async function plugAgain(doing: Doing, card: CardRef, wasActive: boolean): Promise<void> {
  const vm = doing.pool.inventory().vif.get(card)?.vm;
  const isRunning = vm !== undefined && vm !== null && doing.pool.inventory().vm.get(vm)?.power === 'Running';
  if (!wasActive || !isRunning) return;
  await plugOrLater(doing, async (session) => await session.call('VIF.plug', [card]));
  await untilIdle(doing, card);
}
