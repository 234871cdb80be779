import { addMetrics, FRESH, removeMachine } from '#simulator/world/domains/machine-rows.ts';
import { randomMac } from '#simulator/world/domains/mac.ts';
import { flag, map, number, ref, text } from '#simulator/world/fields.ts';
import { refreshAllowed } from '#simulator/world/operations/rules.ts';
import { addRow, removeRow } from '#simulator/world/rows.ts';
import { addDisk, removeDisk } from '#simulator/world/storage/disk-rows.ts';
import { EPOCH, NULL_REF, type Ref, type Row } from '#simulator/world/value.ts';
import type { PoolState, World } from '#simulator/world/world.ts';
import { XapiError } from '#simulator/world/xapi-error.ts';
import { discardUpload } from './disk-contents.ts';
import type { ExportedObject, OvaDocument } from './ova-document.ts';

export interface ImportWish {
  readonly sr: Ref;
  /** Bring back the same VM: uuid and network addresses stay. */
  readonly isRestore: boolean;
}

export interface Imported {
  readonly vms: readonly Ref[];
  /** Disks whose content follows, by their id inside the export. */
  readonly disks: ReadonlyMap<string, Ref>;
  /** Takes everything back. */
  undo(): void;
}

interface Importing extends ImportWish {
  readonly world: World;
  readonly pool: PoolState;
  readonly objects: readonly ExportedObject[];
  /** Made here, by id inside the export. */
  readonly made: Map<string, Ref>;
  readonly undoing: (() => void)[];
}

/** Makes the rows an export describes. When it fails nothing is left. */
export function importObjects(world: World, pool: PoolState, document: OvaDocument, wish: ImportWish): Imported {
  const context: Importing = { ...wish, world, pool, objects: document.objects, made: new Map(), undoing: [] };
  const undo = (): void => {
    for (const step of context.undoing.splice(0).toReversed()) step();
  };
  try {
    for (const network of objectsOf(context, 'network')) findNetwork(context, network);
    const disks = objectsOf(context, 'VDI').filter(({ id }) => isStreamed(context, id));
    for (const disk of disks) makeDisk(context, disk);
    const vms = objectsOf(context, 'VM').map((vm) => makeVm(context, vm));
    for (const slot of objectsOf(context, 'VBD')) makeSlot(context, slot.row);
    for (const card of objectsOf(context, 'VIF')) makeCard(context, card.row);
    for (const vm of vms) refreshAllowed(pool, 'VM', vm);
    return { vms, disks: new Map(disks.map(({ id }) => [id, madeFor(context, id)])), undo };
  } catch (error) {
    undo();
    throw error;
  }
}

function objectsOf({ objects }: Importing, table: string): readonly ExportedObject[] {
  return objects.filter((object) => object.table === table);
}

function madeFor({ made }: Importing, id: string): Ref {
  const self = made.get(id);
  if (self === undefined) throw new XapiError('IMPORT_ERROR_FAILED_TO_FIND_OBJECT', id);
  return self;
}

/** By name, as people know networks; a name nobody has here makes a new one. */
function findNetwork({ world, pool, made, undoing }: Importing, { id, row }: ExportedObject): void {
  const { database } = pool;
  const known = database.refs('network').find((self) => text(database.get('network', self), 'name_label') === text(row, 'name_label'));
  if (known !== undefined) {
    made.set(id, known);
    return;
  }
  const { uuid: _uuid, ...kept } = row;
  const bridges = new Set(database.refs('network').map((self) => text(database.get('network', self), 'bridge')));
  let number = 0;
  while (bridges.has(`xapi${number}`)) number += 1;
  const self = addRow({ world, pool }, 'network', { ...kept, bridge: `xapi${number}`, VIFs: [], PIFs: [] });
  made.set(id, self);
  undoing.push(() => removeRow(pool, 'network', self));
}

/** The content of discs is not part of an export, nor is that of disks nobody uses. */
function isStreamed(context: Importing, id: string): boolean {
  const isUsed = objectsOf(context, 'VBD').some(({ row }) => ref(row, 'VDI') === id && text(row, 'type') !== 'CD');
  return isUsed || objectsOf(context, 'VM').some(({ row }) => ref(row, 'suspend_VDI') === id);
}

function makeDisk({ world, pool, sr, made, undoing }: Importing, { id, row }: ExportedObject): void {
  const { uuid: _uuid, location: _location, ...kept } = row;
  const fields: Row = { ...kept, VBDs: [], snapshots: [], is_a_snapshot: false, snapshot_of: NULL_REF, crash_dumps: [], current_operations: {} };
  const self = addDisk(world, pool, { sr, sizeBytes: number(row, 'virtual_size'), usedBytes: number(row, 'physical_utilisation'), fields });
  made.set(id, self);
  undoing.push(() => {
    discardUpload(world, text(pool.database.get('VDI', self), 'uuid'));
    removeDisk(pool, self);
  });
}

function makeVm(context: Importing, { id, row }: ExportedObject): Ref {
  const { world, pool, made, undoing } = context;
  const { uuid, ...kept } = row;
  const existing = pool.database.refByUuid('VM', String(uuid));
  if (context.isRestore && existing !== undefined) throw new XapiError('DUPLICATE_VM', existing);
  const image = ref(row, 'suspend_VDI');
  const isSuspended = text(row, 'power_state') === 'Suspended' && image !== undefined;
  const self = addRow({ world, pool }, 'VM', {
    ...kept,
    ...FRESH,
    ...(context.isRestore ? { uuid: String(uuid) } : { other_config: { ...map(row, 'other_config'), mac_seed: world.random.uuid() } }),
    metrics: addMetrics(world, pool),
    affinity: NULL_REF,
    ...(isSuspended ? { power_state: 'Suspended', suspend_VDI: madeFor(context, image) } : {}),
  });
  made.set(id, self);
  undoing.push(() => removeMachine(pool, self));
  return self;
}

function makeSlot(context: Importing, row: Row): void {
  const { world, pool, made } = context;
  const disk = ref(row, 'VDI');
  const mine = disk === undefined ? undefined : made.get(disk);
  const isDisc = text(row, 'type') === 'CD';
  if (disk !== undefined && mine === undefined && !isDisc) throw new XapiError('IMPORT_ERROR_ATTACHED_DISKS_NOT_FOUND');
  const metrics = addRow({ world, pool }, 'VBD_metrics', { last_updated: EPOCH });
  const { uuid: _uuid, ...kept } = row;
  const self = addRow({ world, pool }, 'VBD', {
    ...kept,
    VM: madeFor(context, ref(row, 'VM') ?? ''),
    VDI: mine ?? NULL_REF,
    empty: isDisc,
    device: '',
    currently_attached: false,
    current_operations: {},
    metrics,
  });
  refreshAllowed(pool, 'VBD', self);
}

function makeCard(context: Importing, row: Row): void {
  const { world, pool } = context;
  const metrics = addRow({ world, pool }, 'VIF_metrics', { last_updated: EPOCH });
  const { uuid: _uuid, ...kept } = row;
  const self = addRow({ world, pool }, 'VIF', {
    ...kept,
    VM: madeFor(context, ref(row, 'VM') ?? ''),
    network: madeFor(context, ref(row, 'network') ?? ''),
    MAC: context.isRestore || !flag(row, 'MAC_autogenerated') ? text(row, 'MAC') : randomMac(world.random),
    currently_attached: false,
    current_operations: {},
    metrics,
  });
  refreshAllowed(pool, 'VIF', self);
}
