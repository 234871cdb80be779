import { entry, list, map, number, ref, text } from '../fields.ts';
import type { Ref, Row } from '../value.ts';
import type { PoolState, World } from '../world.ts';
import { type Arrays, bareHost, type IscsiTarget, newServer, serverAt, type StorageServer, type StoredRepository } from './arrays.ts';

/** Whoever has a repository has the storage it lies on: what the pool's records name comes into being, once. */
export function raiseArrays({ arrays }: Pick<World, 'arrays'>, pool: PoolState): void {
  for (const sr of pool.database.refs('SR')) {
    const row = pool.database.get('SR', sr);
    const [pbd] = list(row, 'PBDs').map((self) => pool.database.get('PBD', self));
    if (pbd !== undefined) raise(arrays, { pool, sr, row, pbd });
  }
}

interface Laid {
  readonly pool: PoolState;
  readonly sr: Ref;
  readonly row: Row;
  readonly pbd: Row;
}

function raise(arrays: Arrays, laid: Laid): void {
  const config = (key: string): string => entry(laid.pbd, 'device_config', key) ?? '';
  switch (text(laid.row, 'type')) {
    case 'nfs':
      return raiseExport(arrays, laid, { server: config('server'), path: config('serverpath') });
    case 'iso': {
      const [, server = '', path = ''] = /^(\[[^\]]+\]|[^:/]+):(\/.*)$/.exec(config('location')) ?? [];
      return server === '' ? undefined : raiseExport(arrays, laid, { server, path });
    }
    case 'lvmoiscsi':
      return raiseLun(arrays, laid);
    case 'lvmohba':
      if (arrays.fabric.some(({ scsiId }) => scsiId === config('SCSIid'))) return undefined;
      arrays.fabric.push({
        number: arrays.fabric.length,
        scsiId: config('SCSIid'),
        vendor: 'DGC',
        serial: config('SCSIid').slice(-12),
        sizeBytes: number(laid.row, 'physical_size'),
        maskedFrom: new Set(),
        holds: storedAs(laid),
        device: `/dev/sd${letter(arrays.fabric.length)}`,
        adapter: 'host3',
        paths: 2,
        pathsLeft: new Map(),
      });
      return undefined;
    case 'lvm':
    case 'ext': {
      const host = ref(laid.pbd, 'host');
      if (host === undefined || arrays.disks.some((disk) => disk.host === host && disk.path === config('device'))) return undefined;
      const sizeBytes = number(laid.row, 'physical_size');
      arrays.disks.push({ host, path: config('device'), sizeBytes, isBootDisk: false, holds: storedAs(laid) });
      return undefined;
    }
    default:
      return undefined;
  }
}

function storedAs({ row }: Laid): StoredRepository {
  return { uuid: text(row, 'uuid'), type: text(row, 'type'), name: text(row, 'name_label'), description: text(row, 'name_description'), disks: [] };
}

function serverOf(arrays: Arrays, host: string): StorageServer {
  const known = serverAt(arrays, host);
  if (known !== undefined) return known;
  const server = newServer([bareHost(host)]);
  arrays.servers.push(server);
  return server;
}

function raiseExport(arrays: Arrays, laid: Laid, at: { readonly server: string; readonly path: string }): void {
  const server = serverOf(arrays, at.server);
  const isLibrary = text(laid.row, 'type') === 'iso';
  const known = server.exports.find(({ path }) => path === at.path);
  const holds = isLibrary ? [] : [storedAs(laid)];
  if (known === undefined) {
    const sizeBytes = number(laid.row, 'physical_size');
    const images = isLibrary ? imagesOf(laid) : [];
    server.exports.push({ path: at.path, access: '*', clients: 'everybody', isReadOnly: false, sizeBytes, holds, images });
  } else known.holds.push(...holds.filter(({ uuid }) => known.holds.every((other) => other.uuid !== uuid)));
  if (server.fileVersions.length === 0) Object.assign(server, { fileVersions: ['3', '4', '4.1'] });
}

function imagesOf({ pool, row }: Laid): readonly { readonly name: string; readonly sizeBytes: number }[] {
  return list(row, 'VDIs').map((vdi) => {
    const disk = pool.database.get('VDI', vdi);
    return { name: text(disk, 'name_label'), sizeBytes: number(disk, 'virtual_size') };
  });
}

function raiseLun(arrays: Arrays, laid: Laid): void {
  const config = map(laid.pbd, 'device_config');
  const addresses = String(config['target'] ?? '')
    .split(',')
    .filter(Boolean);
  const [first] = addresses;
  if (first === undefined) return;
  const server = serverOf(arrays, first);
  for (const address of addresses) if (serverAt(arrays, address) === undefined) Object.assign(server, { addresses: [...server.addresses, address] });
  const port = Number(config['port'] ?? 3260);
  const name = String(config['targetIQN'] ?? '');
  const target = server.targets.find((known) => known.name === name) ?? addTarget(server, name, { addresses, port });
  const scsiId = String(config['SCSIid'] ?? '');
  if (target.luns.some((lun) => lun.scsiId === scsiId)) return;
  target.luns.push({
    number: target.luns.length,
    scsiId,
    vendor: 'LIO-ORG',
    serial: scsiId.slice(5, 25),
    sizeBytes: number(laid.row, 'physical_size'),
    maskedFrom: new Set(),
    holds: storedAs(laid),
  });
}

function addTarget(server: StorageServer, name: string, at: { readonly addresses: readonly string[]; readonly port: number }): IscsiTarget {
  const target: IscsiTarget = { name, portals: at.addresses.map((address) => ({ address, port: at.port })), chap: undefined, luns: [] };
  server.targets.push(target);
  return target;
}

function letter(position: number): string {
  return String.fromCodePoint('b'.charCodeAt(0) + (position % 24));
}
