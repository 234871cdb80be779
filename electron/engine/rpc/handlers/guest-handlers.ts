import { NetError } from '#engine/net/net-error.ts';
import type { Pools } from '#engine/pools/pools.ts';
import { PoolsError } from '#engine/pools/pools-error.ts';
import type { Clock } from '#engine/ports.ts';
import type { HandlersOf } from '#engine/rpc/dispatch.ts';
import { type GuestPort, guestPorts, reachableAddresses } from '#shared/domain/console/guest-ports.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';

/** Somebody looks at it; what has not answered by then is no way to work. */
const KNOCK_MS = 3_000;

interface Setup {
  readonly pools: Pick<Pools, 'inventory' | 'reach' | 'isInvented'>;
  readonly clock: Clock;
}

/** Which of the doors that guests usually have are open; nothing is said there. */
export function guestHandlers({ pools, clock }: Setup): HandlersOf<'guest.ports'> {
  async function knock(server: ServerId, to: { readonly host: string; readonly port: GuestPort }, signal: AbortSignal): Promise<boolean> {
    const late = new AbortController();
    const timer = clock.after(KNOCK_MS, () => late.abort());
    try {
      const stream = await pools.reach(server)(to, AbortSignal.any([signal, late.signal]));
      stream.destroy();
      return true;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof NetError || late.signal.aborted) return false;
      throw error;
    } finally {
      timer.cancel();
    }
  }

  return {
    'guest.ports': async ({ server, vm }, signal) => {
      const inventory = pools.inventory(server);
      const record = inventory.vm.get(vm);
      if (record === undefined) throw new PoolsError({ kind: 'gone' });
      // Behind an address that exists only inside this app there is nobody, or somebody else.
      const addresses = pools.isInvented(server) ? [] : reachableAddresses(inventory, record);
      const doors = addresses.flatMap((address) => guestPorts.map((port) => ({ address, port })));
      return {
        doors: await Promise.all(
          doors.map(async ({ address, port }) => ({ address, port, isOpen: await knock(server, { host: address, port }, signal) })),
        ),
      };
    },
  };
}
