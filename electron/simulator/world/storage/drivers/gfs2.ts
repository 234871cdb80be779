import { flag, text } from '#simulator/world/fields.ts';
import { XapiError } from '#simulator/world/xapi-error.ts';
import type { Lun } from '../arrays.ts';
import { document } from '../xml.ts';
import { type Config, type Driver, type Driving, hostOf, isDeviceUsed, type ProbeResult } from './driver.ts';
import * as hba from './hba.ts';
import * as iscsi from './iscsi.ts';

const TYPE = 'gfs2';

/** Faults of the drivers below it, in its own words; what it has no word for stays. */
const OWN_WORDS: Readonly<Record<string, () => XapiError>> = {
  SR_BACKEND_FAILURE_68: () => new XapiError('ISCSILogin', 'Login failed'),
  SR_BACKEND_FAILURE_107: () => new XapiError('SR_BACKEND_FAILURE', 'DeviceNotFoundException', '', ''),
};

function inOwnWords<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw (error instanceof XapiError ? OWN_WORDS[error.code]?.() : undefined) ?? error;
  }
}

function isOverNetwork({ config }: Driving): boolean {
  const { provider } = config;
  if (provider !== 'iscsi' && provider !== 'hba') throw new XapiError('SR_BACKEND_FAILURE', 'InvalidProvider', provider ?? '', '');
  return provider === 'iscsi';
}

function lunOf(at: Driving): Lun {
  return inOwnWords(() => (isOverNetwork(at) ? iscsi.lunOf(at) : hba.lunOf(at)));
}

/** Hosts agree on who writes by their cluster: one that is out of it may not touch what they share. */
function assertInCluster({ pool, machine }: Driving): void {
  const host = machine.ref;
  const member = pool.database.refs('Cluster_host').find((self) => text(pool.database.get('Cluster_host', self), 'host') === host);
  if (member === undefined) throw new XapiError('NO_COMPATIBLE_CLUSTER_HOST', host);
  if (!flag(pool.database.get('Cluster_host', member), 'enabled')) throw new XapiError('CLUSTERING_DISABLED', member);
}

function heldOn(at: Driving, uuid: string): Lun & { readonly holds: NonNullable<Lun['holds']> } {
  const lun = lunOf(at);
  const { holds } = lun;
  if (holds?.uuid !== uuid || holds.type !== TYPE) throw new XapiError('SR_BACKEND_FAILURE', 'Sr_unhealthy', uuid, '');
  return { ...lun, holds };
}

export const gfs2Driver: Driver = {
  probe(at) {
    const found = gfs2Driver.probeResults?.(at).flatMap(({ holds, sizeBytes = 0 }) => (holds === undefined ? [] : [{ ...holds, sizeBytes }])) ?? [];
    return document([
      'SRlist',
      found.map(({ uuid, name, description, sizeBytes }) => [
        'SR',
        [
          ['size', sizeBytes],
          ['name_label', name],
          ['name_description', description],
          ['UUID', uuid],
        ],
      ]),
    ]);
  },
  probeResults(at) {
    if (isOverNetwork(at) && at.config['targetIQN'] === undefined) return targets(at);
    if (at.config['SCSIid'] === undefined) return inOwnWords(() => devices(at));
    const lun = lunOf(at);
    const holds = lun.holds?.type === TYPE ? lun.holds : undefined;
    return [{ configuration: at.config, isComplete: true, holds, sizeBytes: lun.sizeBytes }];
  },
  create(at, repository) {
    assertInCluster(at);
    const lun = lunOf(at);
    if (isDeviceUsed(at, 'SCSIid', lun.scsiId)) throw new XapiError('SR_DEVICE_IN_USE');
    lun.holds = repository;
  },
  attach(at, uuid) {
    assertInCluster(at);
    const { sizeBytes, holds } = heldOn(at, uuid);
    return { sizeBytes, config: at.config, stored: holds };
  },
  remove(at, uuid) {
    assertInCluster(at);
    heldOn(at, uuid);
    lunOf(at).holds = undefined;
  },
};

function targets(at: Driving): readonly ProbeResult[] {
  return iscsi
    .targetsAt(iscsi.portalsOf(at))
    .flatMap(({ target }) => target.portals.map(({ address, port }) => more(at, { target: address, port: String(port), targetIQN: target.name })));
}

function more({ config }: Driving, found: Config): ProbeResult {
  return { configuration: { ...config, ...found }, isComplete: false };
}

function devices(at: Driving): readonly ProbeResult[] {
  if (!isOverNetwork(at)) {
    const free = hba.visible(at).filter(({ scsiId }) => !isDeviceUsed(at, 'SCSIid', scsiId));
    return free.map((lun) =>
      device(at, lun, { path: lun.device, numpaths: String(lun.pathsLeft.get(hostOf(at)) ?? lun.paths), adapter: lun.adapter }),
    );
  }
  return iscsi.lunsOf(at).map((lun) => device(at, lun, {}));
}

function device(at: Driving, { scsiId, number, vendor, serial, sizeBytes }: Lun, told: Config): ProbeResult {
  const said = { LUNid: String(number), vendor, serial, size: String(sizeBytes), ...told };
  return { configuration: { ...at.config, SCSIid: scsiId }, isComplete: true, more: said };
}
