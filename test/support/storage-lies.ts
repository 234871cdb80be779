import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import { driverTerms, secretsIn } from '#shared/domain/storage/driver-terms.ts';
import type { Row } from '#simulator/world/value.ts';
import { type Change, changedFields, type Telling } from './changes-of.ts';
import type { Ended } from './failure-table.ts';
import { firstPool } from './served-world.ts';

/** What a person would notice of storage, and of which host has it. */
export const repositories: Telling = {
  SR: ['name_label', 'name_description', 'type', 'shared', 'uuid'],
  PBD: ['SR', 'host', 'currently_attached'],
  VDI: ['name_label', 'SR'],
  secret: ['value'],
  pool: ['default_SR', 'suspend_image_SR', 'crash_dump_SR'],
};

/** What an operation on storage says that is not so, and what it does not say. */
export function storageLies(ended: Ended): readonly string[] {
  const { state } = ended.operation;
  if (state.is === 'done' || state.is === 'waiting' || state.is === 'running') return [...secretsLeft(ended), ...passwordLeft(ended)];
  const said: readonly Trace[] = [...(state.is === 'interrupted' ? [] : state.undone), ...state.left];
  if (said.some(({ is }) => is === 'may-go-on')) return [];
  return [
    ...secretsLeft(ended),
    ...passwordLeft(ended),
    ...said.filter((trace) => !isSo(trace, ended)).map((trace) => `it is not so that ${JSON.stringify(trace)}`),
    ...ended.changes.filter((change) => !isSaid(change, said)).map(named),
  ];
}

/** Connections have secrets of their own; whatever else is new belongs to nobody. */
function secretsLeft({ at, changes }: Ended): readonly string[] {
  const { database } = firstPool(at.served.world);
  const used = JSON.stringify(database.refs('PBD').map((self) => database.get('PBD', self)['device_config']));
  const isOrphan = ({ table, ref, after }: Change): boolean =>
    table === 'secret' && after !== undefined && !used.includes(String(database.get('secret', ref)['uuid']));
  return changes.filter(isOrphan).map(() => 'a secret is left that nobody uses');
}

/** What was lent to it alone; a pool that did not let go of it is said to have it still. */
function passwordLeft({ at, operation: { request, state } }: Ended): readonly string[] {
  const { database } = firstPool(at.served.world);
  const lent = 'source' in request ? secretsIn(driverTerms(request.source).deviceConfig) : [];
  const isThere = database.refs('secret').some((self) => lent.includes(String(database.get('secret', self)['uuid'])));
  return isThere && !JSON.stringify(state).includes('password-left') ? ['the password it was lent is left'] : [];
}

function repositoryOf({ at, operation: { request } }: Ended): Row | undefined {
  const { database } = firstPool(at.served.world);
  if ('sr' in request && typeof request.sr === 'string') return database.find('SR', request.sr);
  const rows = database.refs('SR').map((self) => database.get('SR', self));
  return 'source' in request ? rows.find((row) => row['name_label'] === request.name) : undefined;
}

function hostsOf(ended: Ended): readonly string[] {
  const { database } = firstPool(ended.at.served.world);
  const links = (repositoryOf(ended)?.['PBDs'] ?? []) as readonly string[];
  const attached = links.map((link) => database.get('PBD', link)).filter((row) => row['currently_attached'] === true);
  return attached.map((row) => String(database.get('host', String(row['host']))['name_label'])).toSorted();
}

/** It lay in the pool before the operation began, and goes with it. */
const isPassword = ({ table, after }: Change): boolean => table === 'secret' && after === undefined;

const isCut = ({ table, before, after }: Change): boolean =>
  table === 'PBD' && before?.['currently_attached'] === true && after?.['currently_attached'] !== true;

function isSo(trace: Trace, ended: Ended): boolean {
  switch (trace.is) {
    case 'nothing-changed':
    case 'storage-removed':
    case 'storage-forgotten':
      return ended.changes.every(isPassword);
    case 'hosts-connected-again':
      return !ended.changes.some(isCut);
    case 'hosts-disconnected':
      return ended.changes.some(isCut);
    case 'storage':
      return repositoryOf(ended) !== undefined && JSON.stringify(hostsOf(ended)) === JSON.stringify(trace.hosts);
    case 'object-gone':
      return repositoryOf(ended) === undefined;
    default:
      return true;
  }
}

/** Where storage is said to be there, or gone, with its hosts, its records and its connections need no word of their own. */
function isSaid(change: Change, said: readonly Trace[]): boolean {
  const { table } = change;
  const says = (...kinds: readonly Trace['is'][]): boolean => said.some(({ is }) => kinds.includes(is));
  if (isPassword(change)) return says('password-gone');
  return table === 'pool' ? says('value', 'partly-done') : says('storage', 'object-gone', 'hosts-disconnected');
}

function named(change: Change): string {
  const { table, before, after } = change;
  const what = before === undefined ? 'is new' : after === undefined ? 'is gone' : `has another ${changedFields(change).join()}`;
  return `nobody says that a ${table} ${what}`;
}
