import { scalarText } from './column-text.ts';
import { dateText, msOfDate } from './times.ts';
import type { Ref, Row } from './value.ts';
import type { PoolState, StoredMessage, World } from './world.ts';
import { XapiError } from './xapi-error.ts';

/** More alerts than this and the oldest goes. */
const MESSAGES_KEPT = 10_000;
/** The server remembers this many destroyed alerts before it forgets the older half. */
const DELETIONS_LIMIT = 1024;
const DELETIONS_KEPT = 512;

export interface NewMessage {
  readonly name: string;
  readonly priority: number;
  readonly cls: string;
  readonly objectUuid: string;
  readonly body: string;
  /** When it happened, for what a data centre brings along from before it was looked at; now, unless given. */
  readonly happenedMs?: number;
}

/** Files an alert. Its number comes from the database's generations, so that one token covers both. */
export function createMessage(world: World, pool: PoolState, message: NewMessage): Ref {
  const ref = world.random.ref();
  const record = {
    uuid: world.random.uuid(),
    name: message.name,
    priority: message.priority,
    cls: message.cls,
    obj_uuid: message.objectUuid,
    timestamp: dateText(message.happenedMs ?? world.clock.now()),
    body: message.body,
  };
  // Numbered and stored before anyone is told, for a listener looks at once.
  const number = pool.database.generation() + 1;
  pool.messages.stored.set(ref, { ref, number, record });
  pool.database.announce('message', ref);
  reapOldest(pool);
  return ref;
}

function reapOldest(pool: PoolState): void {
  const { stored } = pool.messages;
  while (stored.size > MESSAGES_KEPT) {
    const [oldest] = stored.keys();
    if (oldest === undefined) return;
    destroyMessage(pool, oldest);
  }
}

export function destroyMessage(pool: PoolState, ref: Ref): void {
  const { stored, deleted } = pool.messages;
  const message = messageOf(pool, ref);
  stored.delete(ref);
  deleted.push({ ref, created: message.number, deleted: pool.database.generation() + 1 });
  if (deleted.length > DELETIONS_LIMIT) deleted.splice(0, deleted.length - DELETIONS_KEPT);
  pool.database.announce('message', ref);
}

export function messageOf(pool: PoolState, ref: Ref): StoredMessage {
  const message = pool.messages.stored.get(ref);
  if (message === undefined) throw new XapiError('HANDLE_INVALID', 'message', ref);
  return message;
}

/** Newest first, as the server lists them. */
export function messagesWhere(pool: PoolState, isWanted: (record: Row) => boolean): readonly StoredMessage[] {
  return [...pool.messages.stored.values()].filter(({ record }) => isWanted(record)).toReversed();
}

/** The date is compared to the second, as both are written; an alert of that very second is not "since". */
export function isSince(record: Row, date: string): boolean {
  return msOfDate(scalarText(record['timestamp'])) > msOfDate(date);
}

/** The table an alert's class speaks of. */
export function tableOfMessageClass(cls: string): string {
  return cls === 'Host' || cls === 'Pool' ? cls.toLowerCase() : cls;
}
