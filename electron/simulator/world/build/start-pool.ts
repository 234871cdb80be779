import { createDatabase, type LoadedRow } from '#simulator/world/database.ts';
import { flag, text } from '#simulator/world/fields.ts';
import { updateMemoryOverhead } from '#simulator/world/memory.ts';
import { refreshAllAllowed } from '#simulator/world/operations/rules.ts';
import { relationsOf } from '#simulator/world/relations.ts';
import { tableNamesOf } from '#simulator/world/schema.ts';
import type { Ref, Row } from '#simulator/world/value.ts';
import type { Account, PoolState, World } from '#simulator/world/world.ts';
import type { Draft } from './draft.ts';
import { levelProcessors } from './level-processors.ts';
import { raisePool } from './raise-pool.ts';

/** Whom a simulated pool lets in unless told otherwise. */
export const DEFAULT_LOGIN = { user: 'root', password: 'poolkeeper' } as const;

export const DEFAULT_ACCOUNT: Account = { ...DEFAULT_LOGIN, role: 'superuser' };

interface PoolStart {
  readonly accounts?: readonly Account[];
  /** Where two pools claim the same hosts: the machines that obey this one, and whom it takes for its master. */
  readonly claim?: { readonly master: Ref; readonly machines: readonly Ref[] };
}

/** Turns a draft into a living pool: database, machines, toolstacks. A second start makes a second pool of the same records. */
export function startPool(world: World, draft: Draft, start: PoolStart = {}): PoolState {
  const contents = contentsOf(draft.finish());
  const database = createDatabase({ tables: tableNamesOf(draft.model), relations: relationsOf(draft.model), contents });
  const self = onlyRef(database.refs('pool'));
  if (start.claim !== undefined) database.set('pool', self, { master: start.claim.master });
  const masterRef = text(database.get('pool', self), 'master');
  const pool = raisePool(world, {
    profile: draft.profile,
    model: draft.model,
    database,
    masterRef,
    accounts: [DEFAULT_ACCOUNT, ...(start.accounts ?? [])],
    ...(start.claim === undefined ? {} : { machines: start.claim.machines }),
  });
  settle(pool);
  return pool;
}

/** What follows from the rows themselves and is therefore not laid out: memory overheads, the pool's processor level, allowed operations. */
function settle(pool: PoolState): void {
  for (const vm of pool.database.refs('VM')) {
    if (!flag(pool.database.get('VM', vm), 'is_control_domain')) updateMemoryOverhead(pool, vm);
  }
  levelProcessors(pool);
  refreshAllAllowed(pool);
}

function contentsOf(tables: ReadonlyMap<string, ReadonlyMap<Ref, Row>>): readonly LoadedRow[] {
  const contents: LoadedRow[] = [];
  for (const [table, rows] of tables) {
    for (const [ref, row] of rows) {
      // The server's first generation is the empty database's own.
      const generation = contents.length + 2;
      contents.push({ table, ref, row, created: generation, modified: generation });
    }
  }
  return contents;
}

function onlyRef(refs: readonly Ref[]): Ref {
  const [ref] = refs;
  if (ref === undefined) throw new RangeError('the pool has no record of itself');
  return ref;
}
