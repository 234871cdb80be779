import { XapiError } from '#simulator/world/xapi-error.ts';
import type { LocalDisk } from '../arrays.ts';
import { driverFailure } from '../driver-failure.ts';
import { document, type Node } from '../xml.ts';
import { type Driver, type Driving, hostOf } from './driver.ts';

function disksOf(at: Driving): readonly LocalDisk[] {
  return at.world.arrays.disks.filter(({ host }) => host === hostOf(at));
}

function chosen(at: Driving): readonly LocalDisk[] {
  const { device } = at.config;
  const disks = disksOf(at);
  if (device === undefined || device === '') throw driverFailure('deviceMissing', undefined, listed(disks));
  return device.split(',').map((path) => {
    const disk = disks.find((known) => known.path === path);
    if (disk === undefined) throw driverFailure('noDevice', `Device ${path} does not exist`);
    if (disk.isBootDisk) throw driverFailure('bootDevice');
    return disk;
  });
}

function holderOf(at: Driving, uuid: string): readonly LocalDisk[] {
  const disks = chosen(at);
  if (!disks.every(({ holds }) => holds?.uuid === uuid)) throw driverFailure('storageUnavailable', 'VG not found');
  return disks;
}

/** Disks of the host itself, as a volume group or as a file system upon one. */
export const localDriver: Driver = {
  probe(at) {
    const found = new Map(
      chosen(at).flatMap(({ holds, path, sizeBytes }) => (holds === undefined ? [] : [[holds.uuid, { path, sizeBytes }] as const])),
    );
    const nodes = [...found].map(
      ([uuid, { path, sizeBytes }]): Node => [
        'SR',
        [
          ['UUID', uuid],
          ['Devlist', path],
          ['size', sizeBytes],
        ],
      ],
    );
    return document(['SRlist', nodes]);
  },
  create(at, repository) {
    const disks = chosen(at);
    if (disks.some(({ holds }) => holds !== undefined)) throw new XapiError('SR_DEVICE_IN_USE');
    for (const disk of disks) disk.holds = repository;
  },
  attach(at, uuid) {
    const disks = holderOf(at, uuid);
    const [stored] = disks.flatMap(({ holds }) => holds ?? []);
    if (stored === undefined) throw driverFailure('storageUnavailable', 'VG not found');
    return { sizeBytes: disks.reduce((sum, disk) => sum + disk.sizeBytes, 0), config: at.config, stored };
  },
  remove(at, uuid) {
    for (const disk of holderOf(at, uuid)) disk.holds = undefined;
  },
};

function listed(disks: readonly LocalDisk[]): string {
  const free = disks.filter(({ holds, isBootDisk }) => holds === undefined && !isBootDisk);
  return document(['Devlist', free.map(({ path, sizeBytes }) => ['BlockDevice', [['path', path] as const, ['size', sizeBytes] as const]] as const)]);
}
