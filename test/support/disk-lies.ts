import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import type { Row } from '#simulator/world/value.ts';
import { type Change, changedFields, type Telling } from './changes-of.ts';
import type { Ended } from './failure-table.ts';
import { firstPool } from './served-world.ts';

/** What a person would notice of disks, and of who has them. */
export const disks: Telling = {
  VDI: ['name_label', 'name_description', 'SR', 'virtual_size', 'read_only', 'type', 'cbt_enabled', 'current_operations'],
  VBD: ['VM', 'VDI', 'mode', 'userdevice', 'bootable'],
  secret: ['value'],
};

type TraceOf<K extends Trace['is']> = Extract<Trace, { is: K }>;
type Checks = { readonly [K in Trace['is']]?: (trace: TraceOf<K>, of: Ended) => boolean };

function diskRow({ at, operation: { request } }: Ended): Row | undefined {
  return 'disk' in request ? firstPool(at.served.world).database.find('VDI', request.disk) : undefined;
}

const isNew = ({ table, before }: Change): boolean => table === 'VDI' && before === undefined;

/** What has to be so for it to be said. */
const CHECKS: Checks = {
  disk: ({ sr, sizeBytes }, { at }) => {
    const { database } = firstPool(at.served.world);
    const rows = database.refs('VDI').map((self) => database.get('VDI', self));
    return rows.some((row) => row['virtual_size'] === sizeBytes && database.get('SR', String(row['SR']))['name_label'] === sr);
  },
  'copied-whole': (_trace, of) => diskRow(of) !== undefined && of.changes.some(isNew),
  'disk-removed': (_trace, { changes }) => !changes.some(isNew),
  'object-gone': (_trace, of) => diskRow(of) === undefined,
  'nothing-changed': (_trace, { changes }) => changes.length === 0,
};

/** What an operation on disks says that is not so, and what it does not say. */
export function diskLies(ended: Ended): readonly string[] {
  const { state } = ended.operation;
  if (state.is === 'done' || state.is === 'waiting' || state.is === 'running') return [];
  const said: readonly Trace[] = [...(state.is === 'interrupted' ? [] : state.undone), ...state.left];
  if (said.some(({ is }) => is === 'may-go-on')) return [];
  return [
    ...said.flatMap((trace) => untrue(trace, ended)),
    ...ended.changes.flatMap((change) => unsaid(change, { said, hasMoved: hasMoved(change, ended) })),
  ];
}

function untrue<K extends Trace['is']>(trace: TraceOf<K>, of: Ended): readonly string[] {
  const isSo = CHECKS[trace.is];
  return isSo === undefined || isSo(trace, of) ? [] : [`it is not so that ${JSON.stringify(trace)}`];
}

/** What has moved has another reference as a rule, and is the same disk to whoever looks. */
function hasMoved({ table, before, after }: Change, { changes, operation }: Ended): boolean {
  const isGone = table === 'VDI' && after === undefined;
  return (
    isGone &&
    operation.request.kind === 'disk.move' &&
    changes.some((other) => isNew(other) && other.after?.['name_label'] === before?.['name_label'])
  );
}

function unsaid(change: Change, of: { readonly said: readonly Trace[]; readonly hasMoved: boolean }): readonly string[] {
  const { table, before, after } = change;
  const says = (...kinds: readonly Trace['is'][]): boolean => of.said.some(({ is }) => kinds.includes(is));
  if (table === 'VDI' && after === undefined)
    return says('object-gone', ...(of.hasMoved ? (['disk'] as const) : [])) ? [] : ['nobody says that a disk is gone'];
  const isSaid =
    table === 'VBD' ? says('disk-attached-again', 'disk-detached-again', 'disk', 'object-gone') : table === 'VDI' && says('disk', 'disks-left');
  return isSaid ? [] : [`nobody says that a ${table} ${before === undefined ? 'is new' : `has another ${changedFields(change).join()}`}`];
}
