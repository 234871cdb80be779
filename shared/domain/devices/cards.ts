import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { CardChanges, LockingMode } from '#shared/domain/operations/device-request.ts';

type Vif = RecordOf<'vif'>;
export type VmCard = Vif & { readonly ref: RefOf<'vif'> };

export const lockingModes = ['network_default', 'locked', 'unlocked', 'disabled'] as const satisfies readonly LockingMode[];

/** The network cards of a machine, by device. */
export function cardsOfVm({ vif }: Pick<Inventory, 'vif'>, vm: VmRef): readonly VmCard[] {
  const found: VmCard[] = [];
  for (const [ref, card] of vif) if (card.vm === vm) found.push({ ...card, ref });
  return found.sort((a, b) => byNaturalOrder(a.device, b.device));
}

/** How many cards every release takes. */
const CARDS = 7;

/** Undefined where the machine has as many as it can. */
export function freeCard(inventory: Pick<Inventory, 'vif'>, vm: VmRef): string | undefined {
  const taken = new Set(cardsOfVm(inventory, vm).map(({ device }) => device));
  return Array.from({ length: CARDS }, (_, device) => String(device)).find((device) => !taken.has(device));
}

const LIMIT_TYPE = 'ratelimit';

export function limitOf({ qosType, qosParameters }: Pick<Vif, 'qosType' | 'qosParameters'>): number {
  const said = Number(qosParameters['kbps']);
  return qosType === LIMIT_TYPE && Number.isFinite(said) && said > 0 ? said : 0;
}

export function limitAsQos(limitKbps: number): { readonly type: string; readonly parameters: Readonly<Record<string, string>> } {
  return limitKbps > 0 ? { type: LIMIT_TYPE, parameters: { kbps: String(limitKbps) } } : { type: '', parameters: {} };
}

/** Six pairs of hexadecimal digits, as they are written everywhere: colons between, small letters; undefined for anything else. */
export function macOf(typed: string): string | undefined {
  const digits = typed.trim().toLowerCase();
  const isMac = /^(?:[0-9a-f]{2}([:-]))(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}$/.test(digits) || /^[0-9a-f]{12}$/.test(digits);
  return isMac ? (digits.replaceAll(/[:-]/g, '').match(/../g) ?? []).join(':') : undefined;
}

/** Another card of the same network that answers to this address. */
export function macHolder(
  { vif, vm }: Pick<Inventory, 'vif' | 'vm'>,
  of: { readonly mac: string; readonly network: RefOf<'network'> | null; readonly except?: RefOf<'vif'> | undefined },
): string | undefined {
  for (const [ref, card] of vif) {
    if (ref === of.except || card.network !== of.network || card.mac.toLowerCase() !== of.mac) continue;
    const owner = card.vm === null ? undefined : vm.get(card.vm);
    // A snapshot has the cards of the machine it was taken of, and none of them is ever plugged.
    if (owner !== undefined && !owner.isSnapshot && !owner.isTemplate) return owner.name;
  }
  return undefined;
}

/** What a card is now, of what is to be changed in it. */
export function cardNow(card: Vif, changes: CardChanges): CardChanges {
  return {
    ...(changes.network !== undefined && card.network !== null && { network: card.network }),
    ...(changes.mac !== undefined && { mac: card.mac }),
    ...(changes.limitKbps !== undefined && { limitKbps: limitOf(card) }),
    ...(changes.locking !== undefined && { locking: lockingOf(card) }),
    ...(changes.ipv4Allowed !== undefined && { ipv4Allowed: card.ipv4Allowed }),
    ...(changes.ipv6Allowed !== undefined && { ipv6Allowed: card.ipv6Allowed }),
  };
}

export function lockingOf({ lockingMode }: Pick<Vif, 'lockingMode'>): LockingMode {
  return lockingModes.find((mode) => mode === lockingMode) ?? 'network_default';
}

/** What the guest says its addresses on this card are, the fourth version of the protocol first. */
export function addressesOn({ guestMetrics, vm }: Pick<Inventory, 'guestMetrics' | 'vm'>, card: Pick<Vif, 'vm' | 'device'>): readonly string[] {
  const guest = card.vm === null ? undefined : (vm.get(card.vm)?.guestMetrics ?? undefined);
  const networks = Object.entries((guest === undefined ? undefined : guestMetrics.get(guest)?.networks) ?? {});
  const of = (kind: RegExp): readonly string[] =>
    networks.filter(([key]) => key.startsWith(`${card.device}/`) && kind.test(key)).map(([, address]) => address);
  return [...new Set([...of(/\/(?:ip|ipv4\/\d+)$/), ...of(/\/ipv6\/\d+$/)])].filter((address) => address !== '');
}
