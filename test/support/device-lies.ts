import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import type { Row } from '#simulator/world/value.ts';
import { type Change, changedFields, type Telling } from './changes-of.ts';
import type { Ended } from './failure-table.ts';
import { firstPool } from './served-world.ts';

/** What a person would notice of drives, discs and cards. */
export const devices: Telling = {
  VM: ['name_label', 'power_state', 'current_operations'],
  VBD: ['VM', 'VDI', 'mode', 'userdevice', 'bootable', 'empty', 'currently_attached', 'qos_algorithm_type', 'current_operations'],
  VIF: ['VM', 'device', 'network', 'MAC', 'currently_attached', 'qos_algorithm_params', 'locking_mode', 'current_operations'],
};

type TraceOf<K extends Trace['is']> = Extract<Trace, { is: K }>;
type Checks = { readonly [K in Trace['is']]?: (trace: TraceOf<K>, of: Ended) => boolean };

function rowsIn({ at }: Ended, table: string): readonly Row[] {
  const { database } = firstPool(at.served.world);
  return database.refs(table).map((self) => database.get(table, self));
}

const nameOf = ({ at }: Ended, table: string, self: unknown): unknown =>
  firstPool(at.served.world).database.find(table, String(self))?.['name_label'];

function subject({ at, operation: { request } }: Ended): Row | undefined {
  const { database } = firstPool(at.served.world);
  if ('drive' in request) return database.find('VBD', request.drive);
  return 'card' in request ? database.find('VIF', request.card) : undefined;
}

function discOf(of: Ended): unknown {
  const { request } = of.operation;
  const machine = 'machine' in request ? request.machine : undefined;
  const drive = rowsIn(of, 'VBD').find((row) => row['VM'] === machine && row['type'] === 'CD');
  return drive === undefined || drive['empty'] === true ? '' : nameOf(of, 'VDI', drive['VDI']);
}

/** What has to be so for it to be said. */
const CHECKS: Checks = {
  drive: ({ position, isReadOnly, isActive }, of) => {
    const row = subject(of);
    return row?.['userdevice'] === position && (row['mode'] === 'RO') === isReadOnly && row['currently_attached'] === isActive;
  },
  card: ({ mac, network, isActive }, of) =>
    rowsIn(of, 'VIF').some(
      (row) => row['MAC'] === mac && row['currently_attached'] === isActive && (network === '' || nameOf(of, 'network', row['network']) === network),
    ),
  'card-removed': (_trace, { changes }) => !changes.some(({ table, before }) => table === 'VIF' && before === undefined),
  disc: ({ name }, of) => discOf(of) === name,
  'object-gone': (_trace, of) => subject(of) === undefined,
  'value-restored': (_trace, { changes }) => changes.every((change) => isSameCard(change, changes)),
  'nothing-changed': (_trace, { changes }) => changes.length === 0,
};

/** One that was made anew in the place of one that was taken away. */
function isSameCard({ table, before, after }: Change, changes: readonly Change[]): boolean {
  const known = before ?? after;
  return (
    table === 'VIF' &&
    changes.some(({ before: gone, after: come }) =>
      [gone, come].some((row) => row !== undefined && row !== known && row['MAC'] === known?.['MAC'] && row['device'] === known?.['device']),
    )
  );
}

/** What an operation on devices says that is not so, and what it does not say. */
export function deviceLies(ended: Ended): readonly string[] {
  const { state } = ended.operation;
  if (state.is === 'done' || state.is === 'waiting' || state.is === 'running') return [];
  const said: readonly Trace[] = [...(state.is === 'interrupted' ? [] : state.undone), ...state.left];
  if (said.some(({ is }) => is === 'may-go-on')) return [];
  return [...said.flatMap((trace) => untrue(trace, ended)), ...ended.changes.flatMap((change) => unsaid(change, said))];
}

function untrue<K extends Trace['is']>(trace: TraceOf<K>, of: Ended): readonly string[] {
  const isSo = CHECKS[trace.is];
  return isSo === undefined || isSo(trace, of) ? [] : [`it is not so that ${JSON.stringify(trace)}`];
}

/** By which each kind of device is told. */
const TOLD_BY: Readonly<Record<string, readonly Trace['is'][]>> = {
  VBD: ['drive', 'disc', 'object-gone'],
  VIF: ['card', 'card-removed', 'object-gone', 'value-restored'],
};

function unsaid(change: Change, said: readonly Trace[]): readonly string[] {
  const { table, before, after } = change;
  if (said.some(({ is }) => TOLD_BY[table]?.includes(is) === true)) return [];
  if (before === undefined) return [`nobody says that a ${table} is new`];
  return [after === undefined ? `nobody says that a ${table} is gone` : `nobody says that a ${table} has another ${changedFields(change).join()}`];
}
