import { entry, flag } from '#simulator/world/fields.ts';
import type { Work } from '#simulator/world/process.ts';
import { hostRow, poolRow, steady, storageOf } from '../host-files/facts.ts';
import { mapsOf, sessionsOf } from '../host-files/iscsi.ts';
import { isArmed } from '../host-files/var-files.ts';
import type { Process, Tools } from '../process.ts';
import { discoverTargets, showmount } from './storage-network.ts';

export const storageTools: Tools = {
  showmount,
  *iscsiadm(process): Work<number> {
    if (process.args.includes('discovery')) return yield* discoverTargets(process);
    const { world, host } = process.machine;
    const sessions = sessionsOf(world, host);
    if (process.args.includes('-R')) return 0;
    if (sessions.length === 0) {
      process.err('iscsiadm: No active sessions.\n');
      return 21;
    }
    if (!process.args.includes('3')) {
      process.out(sessions.map(({ number, portal, target }) => `tcp: [${number}] ${portal}:3260,1 ${target} (non-flash)\n`).join(''));
      return 0;
    }
    for (const session of sessions) {
      const isIn = session.state === 'LOGGED_IN';
      process.out(
        [
          `Target: ${session.target} (non-flash)`,
          `\tCurrent Portal: ${session.portal}:3260,1`,
          `\tPersistent Portal: ${session.portal}:3260,1`,
          '\t\t**********\n\t\tInterface:\n\t\t**********',
          '\t\tIface Name: default',
          `\t\tIface Initiatorname: ${entry(hostRow(host), 'other_config', 'iscsi_iqn') ?? ''}`,
          `\t\tSID: ${session.number}`,
          `\t\tiSCSI Connection State: ${isIn ? 'LOGGED IN' : 'TRANSPORT WAIT'}`,
          `\t\tiSCSI Session State: ${session.state}`,
          `\t\tInternal iscsid Session State: ${isIn ? 'NO CHANGE' : 'REOPEN'}`,
          '\t\t************************\n\t\tAttached SCSI devices:\n\t\t************************',
          `\t\tscsi${5 + session.number} Channel 00 Id 0 Lun: ${session.lun}`,
          `\t\t\tAttached scsi disk ${session.disk}\t\tState: ${isIn ? 'running' : 'transport-offline'}`,
          '',
        ].join('\n'),
      );
    }
    return 0;
  },
  multipath(process) {
    const { world, host } = process.machine;
    for (const [index, map] of mapsOf(world, host).entries()) {
      process.out(
        `${map.scsiId} dm-${3 + index} LIO-ORG ,vol${index + 1}\nsize=${Math.round(map.sizeBytes / 2 ** 30)}G features='0' hwhandler='1 alua' wp=rw\n`,
      );
      for (const [step, path] of map.paths.entries()) {
        const isLast = step === map.paths.length - 1;
        process.out(
          `${isLast ? '`' : '|'}-+- policy='service-time 0' prio=${path.isActive ? 50 : 0} status=${path.isActive ? (step === 0 ? 'active' : 'enabled') : 'enabled'}\n`,
        );
        process.out(
          `${isLast ? ' ' : '|'} \`- ${6 + step}:0:0:${index + 1} ${path.disk} 8:${32 + step * 16} ${path.isActive ? 'active ready  running' : 'failed faulty offline'}\n`,
        );
      }
    }
    return 0;
  },
  pvs(process) {
    for (const volume of volumes(process)) {
      process.out(`  ${volume.device}|${volume.group}|${volume.size}|${volume.free}|${volume.isMissing ? 'a-m' : 'a--'}|${volume.uuid}\n`);
    }
    return 0;
  },
  vgs(process) {
    for (const volume of volumes(process)) {
      process.out(`  ${volume.group}|${volume.size}|${volume.free}|${volume.count}|1|${volume.isMissing ? 'wz-pn-' : 'wz--n-'}\n`);
    }
    return 0;
  },
  lvs: () => 0,
  'static-vdis': () => 0,
  ha_query_liveset: liveset,
};

function volumes(process: Process) {
  const { host } = process.machine;
  return storageOf(host).flatMap((storage) => {
    if (!['lvmoiscsi', 'lvm', 'lvmohba', 'ext'].includes(storage.type)) return [];
    const scsiId = storage.config['SCSIid'];
    const letters = steady(storage.srUuid, 2 ** 31)
      .toString(36)
      .padStart(6, 'a');
    return [
      {
        device: scsiId === undefined ? '/dev/sda3' : `/dev/mapper/${scsiId}`,
        group: storage.type === 'ext' ? `XSLocalEXT-${storage.srUuid}` : `VG_XenStorage-${storage.srUuid}`,
        size: storage.sizeBytes,
        free: Math.max(0, storage.sizeBytes - storage.usedBytes),
        count: 1 + steady(storage.srUuid, 30),
        uuid: `${letters}-AbCd-EfGh-IjKl-MnOp-QrSt-UvWxYz`,
        isMissing: host.dom0.storage.missingVolumes.has(storage.srUuid),
      },
    ];
  });
}

const NOT_RUNNING = 103;

function liveset(process: Process): number {
  const { host, world } = process.machine;
  if (!(host.dom0.ha.isDaemonRunning ?? isArmed(host))) {
    process.err('MTC_ERROR_HA_NOT_ARMED: the daemon is not present\n');
    return NOT_RUNNING;
  }
  const isPoolOn = flag(poolRow(host), 'ha_enabled');
  const hosts = world.hosts
    .filter(({ pool }) => pool === host.pool)
    .map((other) => {
      const isAlive = other.power === 'on' && other.cables.management === 'plugged';
      return `<host><HostID>${other.uuid}</HostID><liveness>${String(isAlive).toUpperCase()}</liveness><master>${String(other === host.pool.master).toUpperCase()}</master><statefile_access>${String(isAlive && other.dom0.ha.hasStatefile && other.cables.storage === 'plugged').toUpperCase()}</statefile_access><statefile_corrupted>FALSE</statefile_corrupted><excluded>FALSE</excluded></host>`;
    });
  process.out(
    `<?xml version="1.0" encoding="utf-8"?>\n<ha_liveset_info><status>${isPoolOn ? 'Online' : 'Offline'}</status><localhost><HostID>${host.uuid}</HostID></localhost>${hosts.join('')}</ha_liveset_info>\n`,
  );
  return 0;
}
