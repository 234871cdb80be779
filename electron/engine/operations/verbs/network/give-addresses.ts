import { NetError } from '#engine/net/net-error.ts';
import { confirm } from '#engine/operations/confirm.ts';
import type { Lent } from '#engine/operations/lent.ts';
import { Cancelled, OperationError } from '#engine/operations/operation-error.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import type { Session } from '#engine/xapi/session.ts';
import { isHostLive, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { membersFirst, type OwnWay, wayOfHost } from '#shared/domain/networks/addresses.ts';
import { plainIpv6 } from '#shared/domain/networks/ipv6-range.ts';
import { ipv6Of, someAddress } from '#shared/domain/networks/managed-at.ts';
import { armedLines, formerLine } from '#shared/domain/networks/address-lines.ts';
import type { HostAddress, NetworkRequestOf } from '#shared/domain/operations/network-request.ts';
import { ROLLBACK_S } from '#shared/domain/repairs/undo-timer.ts';
import { askNeighbours } from './ask-neighbours.ts';
import { guardOf, type HostGuard } from './host-guard.ts';
import { onceBack } from './once-back.ts';
import { mayTakeBack, proveManaged, proveReach } from './prove-reach.ts';

type Request = NetworkRequestOf<'network.address'>;

/** A lease may take so long, and a host whose own way has changed so long to come back. */
const COMES_BACK_WITHIN_MS = (ROLLBACK_S - 30) * 1000;

/** Events need a moment to tell. */
const SHOWS_WITHIN_MS = 15_000;

interface Target {
  readonly host: HostRef;
  readonly name: string;
  readonly way: OwnWay;
  readonly wish: HostAddress;
  readonly isMaster: boolean;
}

/** Host after host, the master last; what one refuses, or cannot be proven, is taken back on all. */
export function giveAddresses(request: Request, lent: Lent): Verb {
  return {
    steps: ['check', 'look-around', 'write-new-value', 'prove-reach', 'confirm'],
    async run(doing) {
      const targets = targetsOf(request, doing.pool.inventory());
      const guards = new Map<HostRef, HostGuard>();
      await doing.step('look-around', async () => {
        await gather(doing, { request, targets, guards, lent });
        await askNeighbours(doing, { network: request.network, guards, addresses: newAddresses(targets) });
      });
      await doing.step('write-new-value', async () => {
        for (const [position, target] of targets.entries()) {
          if (doing.cancelling.aborted) throw new Cancelled(false);
          doing.at({ name: target.name, position: position + 1, of: targets.length });
          await write(doing, target, guards.get(target.host));
        }
      });
      await doing.step('prove-reach', async () => {
        for (const target of targets)
          await proveReach(doing, { ...target, network: request.network, others: targets, to: request.target, guard: guards.get(target.host) });
      });
      doing.tooLateToCancel();
      await doing.step('confirm', async () => await confirm(doing, ({ inventory }) => targets.every((target) => isGiven(inventory(), target))));
    },
    left: (inventory) => [{ is: 'addresses', hosts: request.addresses.flatMap((address) => addressNow(inventory, request, address)) }],
    unfinished: (inventory) => mayTakeBack(targetsOf(request, inventory).filter(({ way }) => way.pif.isManagement)),
  };
}

function addressNow(inventory: Inventory, { network }: Request, { host }: HostAddress): readonly string[] {
  const pif = wayOfHost(inventory, network, host)?.pif;
  const ip = pif === undefined ? undefined : someAddress(pif);
  return ip === undefined ? [] : [`${inventory.host.get(host)?.name ?? ''} (${ip})`];
}

function targetsOf({ network, addresses }: Request, inventory: Inventory): readonly Target[] {
  const master = onlyPool(inventory)?.pool.master;
  const order = membersFirst(
    inventory,
    addresses.map(({ host }) => host),
  );
  return order.flatMap((host) => {
    const way = wayOfHost(inventory, network, host);
    const wish = addresses.find((address) => address.host === host);
    return way === undefined || wish === undefined
      ? []
      : [{ host, way, wish, name: inventory.host.get(host)?.name ?? '', isMaster: host === master }];
  });
}

function newAddresses(targets: readonly Target[]): readonly string[] {
  return targets.flatMap(({ wish, way }) => (wish.mode === 'Static' && wish.ip !== way.pif.ip ? [wish.ip] : []));
}

interface Gathering {
  readonly request: Request;
  readonly targets: readonly Target[];
  readonly guards: Map<HostRef, HostGuard>;
  readonly lent: Lent;
}

/** A shell of every host that can be had; a host whose own way is changed is not touched without one, unless somebody insists. */
async function gather(doing: Doing, { request, targets, guards, lent }: Gathering): Promise<void> {
  const found = await Promise.all(targets.map(async ({ host }) => [host, await guardOf(doing, lent, host)] as const));
  for (const [host, guard] of found) if (guard !== undefined) guards.set(host, guard);
  const bare = targets.filter(({ host, way }) => way.pif.isManagement && !guards.has(host));
  if (bare.length === 0 || request.insists) return;
  throw new OperationError({ kind: 'precheck', problems: bare.map(({ name }) => ({ rule: 'not-armed', host: name })) });
}

/** The record may tell of the new address before the host has it: what counts is that the host answers its pool with it. */
function isGiven(inventory: Inventory, { way, wish }: Target): boolean {
  const now = inventory.pif.get(way.ref);
  if (now === undefined || (wish.ipv6 !== undefined && now.ipv6Mode !== wish.ipv6.mode)) return false;
  const six = wish.ipv6?.mode === 'Static' ? wish.ipv6.address : undefined;
  if (six !== undefined && !now.ipv6.some((one) => isSameIpv6(one, six))) return false;
  return isFourGiven(now, wish);
}

/** A mask alone can be what is changed. */
function isFourGiven({ ipMode, ip, netmask }: OwnWay['pif'], wish: HostAddress): boolean {
  return ipMode === wish.mode && (wish.mode !== 'Static' || (ip === wish.ip && netmask === wish.netmask));
}

function isSameIpv6(...both: readonly [string, string]): boolean {
  const [one, other] = both.map((text) => plainIpv6(text.split('/')[0] ?? ''));
  return one === other;
}

async function write(doing: Doing, target: Target, guard: HostGuard | undefined): Promise<void> {
  const { way, name, wish, isMaster } = target;
  const before = formerOf(target);
  doing.onUndo({
    async undo() {
      const isArmed = guard !== undefined && way.pif.isManagement;
      await onceBack(doing, { name, isArmed }, async () => await reconfigure(doing, way, before));
      if (isMaster && way.pif.isManagement) await recoverMembers(doing);
      const hasIt = (): boolean => {
        const now = doing.pool.inventory().pif.get(way.ref);
        return now?.ip === way.pif.ip && String(now.ipv6) === String(way.pif.ipv6);
      };
      await doing.pool.until(hasIt, { signal: doing.closing, timeoutMs: SHOWS_WITHIN_MS });
      return { is: 'address-restored', host: name, address: someAddress(way.pif) ?? '' };
    },
    otherwise: { is: 'address-left', host: name, was: someAddress(way.pif) ?? '' },
  });
  if (!way.pif.isManagement) return await reconfigure(doing, way, wish);
  const bridge = way.pif.network === null ? '' : (doing.pool.inventory().network.get(way.pif.network)?.bridge ?? '');
  if (guard !== undefined)
    await guard.arm({ lines: armedLines({ bridge, before: way.pif, wished: wish }), holds: formerLine({ bridge, before: way.pif }) });
  await changeOwnWay(doing, target);
  // Before the next host is touched, and before the time is over that this one takes it back by itself after.
  await proveManaged(doing, { host: target.host, name, guard });
  await guard?.callOff();
}

function formerOf({ way: { pif }, host, wish }: Target): HostAddress {
  const mode = pif.ipMode === 'DHCP' || pif.ipMode === 'Static' ? pif.ipMode : 'None';
  const { ip, netmask, gateway, dns } = pif;
  const former: HostAddress = { host, mode, ip: mode === 'Static' ? ip : '', netmask: mode === 'Static' ? netmask : '', gateway, dns };
  if (wish.ipv6 === undefined) return former;
  const ipv6Mode = pif.ipv6Mode === 'DHCP' || pif.ipv6Mode === 'Static' || pif.ipv6Mode === 'Autoconf' ? pif.ipv6Mode : 'None';
  return { ...former, ipv6: { mode: ipv6Mode, address: ipv6Of(pif) ?? '', gateway: pif.ipv6Gateway } };
}

async function reconfigure({ pool, closing }: Doing, { ref, pif }: OwnWay, { mode, ip, netmask, gateway, dns, ipv6 }: HostAddress): Promise<void> {
  await pool.ask({ safe: true, signal: closing }, async (session) => {
    if (mode !== 'None' || !pif.isManagement) await session.call('PIF.reconfigure_ip', [ref, mode, ip, netmask, gateway, dns]);
    if (ipv6 !== undefined)
      await session.call('PIF.reconfigure_ipv6', [ref, ipv6.mode, ipv6.mode === 'Static' ? ipv6.address : '', ipv6.gateway, dns]);
  });
}

/** Each is asked for once: whether it was heard shows when the host answers again, at the new address or, taken back, at the old one. */
async function changeOwnWay(doing: Doing, target: Target): Promise<void> {
  const { way, wish, isMaster } = target;
  const { mode, ip, netmask, gateway, dns, ipv6 } = wish;
  // Of a host that is managed over IPv6 alone a server takes no word about the other.
  if (mode !== 'None' || way.pif.ipMode !== 'None')
    await cutting(doing, target, async (session) => await session.call('PIF.reconfigure_ip', [way.ref, mode, ip, netmask, gateway, dns]));
  if (ipv6 !== undefined) {
    const address = ipv6.mode === 'Static' ? ipv6.address : '';
    await cutting(doing, target, async (session) => await session.call('PIF.reconfigure_ipv6', [way.ref, ipv6.mode, address, ipv6.gateway, dns]));
  }
  if (isMaster) await recoverMembers(doing);
}

/** What may cut the connection it is asked over; ends when the host is back. */
async function cutting({ pool, closing }: Doing, { way, host }: Target, question: (session: Session) => Promise<unknown>): Promise<void> {
  const before = pool.inventory().host.get(host)?.address ?? '';
  try {
    await pool.ask({ safe: false, signal: closing }, question);
  } catch (error) {
    if (!(error instanceof NetError)) throw error;
  }
  const address = (): string => pool.inventory().host.get(host)?.address ?? '';
  const goesByIt = ownAddresses(way.pif).includes(before);
  const isThere = (): boolean => !goesByIt || ownAddresses(pool.inventory().pif.get(way.ref) ?? way.pif).includes(address());
  const isBack = (): boolean => pool.state().is === 'live' && isHostLive(pool.inventory(), host) && isThere();
  const end = await pool.until(isBack, { signal: closing, timeoutMs: COMES_BACK_WITHIN_MS });
  closing.throwIfAborted();
  if (end !== 'so') throw new OperationError({ kind: 'not-confirmed' });
}

/** What a host may be known by. */
function ownAddresses({ ip, ipv6 }: OwnWay['pif']): readonly string[] {
  return [ip, ...ipv6.map((one) => one.split('/')[0] ?? '')].filter((one) => one !== '');
}

/** Members look for the master where it was. */
async function recoverMembers({ pool, closing }: Doing): Promise<void> {
  await pool.ask({ safe: true, signal: closing }, async (session) => await session.call('pool.recover_slaves', []));
}
