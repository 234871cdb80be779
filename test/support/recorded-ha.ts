import { applyDelta, emptyInventory, type Inventory } from '#shared/domain/inventory/inventory.ts';
import { type RecordOf, type WatchedClass, watched } from '#shared/domain/inventory/watched.ts';
import type { Row, Value } from '#simulator/world/value.ts';
import { plain } from '#test/support/inventories.ts';
import type { Rows } from '#test/support/recorded-pool.ts';

type Records = Readonly<Record<string, Row>>;

/** The state lines of 7-live/ha_calls and ha_random; the latter name the VMs that are not agile instead of their disks. */
export interface HaState {
  readonly vms: Records;
  readonly hosts: Records;
  readonly host_metrics: Records;
  readonly non_agile?: readonly string[];
  readonly VBDs?: Records;
  readonly VDIs?: Readonly<Record<string, string>>;
  readonly SRs?: Records;
  readonly PBDs?: Records;
  readonly pool?: Row;
}

const SOFTWARE = { xapi_build: '26.17.0' };
const LOCAL = 'OpaqueRef:local-storage';

/** All rows of a recorded state, where nothing but their names is known with a disk on local storage. */
export function rowsOfState(state: HaState): Rows {
  const rows = (table: string, records: Records | undefined) => Object.entries(records ?? {}).map(([ref, row]) => ({ table, ref, row }));
  const disks = (state.non_agile ?? []).flatMap((vm) => [
    { table: 'VDI', ref: `${vm}-vdi`, row: { SR: LOCAL } },
    { table: 'VBD', ref: `${vm}-vbd`, row: { VM: vm, VDI: `${vm}-vdi`, empty: false, type: 'Disk' } },
  ]);
  return [
    ...rows('host_metrics', state.host_metrics),
    ...rows('host', state.hosts).map((host) => ({ ...host, row: { ...host.row, software_version: SOFTWARE } })),
    ...rows('SR', state.SRs).map(without('PBDs')),
    ...(state.non_agile === undefined ? [] : [{ table: 'SR', ref: LOCAL, row: { shared: false, type: 'ext' } }]),
    ...rows('PBD', state.PBDs),
    ...Object.entries(state.VDIs ?? {}).map(([ref, sr]) => ({ table: 'VDI', ref, row: { SR: sr } })),
    ...rows('VM', state.vms).map(without('VBDs')),
    ...rows('VBD', state.VBDs),
    ...disks,
  ];
}

/** Sets that mirror references are made of the references. */
function without(field: string): (row: Rows[number]) => Rows[number] {
  return ({ row, ...rest }) => ({ ...rest, row: Object.fromEntries(Object.entries(row).filter(([name]) => name !== field)) });
}

const classes: Readonly<Record<string, WatchedClass>> = {
  pool: 'pool',
  host: 'host',
  host_metrics: 'hostMetrics',
  VM: 'vm',
  VBD: 'vbd',
  VDI: 'vdi',
  SR: 'sr',
  PBD: 'pbd',
};

/** The same state as the product knows it. */
export function inventoryOfState(state: HaState): Inventory {
  const [master = ''] = Object.keys(state.hosts);
  const rows = [...rowsOfState(state), { table: 'pool', ref: 'OpaqueRef:pool', row: { master, ...state.pool } }];
  return rows.reduce((inventory, { table, ref, row }) => {
    const name = classes[table];
    return name === undefined ? inventory : applyDelta(inventory, { [name]: { set: { [ref]: recordOf(name, row) } } });
  }, emptyInventory);
}

function recordOf<C extends WatchedClass>(name: C, row: Row): RecordOf<C> {
  const known = Object.entries<{ readonly wire: string; readonly is: string }>(watched[name]).filter(([, { wire }]) => row[wire] !== undefined);
  return { ...plain(name), ...Object.fromEntries(known.map(([field, { wire, is }]) => [field, referenceOr(is, row[wire])])) };
}

function referenceOr(is: string, value: Value | undefined): unknown {
  return is === 'reference' && (value === 'OpaqueRef:NULL' || value === '') ? null : value;
}
