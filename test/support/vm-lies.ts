import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import type { Row } from '#simulator/world/value.ts';
import { firstPool } from './served-world.ts';
import { type Change, changedFields, type Telling } from './changes-of.ts';
import type { Ended } from './failure-table.ts';

/** What a person would notice of machines and what they have. */
export const machines: Telling = {
  VM: [
    'name_label',
    'name_description',
    'power_state',
    'resident_on',
    'is_a_template',
    'is_a_snapshot',
    'tags',
    'VCPUs_max',
    'VCPUs_at_startup',
    'memory_static_max',
    'memory_dynamic_min',
    'memory_dynamic_max',
    'other_config',
    'platform',
    'HVM_boot_params',
    'VCPUs_params',
    'affinity',
    'HVM_shadow_multiplier',
    'current_operations',
  ],
  VDI: ['name_label', 'SR', 'virtual_size', 'read_only', 'type'],
  VBD: ['VM', 'VDI', 'mode', 'userdevice'],
  VIF: ['VM', 'network', 'MAC'],
  VTPM: ['VM'],
};

const STATE = new Set(['power_state', 'resident_on']);

/** What an operation on machines says of them that is not so, and what it does not say. */
export function vmLies(ended: Ended): readonly string[] {
  const { operation, changes } = ended;
  const { state } = operation;
  if (state.is === 'done' || state.is === 'waiting' || state.is === 'running') return [];
  const said: readonly Trace[] = [...(state.is === 'interrupted' ? [] : state.undone), ...state.left];
  if (said.some(({ is }) => is === 'may-go-on')) return [];
  return [
    ...said.flatMap((trace) => untrue(trace, ended)),
    ...unsaidOrphans(said, ended),
    ...changes.flatMap((change) => unsaid(change, said, ended)),
  ];
}

type TraceOf<K extends Trace['is']> = Extract<Trace, { is: K }>;
type Checks = { readonly [K in Trace['is']]?: (trace: TraceOf<K>, of: Ended) => boolean };

const row = ({ at, operation: { request } }: Ended): Row | undefined =>
  'vm' in request ? firstPool(at.served.world).database.find('VM', request.vm) : undefined;
const isMachineNew = ({ table, before }: Change): boolean => table === 'VM' && before === undefined;

/** What has to be so for it to be said. */
const CHECKS: Checks = {
  power: ({ power }, of) => row(of)?.['power_state'] === power,
  'object-gone': (_trace, of) => row(of) === undefined,
  'vm-at': ({ host }, of) => firstPool(of.at.served.world).database.find('host', String(row(of)?.['resident_on']))?.['name_label'] === host,
  template: (_trace, of) => row(of)?.['is_a_template'] === true,
  'nothing-changed': (_trace, { changes }) => changes.length === 0,
  'vm-unfinished': (_trace, { changes }) => changes.some(isMachineNew),
  'vm-made': ({ name }, { changes }) => changes.some((change) => isMachineNew(change) && change.after?.['name_label'] === name),
  'goes-on-from': ({ snapshot }, of) => firstPool(of.at.served.world).database.find('VM', String(row(of)?.['parent']))?.['name_label'] === snapshot,
  'vm-removed': (_trace, { changes }) => !changes.some(isMachineNew),
  'disks-left': ({ disks }, { at }) => {
    const { database } = firstPool(at.served.world);
    const names = database.refs('VDI').map((self) => database.get('VDI', self)['name_label']);
    return disks.every((name) => names.includes(name));
  },
};

function untrue<K extends Trace['is']>(trace: TraceOf<K>, of: Ended): readonly string[] {
  const isSo = CHECKS[trace.is];
  return isSo === undefined || isSo(trace, of) ? [] : [`it is not so that ${JSON.stringify(trace)}`];
}

/** Disks that were somebody's, and are nobody's now. */
function unsaidOrphans(said: readonly Trace[], { at, changes }: Ended): readonly string[] {
  const { database } = firstPool(at.served.world);
  const held = new Set(database.refs('VBD').map((self) => database.get('VBD', self)['VDI']));
  const freed = changes.flatMap(({ table, before, after }) => (table === 'VBD' && after === undefined ? [String(before?.['VDI'])] : []));
  const orphans = freed.filter((disk) => !held.has(disk)).flatMap((disk) => database.find('VDI', disk)?.['name_label'] ?? []);
  const named = said.flatMap((trace) => (trace.is === 'disks-left' ? trace.disks : []));
  return orphans.filter((name) => !named.includes(String(name))).map((name) => `nobody says that ${String(name)} is left`);
}

type Says = (...kinds: readonly Trace['is'][]) => boolean;

function unsaid(change: Change, said: readonly Trace[], ended: Ended): readonly string[] {
  const says: Says = (...kinds) => said.some(({ is }) => kinds.includes(is));
  if (change.table === 'VDI' && says('vm-at')) return [];
  if (isMemory(change, ended.changes) && says('power')) return [];
  if (change.before === undefined) return unsaidNew(change, said, ended);
  if (change.after === undefined)
    return says('object-gone', 'partly-done', 'goes-on-from', 'vm-removed') ? [] : [`nobody says that a ${change.table} is gone`];
  return unsaidFields(change, says, ended);
}

function unsaidNew(change: Change, said: readonly Trace[], { changes }: Ended): readonly string[] {
  const { table, after } = change;
  if (table !== 'VM') {
    const isSaid = isOfNew(change, changes) || said.some(({ is }) => is === 'disks-left' || is === 'goes-on-from');
    return isSaid ? [] : [`nobody says that there is a new ${table}`];
  }
  const name = String(after?.['name_label']);
  const isSaid = said.some((trace) => trace.is === 'vm-unfinished' || (trace.is === 'vm-made' && trace.name === name));
  return isSaid ? [] : [`nobody says that there is ${name}`];
}

function unsaidFields(change: Change, says: Says, { operation: { request } }: Ended): readonly string[] {
  const { table, ref, before } = change;
  const isOwn = 'vm' in request && request.vm === ref;
  const fields = changedFields(change).filter((field) => {
    if (table !== 'VM') return !says('partly-done', 'power', 'object-gone', 'goes-on-from');
    if (STATE.has(field)) return !(isOwn && says('power'));
    return field === 'is_a_template' ? !says('template', 'vm-unfinished') : !says('partly-done', 'value', 'value-lost');
  });
  return fields.length === 0 ? [] : [`nobody says that ${fields.join()} of a ${table}, ${String(before?.['name_label'] ?? '')}, have changed`];
}

/** What a suspended machine had in its memory lies on a disk that is in no drive. */
function isMemory({ table, ref, before, after }: Change, changes: readonly Change[]): boolean {
  const isInDrive = changes.some((other) => other.table === 'VBD' && [other.before?.['VDI'], other.after?.['VDI']].includes(ref));
  return table === 'VDI' && !isInDrive && [before, after].some((row) => row?.['type'] === 'suspend');
}

/** Part of a machine, or of a drive, that came with it. */
function isOfNew({ table, ref, after }: Change, changes: readonly Change[]): boolean {
  const isNew = (vm: unknown): boolean => changes.some((other) => other.table === 'VM' && other.ref === vm && other.before === undefined);
  if (table !== 'VDI') return isNew(after?.['VM']);
  return changes.some((other) => other.table === 'VBD' && other.after?.['VDI'] === ref && isNew(other.after['VM']));
}
