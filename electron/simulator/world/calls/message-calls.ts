import { columnText, scalarText } from '../column-text.ts';
import { isMatch, parseFilter } from '../filter.ts';
import { createMessage, destroyMessage, isSince, messageOf, messagesWhere, tableOfMessageClass } from '../messages.ts';
import { msOfDate } from '../times.ts';
import { NULL_REF, type Ref, type Row, type Value } from '../value.ts';
import type { Call, Implementations, PoolState, StoredMessage } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

export const messageCalls: Implementations = {
  'message.create': ({ world, pool }, name, priority, cls, uuid, body) => {
    const objectUuid = scalarText(uuid);
    if (pool.database.refByUuid(tableOfMessageClass(scalarText(cls)), objectUuid) === undefined)
      throw new XapiError('UUID_INVALID', scalarText(cls), objectUuid);
    return createMessage(world, pool, {
      name: scalarText(name),
      priority: Number(priority),
      cls: scalarText(cls),
      objectUuid,
      body: scalarText(body),
    });
  },
  'message.destroy': ({ pool }, self) => {
    destroyMessage(pool, scalarText(self));
    return '';
  },
  'message.destroy_many': ({ pool }, messages) => {
    for (const ref of refsOf(messages)) destroyMessage(pool, ref);
    return '';
  },
  'message.destroy_all': ({ pool }, filters) => {
    for (const { ref } of messagesWhere(pool, destroyFilter(filters))) destroyMessage(pool, ref);
    return '';
  },
  'message.get': ({ pool }, cls, uuid, since) =>
    recordsOf(messagesWhere(pool, (record) => record['cls'] === cls && record['obj_uuid'] === uuid && isSince(record, scalarText(since)))),
  'message.get_since': ({ pool }, since) => recordsOf(messagesWhere(pool, (record) => isSince(record, scalarText(since)))),
  'message.get_all': ({ pool }) => messagesWhere(pool, () => true).map(({ ref }) => ref),
  'message.get_all_records': ({ pool }) => recordsOf(messagesWhere(pool, () => true)),
  'message.get_all_records_where': (call, expression) => matching(call, scalarText(expression)),
  'message.get_record': ({ pool }, self) => messageOf(pool, scalarText(self)).record,
  'message.get_by_uuid': ({ pool }, uuid) => refByUuid(pool, scalarText(uuid)),
};

function refsOf(value: Value | undefined): readonly Ref[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string' && item !== NULL_REF) : [];
}

function recordsOf(messages: readonly StoredMessage[]): Value {
  return Object.fromEntries(messages.map(({ ref, record }) => [ref, record]));
}

function refByUuid(pool: PoolState, uuid: string): Ref {
  for (const { ref, record } of pool.messages.stored.values()) {
    if (record['uuid'] === uuid) return ref;
  }
  throw new XapiError('UUID_INVALID', 'message', uuid);
}

/** Unlike in a table, a filter that asks an alert for a field it lacks just does not match. */
function matching({ pool }: Call, expression: string): Value {
  const filter = parseFilter(expression);
  const fields = pool.model.classes.get('message')?.fields ?? [];
  const column = (record: Row) => (name: string) => {
    const field = fields.find((known) => known.name === name);
    const value = field === undefined ? undefined : record[field.name];
    if (field === undefined || value === undefined) throw new XapiError('INTERNAL_ERROR', 'missing field', name, '');
    return columnText(value, field.type);
  };
  return recordsOf(
    messagesWhere(pool, (record) => {
      try {
        return isMatch(filter, column(record));
      } catch (error) {
        if (error instanceof XapiError && error.code === 'INTERNAL_ERROR') return false;
        throw error;
      }
    }),
  );
}

/** The bounds a caller may give; an unknown one is refused rather than ignored, for this call destroys. */
const BOUNDS = ['before', 'after', 'priority'];

function destroyFilter(filters: Value | undefined): (record: Row) => boolean {
  const given = Object.entries(typeof filters === 'object' ? filters : {}).map(([name, value]) => [name, scalarText(value)] as const);
  for (const [name, value] of given) {
    if (!BOUNDS.includes(name)) throw new XapiError('INVALID_VALUE', name, value);
    if (name === 'priority' && !/^\d+$/.test(value)) throw new XapiError('INVALID_VALUE', name, value);
  }
  const bound = new Map(given);
  const isWithin = (record: Row, name: string, test: (date: number, limit: number) => boolean) => {
    const limit = bound.get(name);
    return limit === undefined || test(msOfDate(scalarText(record['timestamp'])), msOfDate(limit));
  };
  return (record) =>
    isWithin(record, 'before', (date, limit) => date < limit) &&
    isWithin(record, 'after', (date, limit) => date > limit) &&
    (bound.get('priority') ?? scalarText(record['priority'])) === scalarText(record['priority']);
}
