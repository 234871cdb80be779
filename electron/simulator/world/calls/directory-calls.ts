import { map, text, textOf } from '../fields.ts';
import type { Row, Value } from '../value.ts';
import type { Call, Implementations } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

/** The people and groups of the company's directory: those the pool has let in are all there are. */
function subjects(call: Call): readonly Row[] {
  const { database, master } = call.pool;
  if (text(database.get('host', master.ref), 'external_auth_type') === '') throw new XapiError('AUTH_IS_DISABLED');
  return [...(database.tables.get('subject')?.rows.values() ?? [])].map(({ row }) => row);
}

function subjectThat(call: Call, isWanted: (row: Row) => boolean): Row {
  const found = subjects(call).find(isWanted);
  if (found === undefined) throw new XapiError('SUBJECT_CANNOT_BE_RESOLVED');
  return found;
}

const hasIdentifier = (identifier: Value | undefined) => (row: Row) => text(row, 'subject_identifier') === textOf(identifier);

export const directoryCalls: Implementations = {
  'auth.get_subject_identifier': (call, name) =>
    text(
      subjectThat(call, (row) => map(row, 'other_config')['subject-name'] === textOf(name)),
      'subject_identifier',
    ),
  'auth.get_subject_information_from_identifier': (call, identifier) => map(subjectThat(call, hasIdentifier(identifier)), 'other_config'),
  'auth.get_group_membership': (call, identifier) => {
    subjectThat(call, hasIdentifier(identifier));
    return [];
  },
};
