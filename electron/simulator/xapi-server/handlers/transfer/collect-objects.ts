import type { TypeShape } from '#shared/xapi/model.ts';
import { flag, list, ref, text } from '#simulator/world/fields.ts';
import { EPOCH, NULL_REF, type Ref, type Row, type Value } from '#simulator/world/value.ts';
import type { PoolState } from '#simulator/world/world.ts';
import type { ExportedObject } from './ova-document.ts';

export interface ExportWish {
  readonly vms: readonly Ref[];
  readonly keepsPowerState: boolean;
  readonly hasSnapshots: boolean;
}

export interface Collected {
  readonly objects: readonly ExportedObject[];
  /** The id an object has inside the export. */
  readonly idOf: (object: Ref) => string | undefined;
}

/** What a list of objects is written in. */
const CLASS_ORDER = ['host', 'SR', 'VDI', 'VM', 'VM_guest_metrics', 'network', 'VIF', 'VBD'];

/** The VMs and everything they need elsewhere; references to anything else are cut. */
export function collectObjects(pool: PoolState, wish: ExportWish): Collected {
  const found = new Map<Ref, { readonly table: string; readonly id: string }>();
  const add = (table: string, self: Ref | undefined): void => {
    if (self === undefined || found.has(self) || pool.database.find(table, self) === undefined) return;
    found.set(self, { table, id: `Ref:${found.size}` });
  };
  for (const vm of wish.vms) addVm(pool, wish, { vm, add });
  const objects = [...found]
    .toSorted(([, a], [, b]) => CLASS_ORDER.indexOf(a.table) - CLASS_ORDER.indexOf(b.table))
    .map(([self, { table, id }]) => ({ table, id, row: exportedRow(pool, wish, { table, self, idOf: (other) => found.get(other)?.id }) }));
  return { objects, idOf: (self) => found.get(self)?.id };
}

function addVm(pool: PoolState, wish: ExportWish, { vm, add }: { vm: Ref; add: (table: string, self: Ref | undefined) => void }): void {
  const { database } = pool;
  const row = database.get('VM', vm);
  const addDisk = (disk: Ref | undefined): void => {
    add('VDI', disk);
    add('SR', ref(database.find('VDI', disk ?? '') ?? {}, 'SR'));
  };
  add('VM', vm);
  for (const vif of list(row, 'VIFs')) {
    add('VIF', vif);
    add('network', ref(database.find('VIF', vif) ?? {}, 'network'));
  }
  for (const vbd of list(row, 'VBDs')) {
    add('VBD', vbd);
    const slot = database.find('VBD', vbd) ?? {};
    if (!flag(slot, 'empty')) addDisk(ref(slot, 'VDI'));
  }
  if (wish.keepsPowerState && text(row, 'power_state') === 'Suspended') addDisk(ref(row, 'suspend_VDI'));
  add('VM_guest_metrics', ref(row, 'guest_metrics'));
  add('host', ref(row, 'resident_on'));
  add('host', ref(row, 'affinity'));
  if (wish.hasSnapshots) for (const snapshot of list(row, 'snapshots')) addVm(pool, { ...wish, hasSnapshots: false }, { vm: snapshot, add });
}

function exportedRow(
  pool: PoolState,
  wish: ExportWish,
  { table, self, idOf }: { table: string; self: Ref; idOf: (object: Ref) => string | undefined },
): Row {
  const row = pool.database.get(table, self);
  const cut = Object.fromEntries(
    (pool.model.classes.get(table)?.fields ?? []).flatMap(({ name, type }): [string, Value][] => {
      const value = row[name];
      return value === undefined ? [] : [[name, withIds(type, { value, idOf })]];
    }),
  );
  return { ...cut, ...changesOf(wish, table) };
}

/** An export is of something at rest, whatever is happening to it. */
function changesOf(wish: ExportWish, table: string): Row {
  const idle = { current_operations: {}, allowed_operations: [] };
  switch (table) {
    case 'VM':
      return { ...idle, ...(wish.keepsPowerState ? {} : { power_state: 'Halted' }), ...(wish.hasSnapshots ? {} : notASnapshot) };
    case 'VBD':
    case 'VIF':
      return wish.keepsPowerState ? idle : { ...idle, currently_attached: false };
    case 'VDI':
    case 'SR':
    case 'network':
    case 'host':
      return idle;
    default:
      return {};
  }
}

const notASnapshot: Row = {
  is_a_snapshot: false,
  snapshot_of: NULL_REF,
  snapshots: [],
  snapshot_time: EPOCH,
  transportable_snapshot_id: '',
  parent: NULL_REF,
};

interface Translation {
  readonly value: Value;
  readonly idOf: (object: Ref) => string | undefined;
}

function withIds(type: TypeShape, { value, idOf }: Translation): Value {
  if (type.kind === 'ref') return idOf(String(value)) ?? NULL_REF;
  if (type.kind === 'set' && type.of.kind === 'ref') return Array.isArray(value) ? value.flatMap((item) => idOf(String(item)) ?? []) : [];
  if (type.kind === 'map' && (type.key.kind === 'ref' || type.value.kind === 'ref')) return {};
  return value;
}
