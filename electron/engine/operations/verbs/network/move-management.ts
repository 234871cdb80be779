import { NetError } from '#engine/net/net-error.ts';
import { confirm } from '#engine/operations/confirm.ts';
import type { Lent } from '#engine/operations/lent.ts';
import { OperationError } from '#engine/operations/operation-error.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import { membersFirst, type OwnWay, wayOfHost } from '#shared/domain/networks/addresses.ts';
import { addressIn, type AddressFamily, familyOf, familyOfMove, managedAt } from '#shared/domain/networks/managed-at.ts';
import type { NetworkRequestOf } from '#shared/domain/operations/network-request.ts';
import { deviceWord, quoted, sh, uuidWord } from '#shared/domain/diagnosis/shell.ts';
import { guardOf, type HostGuard, type TakingBack } from './host-guard.ts';
import { onceBack } from './once-back.ts';
import { mayTakeBack, proveManaged } from './prove-reach.ts';

type Request = NetworkRequestOf<'network.move-management'>;

const COMES_BACK_WITHIN_MS = 150_000;

interface Target {
  readonly host: HostRef;
  readonly name: string;
  readonly from: OwnWay | undefined;
  readonly to: OwnWay;
  /** By which of its addresses there it is managed afterwards. */
  readonly family: AddressFamily;
}

/** Members one by one, each proven to be back before the next is touched, the master last, and then every member is told where it is. */
export function moveManagement(request: Request, lent: Lent): Verb {
  return {
    steps: ['check', 'look-around', 'write-new-value', 'confirm'],
    async run(doing) {
      const targets = targetsOf(request, doing.pool.inventory());
      const guards = new Map<HostRef, HostGuard>();
      await doing.step('look-around', async () => await gather(doing, { request, targets, guards, lent }));
      await doing.step('write-new-value', async () => {
        doing.tooLateToCancel();
        for (const [position, target] of targets.entries()) {
          doing.at({ name: target.name, position: position + 1, of: targets.length });
          await move(doing, target, guards.get(target.host));
        }
      });
      await doing.step('confirm', async () => await confirm(doing, ({ inventory }) => targets.every((target) => isMoved(inventory(), target))));
    },
    left: (inventory) => [{ is: 'addresses', hosts: managedOver(inventory, request.network) }],
    unfinished: (inventory) => mayTakeBack(targetsOf(request, inventory)),
  };
}

function managedOver(inventory: Inventory, network: RefOf<'network'>): string[] {
  return [...inventory.pif.values()].flatMap((pif) =>
    pif.network === network && pif.isManagement && pif.host !== null ? [`${inventory.host.get(pif.host)?.name ?? ''} (${managedAt(pif)})`] : [],
  );
}

function targetsOf({ network, host }: Request, inventory: Inventory): readonly Target[] {
  const hosts = membersFirst(inventory, host === undefined ? [...inventory.host.keys()] : [host]);
  const family = familyOfMove(inventory, { network, host });
  return hosts.flatMap((ref): Target[] => {
    const to = wayOfHost(inventory, network, ref);
    const from = [...inventory.pif].find(([, pif]) => pif.host === ref && pif.isManagement);
    if (to === undefined || to.pif.isManagement) return [];
    const name = inventory.host.get(ref)?.name ?? '';
    return [{ host: ref, name, to, family, from: from === undefined ? undefined : { ref: from[0], pif: from[1] } }];
  });
}

interface Gathering {
  readonly request: Request;
  readonly targets: readonly Target[];
  readonly guards: Map<HostRef, HostGuard>;
  readonly lent: Lent;
}

async function gather(doing: Doing, { request, targets, guards, lent }: Gathering): Promise<void> {
  const found = await Promise.all(targets.map(async ({ host }) => [host, await guardOf(doing, lent, host)] as const));
  for (const [host, guard] of found) if (guard !== undefined) guards.set(host, guard);
  const bare = targets.filter(({ host }) => !guards.has(host));
  if (bare.length === 0 || request.insists) return;
  throw new OperationError({ kind: 'precheck', problems: bare.map(({ name }) => ({ rule: 'not-armed', host: name })) });
}

