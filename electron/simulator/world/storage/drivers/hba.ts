import { XapiError } from '#simulator/world/xapi-error.ts';
import type { FabricLun } from '../arrays.ts';
import type { Ref } from '#simulator/world/value.ts';
import { driverFailure } from '../driver-failure.ts';
import { document, type Node } from '../xml.ts';
import { type Driver, type Driving, hostOf, isDeviceUsed } from './driver.ts';
import { repositoryNodes } from './iscsi.ts';

/** Adapters do not use the storage network, so no cable of it matters. */
export function visible(at: Driving): readonly FabricLun[] {
  return at.world.arrays.fabric.filter(({ maskedFrom }) => !maskedFrom.has(hostOf(at)));
}

export function lunOf(at: Driving): FabricLun {
  const luns = visible(at);
  const found = luns.find(({ scsiId }) => scsiId === at.config['SCSIid']);
  if (found === undefined) throw driverFailure('deviceIdMissing', undefined, listed(at, luns));
  return found;
}

export const hbaDriver: Driver = {
  probe: (at) => document(['SRlist', repositoryNodes(lunOf(at), at)]),
  create(at, repository) {
    const lun = lunOf(at);
    if (isDeviceUsed(at, 'SCSIid', lun.scsiId)) throw new XapiError('SR_DEVICE_IN_USE');
    lun.holds = repository;
  },
  attach(at, uuid) {
    const lun = lunOf(at);
    if (lun.holds?.uuid !== uuid) throw driverFailure('storageUnavailable', 'VG not found');
    return { sizeBytes: lun.sizeBytes, config: at.config, stored: lun.holds };
  },
  remove(at, uuid) {
    const lun = lunOf(at);
    if (lun.holds?.uuid !== uuid) throw driverFailure('storageUnavailable', 'VG not found');
    lun.holds = undefined;
  },
};

/** LUNs that a connection uses already are left out. */
function listed(at: Driving, luns: readonly FabricLun[]): string {
  const free = luns.filter(({ scsiId }) => !isDeviceUsed(at, 'SCSIid', scsiId));
  return document(['Devlist', [...free.map((lun) => deviceNode(lun, hostOf(at))), adapterNode(hostOf(at))]]);
}

function deviceNode(lun: FabricLun, host: Ref): Node {
  return [
    'BlockDevice',
    [
      ['path', lun.device],
      ['numpaths', lun.pathsLeft.get(host) ?? lun.paths],
      ['SCSIid', lun.scsiId],
      ['vendor', lun.vendor],
      ['serial', lun.serial],
      ['size', lun.sizeBytes],
      ['adapter', lun.adapter],
      ['channel', 0],
      ['id', 0],
      ['lun', lun.number],
      ['hba', 'qla2xxx'],
    ],
  ];
}

/** A world-wide name of the host's own, so that the person at the array can tell hosts apart. */
function adapterNode(host: string): Node {
  const tail = host.slice(-12).replaceAll(/[^\da-f]/g, '0');
  return [
    'Adapter',
    [
      ['host', 'host3'],
      ['name', 'qla2xxx'],
      ['manufacturer', 'QLogic'],
      ['id', '3'],
      [
        'fc_host',
        [
          ['node_name', `0x2000${tail}`],
          ['port_name', `0x2100${tail}`],
          ['port_state', 'Online'],
          ['speed', '16 Gbit'],
        ],
      ],
    ],
  ];
}
