import { GIB, TIB } from '#simulator/world/build/sizes.ts';
import { type FabricLun, type Lun, newServer, serverAt, type StorageServer, type StoredRepository } from '#simulator/world/storage/arrays.ts';
import type { Ref, Row } from '#simulator/world/value.ts';
import type { World } from '#simulator/world/world.ts';

interface SpareSites {
  readonly fileServer: string;
  readonly fileServerName: string;
  readonly array: readonly string[];
  readonly targetName: string;
  /** Leading digits of every LUN's identity here. */
  readonly scsiPrefix: string;
}

/** Storage nobody has put to use yet: for whoever tries the wizard. Some of it holds what another pool has left there. */
export function offerSpareStorage(world: World, sites: SpareSites): void {
  const { arrays } = world;
  const files = serverFor(world, [sites.fileServer], { names: [sites.fileServerName], fileVersions: ['3', '4', '4.1'] });
  files.exports.push(spareExport('/export/fast', 4 * TIB), spareExport('/export/archive', 12 * TIB, [left('nfs', 'old-archive', 2)]));
  files.shares.push({ name: 'vmstore', login: { user: 'svc-xen', password: 'storage' }, sizeBytes: 3 * TIB, holds: [] });
  const array = serverFor(world, sites.array);
  const target = array.targets.find(({ name }) => name === sites.targetName) ?? {
    name: sites.targetName,
    portals: sites.array.map((address) => ({ address, port: 3260 })),
    chap: undefined,
    luns: [],
  };
  if (!array.targets.includes(target)) array.targets.push(target);
  const first = 10;
  target.luns.push(
    spareLun(sites, first, 2 * TIB),
    spareLun(sites, first + 1, 4 * TIB),
    spareLun(sites, first + 2, TIB, left('lvmoiscsi', 'lab-2023', 3)),
  );
  arrays.fabric.push(fabricLun(sites, 0, 2 * TIB), fabricLun(sites, 1, 2 * TIB), fabricLun(sites, 2, TIB, left('lvmohba', 'fc-old', 1)));
  for (const host of world.hosts) {
    arrays.disks.push({ host: host.ref, path: '/dev/disk/by-id/nvme-spare-1', sizeBytes: 960 * GIB, isBootDisk: false, holds: undefined });
    arrays.disks.push({ host: host.ref, path: '/dev/sda', sizeBytes: 240 * GIB, isBootDisk: true, holds: undefined });
  }
}

function serverFor({ arrays }: World, addresses: readonly string[], more: Partial<StorageServer> = {}): StorageServer {
  const known = addresses.map((address) => serverAt(arrays, address)).find((server) => server !== undefined);
  if (known !== undefined) return Object.assign(known, more, { addresses: [...new Set([...known.addresses, ...addresses])] });
  const server = newServer(addresses, more);
  arrays.servers.push(server);
  return server;
}

function spareExport(path: string, sizeBytes: number, holds: StoredRepository[] = []): StorageServer['exports'][number] {
  return { path, access: '*', clients: 'everybody', isReadOnly: false, sizeBytes, holds, images: [] };
}

export function spareLun({ scsiPrefix }: SpareSites, number: number, sizeBytes: number, holds?: StoredRepository): Lun {
  const scsiId = `${scsiPrefix}${number.toString(16).padStart(8, '0')}`;
  return { number, scsiId, vendor: 'LIO-ORG', serial: scsiId.slice(-12), sizeBytes, maskedFrom: new Set(), holds };
}

function fabricLun(sites: SpareSites, number: number, sizeBytes: number, holds?: StoredRepository): FabricLun {
  const lun = spareLun(sites, 0xfc00 + number, sizeBytes, holds);
  return { ...lun, number, vendor: 'DGC', device: `/dev/sd${'mno'[number] ?? 'p'}`, adapter: 'host3', paths: 2, pathsLeft: new Map() };
}

/** What another pool has left: it can be attached again with its disks. */
export function left(type: string, name: string, diskCount: number): StoredRepository {
  const uuid = `7e57${type === 'nfs' ? '0001' : type === 'lvmohba' ? '0002' : type === 'gfs2' ? '0004' : '0003'}-0000-4000-8000-5707a6e00000`;
  const disks = Array.from({ length: diskCount }, (_, position) => storedDisk(`${name} disk ${position + 1}`, `${uuid.slice(0, -1)}${position + 1}`));
  return { uuid, type, name, description: 'Left by a pool that is gone', disks };
}

function storedDisk(name: string, uuid: Ref): Row {
  return { uuid, location: uuid, name_label: name, virtual_size: 40 * GIB, physical_utilisation: 40 * GIB, type: 'user', managed: true };
}
