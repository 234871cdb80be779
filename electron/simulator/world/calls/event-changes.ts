import type { StoredRow, Table } from '../table.ts';
import type { Ref, Row, ValueMap } from '../value.ts';
import type { PoolState } from '../world.ts';
import type { Subscription } from './event-subscription.ts';
import type { EventToken } from './event-token.ts';

/** Rows of these come and go unannounced. */
const SILENT_TABLES = new Set([
  'session',
  'user',
  'auth',
  'event',
  'data_source',
  'sr_stat',
  'probe_result',
  'vdi_nbd_server_info',
  'secret',
  'event_batch',
  'message',
]);

export interface Changes {
  readonly events: readonly ValueMap[];
  readonly token: EventToken;
}

interface Groups {
  readonly adds: ValueMap[];
  readonly mods: ValueMap[];
  readonly dels: ValueMap[];
  /** The latest generation among all that was looked at. */
  latest: number;
}

/** The difference between the client's token and now: at most one event for an object, however often it changed. */
export function changesSince(pool: PoolState, subscription: Subscription, token: EventToken): Changes {
  const since = Number(token.generation);
  const groups: Groups = { adds: [], mods: [], dels: [], latest: since };
  for (const name of pool.model.classes.keys()) {
    const table = pool.database.tables.get(name);
    const lowerName = name.toLowerCase();
    if (table === undefined || SILENT_TABLES.has(name) || !subscription.hasTable(lowerName)) continue;
    addTableChanges(groups, { table, name: lowerName, since, isWanted: (ref) => subscription.hasObject(lowerName, ref) });
  }
  const messages = messageChanges(pool, subscription, token.message);
  return {
    events: [...messages.events, ...groups.adds, ...groups.mods, ...groups.dels],
    token: { generation: groups.latest > since ? BigInt(groups.latest) : token.generation, message: messages.latest },
  };
}

interface TableView {
  readonly table: Table;
  readonly name: string;
  readonly since: number;
  readonly isWanted: (ref: Ref) => boolean;
}

function addTableChanges(groups: Groups, view: TableView): void {
  const { since, name, isWanted } = view;
  for (const { ref, row, created, modified } of changedRows(view)) {
    if (!isWanted(ref)) continue;
    groups.latest = Math.max(groups.latest, modified);
    if (created > since) groups.adds.push(eventOf('add', name, ref, created, row));
    else groups.mods.push(eventOf('mod', name, ref, modified, row));
  }
  const { tombstones } = view.table;
  for (let index = tombstones.length - 1; index >= 0; index -= 1) {
    const tombstone = tombstones[index];
    if (tombstone === undefined || tombstone.deleted <= since) return;
    if (!isWanted(tombstone.ref)) continue;
    groups.latest = Math.max(groups.latest, tombstone.deleted);
    if (tombstone.created <= since) groups.dels.push(eventOf('del', name, tombstone.ref, tombstone.deleted, undefined));
  }
}

/** In the order of references. A first look takes everything; later ones only what lies above the token. */
function changedRows({ table, since }: TableView): readonly StoredRow[] {
  const changed: StoredRow[] = [];
  if (since <= 0) {
    for (const ref of table.sortedRefs()) {
      const stored = table.rows.get(ref);
      if (stored !== undefined && stored.modified > since) changed.push(stored);
    }
    return changed;
  }
  for (let stored = table.newest; stored !== undefined && stored.modified > since; stored = stored.older) changed.push(stored);
  return changed.sort((a, b) => (a.ref < b.ref ? -1 : 1));
}

function eventOf(operation: 'add' | 'mod' | 'del', name: string, ref: Ref, id: number, snapshot: Row | undefined): ValueMap {
  const event = { id: String(id), timestamp: '0.0', class: name, operation, ref };
  return snapshot === undefined ? event : { ...event, snapshot };
}

/** Alerts are replayed from the very first; of a destroyed one only the deletion is told. */
function messageChanges(pool: PoolState, subscription: Subscription, since: bigint): { events: readonly ValueMap[]; latest: bigint } {
  if (!subscription.hasTable('message')) return { events: [], latest: 0n };
  const events: ValueMap[] = [];
  let latest = since;
  const note = (number: number) => {
    latest = BigInt(number) > latest ? BigInt(number) : latest;
  };
  for (const { ref, number, record } of pool.messages.stored.values()) {
    if (number <= since || !subscription.hasObject('message', ref)) continue;
    note(number);
    events.push(eventOf('add', 'message', ref, 0, record));
  }
  for (const { ref, deleted } of pool.messages.deleted) {
    if (deleted <= since || !subscription.hasObject('message', ref)) continue;
    note(deleted);
    events.push(eventOf('del', 'message', ref, 0, undefined));
  }
  return { events, latest };
}
