import { map, mapOf, refOf, text, textOf } from '../fields.ts';
import { change } from '../rows.ts';
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

/** The one account of every directory that may add machines to it. */
const JOINER = { user: 'joiner', pass: 'domain' } as const;

export const directoryCalls: Implementations = {
  'host.enable_external_auth'({ pool }, host, config, service, type) {
    const row = pool.database.get('host', refOf(host));
    const [now, given] = [text(row, 'external_auth_type'), mapOf(config)];
    if (now !== '') throw new XapiError('AUTH_ALREADY_ENABLED', now, text(row, 'external_auth_service_name'));
    if (textOf(type) !== 'AD') throw new XapiError('AUTH_UNKNOWN_TYPE', textOf(type));
    if (given['user'] !== JOINER.user || given['pass'] !== JOINER.pass)
      throw new XapiError('AUTH_ENABLE_FAILED_WRONG_CREDENTIALS', `The username ${textOf(given['user'])} or its password is wrong`);
    change(pool, 'host', refOf(host), {
      external_auth_type: textOf(type),
      external_auth_service_name: textOf(service),
      external_auth_configuration: { user: JOINER.user },
    });
    return '';
  },
  'host.disable_external_auth'({ pool }, host) {
    pool.database.get('host', refOf(host));
    change(pool, 'host', refOf(host), { external_auth_type: '', external_auth_service_name: '', external_auth_configuration: {} });
    return '';
  },
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
