import { addressesOf, homeOf, osNameOf, poolNameOf } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, Vm } from '#shared/domain/inventory/watched.ts';
import type { VmFigures } from '#shared/domain/metrics/figures.ts';
import { FIELD_PREFIX, folderOf } from '#shared/domain/organization/organized.ts';
import type { Fact } from './fact.ts';
import { figuresOf } from './figures-of.ts';
import { type Found, hostNameOf, isVmKind } from './found.ts';
import { haOf, stateOf } from './state-of.ts';

/** In the order in which the column picker lists them. */
export const columnIds = [
  'name',
  'kind',
  'state',
  'cpu',
  'memory',
  'disks',
  'network',
  'address',
  'ha',
  'uptime',
  'host',
  'pool',
  'os',
  'tags',
  'folder',
  'size',
  'description',
  'uuid',
] as const;
export type PlainColumn = (typeof columnIds)[number];
/** A custom field is a column of its own, by its name. */
export type ColumnId = PlainColumn | `field:${string}`;

export function isColumnId(text: string): text is ColumnId {
  return text.startsWith('field:') || columnIds.some((id) => id === text);
}

/** Columns whose facts are measured, and change without any object changing. */
export const measuredColumns: ReadonlySet<ColumnId> = new Set(['cpu', 'memory', 'disks', 'network']);

const readers: Readonly<Record<PlainColumn, (found: Found) => Fact | undefined>> = {
  name: ({ record }) => text(record.name),
  description: ({ record }) => text(record.description),
  uuid: ({ record }) => text(record.uuid),
  kind: ({ item }) => ({ is: 'kind', kind: item.is }),
  state: (found) => {
    const state = stateOf(found);
    return state === undefined ? undefined : { is: 'state', state };
  },
  ha: (found) => {
    const ha = haOf(found);
    return ha === undefined ? undefined : { is: 'ha', ha };
  },
  cpu: (found) => measured(found, ({ cpu }) => (cpu === undefined ? undefined : { is: 'share', share: cpu })),
  memory: memoryOf,
  disks: (found) => measured(found, ({ diskRead, diskWrite }) => rates(diskRead, diskWrite)),
  network: (found) => measured(found, ({ networkIn, networkOut }) => rates(networkIn, networkOut)),
  address: addressOf,
  uptime: uptimeOf,
  host: hostOf,
  pool: ({ server }) => text(poolNameOf(server)),
  os: osOf,
  tags: ({ record }) => ({ is: 'texts', texts: record.tags ?? [] }),
  folder: ({ record }) => text(folderOf(record) ?? ''),
  size: sizeOf,
};

export function factOf(found: Found, column: ColumnId): Fact | undefined {
  if (isFieldColumn(column)) return text(found.record.otherConfig?.[`${FIELD_PREFIX}${column.slice('field:'.length)}`] ?? '');
  return readers[column](found);
}

function isFieldColumn(column: ColumnId): column is `field:${string}` {
  return column.startsWith('field:');
}

function text(words: string): Fact | undefined {
  return words === '' ? undefined : { is: 'text', text: words };
}

function vmOf({ item, server }: Found): Vm | undefined {
  return isVmKind(item.is) ? server.inventory.vm.get(item.ref as Parameters<typeof server.inventory.vm.get>[0]) : undefined;
}

function measured(found: Found, read: (figures: VmFigures) => Fact | undefined): Fact | undefined {
  const figures = figuresOf(found);
  if (typeof figures === 'string') return { is: 'unknown', why: figures };
  return figures === undefined ? undefined : read(figures);
}

function rates(incoming: number | undefined, outgoing: number | undefined): Fact | undefined {
  return incoming === undefined && outgoing === undefined ? undefined : { is: 'rates', incoming: incoming ?? 0, outgoing: outgoing ?? 0 };
}

function memoryOf(found: Found): Fact | undefined {
  return measured(found, ({ memoryUsed, memoryTotal }) => {
    if (memoryTotal === undefined || memoryTotal === 0) return undefined;
    if (memoryUsed === undefined) return found.item.is === 'vm' ? { is: 'unknown', why: 'no-tools' } : undefined;
    return { is: 'share', share: memoryUsed / memoryTotal, used: memoryUsed, total: memoryTotal };
  });
}

/** A pool answers where its master does. */
function addressOf(found: Found): Fact | undefined {
  const { item, server } = found;
  const { inventory } = server;
  if (item.is === 'host') return hostAddress(inventory, item.ref);
  if (item.is === 'pool') return hostAddress(inventory, inventory.pool.get(item.ref)?.master);
  const vm = vmOf(found);
  return vm === undefined ? undefined : { is: 'texts', texts: addressesOf(inventory, vm) };
}

function hostAddress(inventory: Inventory, host: HostRef | null | undefined): Fact | undefined {
  return host === null || host === undefined ? undefined : text(inventory.host.get(host)?.address ?? '');
}

function uptimeOf(found: Found): Fact | undefined {
  const { item, server } = found;
  const sinceMs = item.is === 'host' ? hostBootMs(found, item.ref) : vmStartMs(server.inventory, vmOf(found));
  return sinceMs === undefined ? undefined : { is: 'since', sinceMs };
}

function hostBootMs(found: Found, host: HostRef): number | undefined {
  const bootedSec = Number(found.server.inventory.host.get(host)?.otherConfig['boot_time'] ?? '');
  return bootedSec > 0 && stateOf(found) !== 'dark' ? bootedSec * 1000 : undefined;
}

function vmStartMs(inventory: Inventory, vm: Vm | undefined): number | undefined {
  if (vm === undefined || vm.metrics === null || vm.power !== 'Running') return undefined;
  return inventory.vmMetrics.get(vm.metrics)?.startTime ?? undefined;
}

function hostOf(found: Found): Fact | undefined {
  const { inventory } = found.server;
  const vm = vmOf(found);
  if (vm !== undefined && !vm.isTemplate && !vm.isSnapshot) return text(hostNameOf(inventory, homeOf(inventory, vm)) ?? '');
  return found.item.is === 'sr' ? text(hostNameOf(inventory, onlyHostOf(found)) ?? '') : undefined;
}

/** A store that is not shared is where its only connection is. */
function onlyHostOf({ item, server }: Found): HostRef | undefined {
  if (item.is !== 'sr' || server.inventory.sr.get(item.ref)?.isShared !== false) return undefined;
  for (const pbd of server.inventory.pbd.values()) if (pbd.sr === item.ref) return pbd.host ?? undefined;
  return undefined;
}

function osOf(found: Found): Fact | undefined {
  const { item, server } = found;
  if (item.is === 'host') {
    const software = server.inventory.host.get(item.ref)?.software ?? {};
    return text(`${software['product_brand'] ?? ''} ${software['product_version'] ?? ''}`.trim());
  }
  const vm = vmOf(found);
  const guest = vm === undefined || vm.guestMetrics === null ? undefined : server.inventory.guestMetrics.get(vm.guestMetrics);
  return text(guest === undefined ? '' : osNameOf(guest));
}

function sizeOf({ item, server }: Found): Fact | undefined {
  if (item.is === 'vdi') {
    const vdi = server.inventory.vdi.get(item.ref);
    return vdi === undefined ? undefined : { is: 'bytes', bytes: vdi.virtualSize };
  }
  const sr = item.is === 'sr' ? server.inventory.sr.get(item.ref) : undefined;
  if (sr === undefined || sr.physicalSize <= 0) return undefined;
  return { is: 'share', share: sr.physicalUtilisation / sr.physicalSize, used: sr.physicalUtilisation, total: sr.physicalSize };
}