function isMoved(inventory: Inventory, { to, host, family }: Target): boolean {
  const now = inventory.pif.get(to.ref);
  return now?.isManagement === true && inventory.host.get(host)?.address === addressIn(now, family);
}

async function move(doing: Doing, target: Target, guard: HostGuard | undefined): Promise<void> {
  const { pool, closing } = doing;
  const { from, name, to } = target;
  const changeFamily = familyChange(doing, target);
  if (from !== undefined) {
    doing.onUndo({
      async undo() {
        await onceBack(doing, { name, isArmed: guard !== undefined }, async () => await reconfigure(doing, from));
        await pool.until(() => pool.inventory().pif.get(from.ref)?.isManagement === true, { signal: closing, timeoutMs: COMES_BACK_WITHIN_MS });
        await tellMembers(doing, target);
        return { is: 'address-restored', host: name, address: managedAt(from.pif) };
      },
      otherwise: { is: 'address-left', host: name, was: managedAt(from.pif) },
    });
    // A host that hears from its pool does it the usual way; one that is cut off is in emergency mode and has its own.
    await guard?.arm(takingBack(doing, from, target.family));
  }
  await changeFamily();
  await reconfigure(doing, to);
  const end = await pool.until(() => pool.state().is === 'live' && isMoved(pool.inventory(), target), {
    signal: closing,
    timeoutMs: COMES_BACK_WITHIN_MS,
  });
  closing.throwIfAborted();
  if (end !== 'so') throw new OperationError({ kind: 'not-confirmed' });
  await tellMembers(doing, target);
  await proveManaged(doing, { host: target.host, name, guard });
  if (from !== undefined) await guard?.callOff();
}

/** Taken back after the move itself: an interface that management runs over keeps to the kind of address it has. */
function familyChange({ pool, closing, onUndo }: Doing, { to, family }: Target): () => Promise<void> {
  const former = familyOf(to.pif);
  if (former === family) return async () => await Promise.resolve();
  const set = async (wished: AddressFamily): Promise<void> =>
    void (await pool.ask({ safe: true, signal: closing }, async (session) => await session.call('PIF.set_primary_address_type', [to.ref, wished])));
  let isAsked = false;
  onUndo({
    async undo() {
      if (!isAsked) return undefined;
      await set(former);
      return { is: 'value-restored' };
    },
    otherwise: { is: 'value-lost', value: former },
  });
  return async () => {
    isAsked = true;
    await set(family);
  };
}

/** In an emergency a toolstack listens by the kind of address it has noted; where that is another one now, it is noted anew and read again. */
function takingBack({ pool }: Doing, { pif }: OwnWay, family: AddressFamily): TakingBack {
  const bridge = deviceWord(pif.network === null ? '' : pool.inventory().network.get(pif.network)?.bridge);
  const former = familyOf(pif);
  const usual = sh`xe host-management-reconfigure pif-uuid=${uuidWord(pif.uuid)}`;
  const emergency =
    former === family
      ? sh`xe host-emergency-management-reconfigure interface=${bridge}`
      : sh`{ sed -i "s/^MANAGEMENT_INTERFACE=.*/MANAGEMENT_INTERFACE='${bridge}'/;s/^MANAGEMENT_ADDRESS_TYPE=.*/MANAGEMENT_ADDRESS_TYPE='${quoted(former)}'/" /etc/xensource-inventory && xe-toolstack-restart; }`;
  const lines = usual === undefined || emergency === undefined ? [] : [`${usual} || ${emergency}`];
  return { lines, holds: sh`grep -q MANAGEMENT_INTERFACE=.${bridge} /etc/xensource-inventory` };
}

/** The connection may break before the answer comes; whether it was done shows afterwards. */
async function reconfigure({ pool, closing }: Doing, { ref }: OwnWay): Promise<void> {
  try {
    await pool.ask({ safe: false, signal: closing }, async (session) => await session.call('host.management_reconfigure', [ref]));
  } catch (error) {
    if (!(error instanceof NetError)) throw error;
  }
}

async function tellMembers({ pool, closing }: Doing, { host }: Target): Promise<void> {
  if (onlyPool(pool.inventory())?.pool.master !== host) return;
  await pool.ask({ safe: true, signal: closing }, async (session) => await session.call('pool.recover_slaves', []));
}
