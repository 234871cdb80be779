import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { seen } from '#test/support/engine-picture.ts';
import { failureTable, type Trial } from '#test/support/failure-table.ts';
import type { Operating } from '#test/support/operating.ts';
import { ejected, poolLies } from '#test/support/pool-lies.ts';
import { firstPool } from '#test/support/served-world.ts';

/** Each time another one: who has left does not come back. */
function nextToLeave({ served }: Operating): HostRef {
  const { database, master } = firstPool(served.world);
  const found = database.refs('host').findLast((host) => host !== master.ref);
  if (found === undefined) throw new RangeError('all have left');
  // Refs of the simulator are those of the wire.
  return found as HostRef;
}

const trials: readonly Trial[] = [
  {
    name: 'taking a host out of its pool',
    request: async (at) => {
      const host = nextToLeave(at);
      await seen(at, ({ pool }) => [...pool.values()].every(({ currentOperations }) => Object.keys(currentOperations).length === 0));
      return { kind: 'pool.eject', server: at.server, host };
    },
    isDone: (at, request) => request.kind === 'pool.eject' && firstPool(at.served.world).database.find('host', request.host) === undefined,
  },
];

failureTable({ trials, scenario: 'sixteen-empty-hosts', telling: ejected, lies: poolLies });
