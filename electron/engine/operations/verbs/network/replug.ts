import type { Doing } from '#engine/operations/verb.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import { byNaturalOrder, recordAt } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import type { NetworkRequestOf } from '#shared/domain/operations/network-request.ts';

type Request = NetworkRequestOf<'network.configure'>;

/** Events need a moment to tell. */
const SHOWS_WITHIN_MS = 15_000;

/** An interface takes a new size of packets when it is plugged in; one that anything runs over is left alone. */
export async function replug(doing: Doing, { network }: Request): Promise<void> {
  const { pool } = doing;
  const ways = [...pool.inventory().pif]
    .filter(([, pif]) => pif.network === network && pif.isAttached)
    .map(([ref, pif]) => ({ ref, host: recordAt(pool.inventory().host, pif.host)?.name ?? '' }))
    .toSorted((a, b) => byNaturalOrder(a.host, b.host));
  for (const { ref, host } of ways) {
    if (isInUse(pool.inventory(), ref)) {
      doing.remark({ is: 'mtu-later', host });
      continue;
    }
    try {
      await plugAnew(doing, ref);
    } catch (error) {
      // Somebody has begun to use it in between, or the host is away: it stays plugged as it is.
      if (!['VIF_IN_USE', 'PIF_DOES_NOT_ALLOW_UNPLUG', 'HOST_OFFLINE', 'CANNOT_CONTACT_HOST'].some((code) => isXapiError(error, code))) throw error;
      doing.remark({ is: 'mtu-later', host });
    }
  }
}

async function plugAnew({ pool, closing }: Doing, ref: RefOf<'pif'>): Promise<void> {
  await pool.ask({ safe: true, signal: closing }, async (session) => {
    await session.call('PIF.unplug', [ref]);
    await session.call('PIF.plug', [ref]);
  });
}

/** Those that will be, as they are now. */
export function waysToReplug(inventory: Inventory, network: Request['network']): RefOf<'pif'>[] {
  return [...inventory.pif].flatMap(([ref, pif]) => (pif.network === network && pif.isAttached && !isInUse(inventory, ref) ? [ref] : []));
}

/** Registered before the size of packets is written, so that it is done when the former one has been written back. */
export function plugAgainLast(doing: Doing, { network }: Request): void {
  const { pool, closing } = doing;
  const inventory = pool.inventory();
  const ways = waysToReplug(inventory, network);
  const before = new Map(ways.map((ref) => [ref, inventory.pif.get(ref)?.mtu]));
  doing.onUndo({
    async undo() {
      const touched: RefOf<'pif'>[] = [];
      await pool.ask({ safe: true, signal: closing }, async (session) => {
        for (const ref of ways) {
          const isAsBefore =
            (await session.call('PIF.get_currently_attached', [ref])) === true &&
            Number(await session.call('PIF.get_MTU', [ref])) === before.get(ref);
          if (!isAsBefore) touched.push(ref);
        }
      });
      for (const ref of touched) await plugAnew(doing, ref);
      // What is left is told by what shows.
      const isBack = (): boolean => touched.every((ref) => isPluggedAs(pool.inventory(), ref));
      if (touched.length > 0) await pool.until(isBack, { signal: closing, timeoutMs: SHOWS_WITHIN_MS });
      return touched.length === 0 ? undefined : { is: 'ways-plugged-again' };
    },
    otherwise: { is: 'ways-unsure', hosts: hostsOf(inventory, ways) },
  });
}

function hostsOf(inventory: Inventory, ways: readonly string[]): string[] {
  return [...inventory.pif]
    .flatMap(([ref, { host }]) => (ways.includes(ref) ? (recordAt(inventory.host, host)?.name ?? []) : []))
    .sort(byNaturalOrder);
}

/** It has the size of packets of its network. */
export function isPluggedAs(inventory: Inventory, way: string): boolean {
  return [...inventory.pif].some(([ref, pif]) => ref === way && pif.isAttached && pif.mtu === recordAt(inventory.network, pif.network)?.mtu);
}

/** An app that ended between the two leaves an interface out. */
export function unplugged(inventory: Inventory, ways: readonly string[]): readonly Trace[] {
  const hosts = hostsOf(
    inventory,
    [...inventory.pif].flatMap(([ref, { isAttached }]) => (ways.includes(ref) && !isAttached ? [ref] : [])),
  );
  return hosts.length === 0 ? [] : [{ is: 'ways-unsure', hosts }];
}

function isInUse(inventory: Inventory, ref: RefOf<'pif'>): boolean {
  const pif = inventory.pif.get(ref);
  if (pif === undefined || pif.ip !== '' || pif.ipMode === 'DHCP' || pif.isManagement || pif.isUnplugForbidden || pif.bondSlaveOf !== null)
    return true;
  if ([...inventory.vlan.values()].some(({ taggedPif }) => taggedPif === ref)) return true;
  return [...inventory.vif.values()].some(
    ({ network, isAttached, vm }) => network === pif.network && isAttached && vm !== null && inventory.vm.get(vm)?.residentOn === pif.host,
  );
}
