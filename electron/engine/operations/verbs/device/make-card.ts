import { NetError } from '#engine/net/net-error.ts';
import type { Doing } from '#engine/operations/verb.ts';
import { confirm } from '#engine/operations/confirm.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import { cardsOfVm, limitAsQos } from '#shared/domain/devices/cards.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { LockingMode } from '#shared/domain/operations/device-request.ts';
import { ask, type CardRef, SHOWS_WITHIN_MS, unlessSo } from './device-state.ts';

/** All there is to a card of a machine. */
export interface CardPlan {
  readonly machine: VmRef;
  readonly device: string;
  readonly network: RefOf<'network'>;
  /** Empty: the server makes one up. */
  readonly mac: string;
  readonly mtu: number;
  readonly limitKbps: number;
  readonly locking: LockingMode;
  readonly ipv4Allowed: readonly string[];
  readonly ipv6Allowed: readonly string[];
}

export function cardAt(inventory: Inventory, { machine, device }: Pick<CardPlan, 'machine' | 'device'>) {
  return cardsOfVm(inventory, machine).find((card) => card.device === device);
}

/** Asked twice after a lost connection there would be no second one: the device is taken then, which says that it was heard. */
export async function makeCard(doing: Doing, plan: CardPlan): Promise<CardRef | undefined> {
  const { pool, closing } = doing;
  const { type, parameters } = limitAsQos(plan.limitKbps);
  const record = {
    VM: plan.machine,
    network: plan.network,
    device: plan.device,
    MAC: plan.mac,
    MTU: plan.mtu,
    other_config: {},
    qos_algorithm_type: type,
    qos_algorithm_params: parameters,
    locking_mode: plan.locking,
    ipv4_allowed: plan.ipv4Allowed,
    ipv6_allowed: plan.ipv6Allowed,
  } as const;
  try {
    await pool.ask({ safe: false, signal: closing }, async (session) => await session.call('VIF.create', [record]));
  } catch (error) {
    if (!(error instanceof NetError)) throw error;
  }
  await confirm(doing, () => cardAt(pool.inventory(), plan) !== undefined);
  return cardAt(pool.inventory(), plan)?.ref;
}

/** Out of the running guest first; a card that is gone already is what is wanted. */
export async function removeCard(doing: Pick<Doing, 'pool' | 'closing'>, card: CardRef): Promise<void> {
  const { pool, closing } = doing;
  if (pool.inventory().vif.get(card)?.isAttached === true) {
    await ask(doing, async (session) => await unlessSo('DEVICE_ALREADY_DETACHED', session.call('VIF.unplug', [card])));
  }
  try {
    await ask(doing, async (session) => await session.call('VIF.destroy', [card]));
  } catch (error) {
    if (!isXapiError(error, 'HANDLE_INVALID')) throw error;
  }
  await pool.until(() => !pool.inventory().vif.has(card), { signal: closing, timeoutMs: SHOWS_WITHIN_MS });
}

export function planOf(card: RecordOf<'vif'>, { limitKbps, locking }: Pick<CardPlan, 'limitKbps' | 'locking'>): CardPlan | undefined {
  const { vm, network, device, mac, mtu, ipv4Allowed, ipv6Allowed } = card;
  if (vm === null || network === null) return undefined;
  return { machine: vm, network, device, mac, mtu, limitKbps, locking, ipv4Allowed, ipv6Allowed };
}
