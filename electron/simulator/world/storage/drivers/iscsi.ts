import { entry, text } from '#simulator/world/fields.ts';
import { XapiError } from '#simulator/world/xapi-error.ts';
import type { IscsiTarget, Lun, StorageServer } from '../arrays.ts';
import { driverFailure } from '../driver-failure.ts';
import { document, type Node } from '../xml.ts';
import { type Config, type Driver, type Driving, hostOf, isDeviceUsed, passwordIn, reachServer } from './driver.ts';

const USUAL_PORT = 3260;
const EVERY_NAME = '*';

interface Portal {
  readonly server: StorageServer;
  readonly address: string;
  readonly port: number;
}

/** The portals that were named, as this host finds them: one that answers is enough. */
export function portalsOf(at: Driving): readonly Portal[] {
  const { target } = at.config;
  if (target === undefined || target === '') throw driverFailure('targetMissing');
  if (hostIqn(at) === '') throw driverFailure('hostNameMissing');
  const port = portOf(at);
  const found: Portal[] = [];
  let problem: unknown;
  for (const address of target.split(',')) {
    try {
      const server = reachServer(at, address, () => driverFailure('noPortal'));
      if (!server.targets.some(({ portals }) => portals.some((portal) => portal.port === port))) throw driverFailure('noPortal');
      found.push({ server, address, port });
    } catch (error) {
      problem ??= error;
    }
  }
  if (found.length === 0) throw problem;
  return found;
}

function portOf({ config }: Driving): number {
  const port = config['port'] === undefined ? USUAL_PORT : Number(config['port']);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw driverFailure('badPort');
  return port;
}

function hostIqn(at: Driving): string {
  const row = at.pool.database.get('host', hostOf(at));
  return text(row, 'iscsi_iqn') || (entry(row, 'other_config', 'iscsi_iqn') ?? '');
}

/** Targets the portals offer, after the login that discovery may need too. */
export function targetsAt(portals: readonly Portal[]): readonly { readonly target: IscsiTarget; readonly portal: Portal }[] {
  return portals.flatMap((portal) =>
    portal.server.targets.filter((target) => target.portals.some(({ port }) => port === portal.port)).map((target) => ({ target, portal })),
  );
}

function logIn(at: Driving): readonly { readonly target: IscsiTarget; readonly portal: Portal }[] {
  const offered = targetsAt(portalsOf(at));
  const wanted = at.config['targetIQN'] ?? '';
  const named = wanted === EVERY_NAME ? offered : offered.filter(({ target }) => target.name === wanted);
  if (named.length === 0) throw driverFailure('targetNameMissing', undefined, namesOf(at, offered));
  const open = named.filter(({ target }) => isLetIn(at, target));
  if (open.length === 0) throw driverFailure('loginFailed');
  return open;
}

/** The driver uses user and password only together. */
function isLetIn(at: Driving, { chap }: IscsiTarget): boolean {
  return chap === undefined || (at.config['chapuser'] === chap.user && passwordIn(at, 'chappassword') === chap.password);
}

export function lunsOf(at: Driving): readonly Lun[] {
  const seen = new Map<string, Lun>();
  for (const { target } of logIn(at)) for (const lun of target.luns) if (!lun.maskedFrom.has(hostOf(at))) seen.set(lun.scsiId, lun);
  return [...seen.values()];
}

export function lunOf(at: Driving): Lun {
  const luns = lunsOf(at);
  const found = luns.find(({ scsiId }) => scsiId === at.config['SCSIid']);
  if (found === undefined) throw driverFailure('deviceIdMissing', undefined, document(['iscsi-target', luns.map(lunNode)]));
  return found;
}

export const iscsiDriver: Driver = {
  probe(at) {
    if (at.config['targetIQN'] === undefined) throw driverFailure('targetNameMissing', undefined, namesOf(at, targetsAt(portalsOf(at))));
    return document(['SRlist', repositoryNodes(lunOf(at), at)]);
  },
  create(at, repository) {
    const lun = lunOf(at);
    if (isDeviceUsed(at, 'SCSIid', lun.scsiId)) throw new XapiError('SR_DEVICE_IN_USE');
    lun.holds = repository;
  },
  attach(at, uuid) {
    const lun = lunOf(at);
    if (lun.holds?.uuid !== uuid) throw driverFailure('storageUnavailable', 'VG not found');
    const sessions = logIn(at).flatMap(({ target }) => target.portals.map(({ address, port }) => `${address},${port},${target.name}`));
    const isMultiple = at.config['targetIQN'] === EVERY_NAME || (at.config['target'] ?? '').includes(',');
    const config = isMultiple ? { ...at.config, multiSession: sessions.map((session) => `${session}|`).join('') } : at.config;
    return { sizeBytes: lun.sizeBytes, config, stored: lun.holds };
  },
  remove(at, uuid) {
    const lun = lunOf(at);
    if (lun.holds?.uuid !== uuid) throw driverFailure('storageUnavailable', 'VG not found');
    lun.holds = undefined;
  },
};

function namesOf({ config }: Driving, offered: ReturnType<typeof targetsAt>): string {
  const names = offered.flatMap(({ target }) => target.portals.map((portal) => ({ ...portal, name: target.name })));
  return namesDocument(config, [...new Map(names.map((name) => [`${name.address} ${name.name}`, name])).values()]);
}

export interface OfferedName {
  readonly address: string;
  readonly port: number;
  readonly name: string;
}

/** The last one stands for all of them, at all that was named. */
export function namesDocument(config: Config, names: readonly OfferedName[]): string {
  return document([
    'iscsi-target-iqns',
    [...names, { address: config['target'] ?? '', port: USUAL_PORT, name: EVERY_NAME }].map(({ address, port, name }, index): Node => {
      const more: readonly Node[] = port === USUAL_PORT ? [] : [['Port', port]];
      return ['TGT', [['Index', index], ['IPAddress', address], ...more, ['TargetIQN', name]]];
    }),
  ]);
}

export function lunNode(lun: Pick<Lun, 'vendor' | 'serial' | 'number' | 'sizeBytes' | 'scsiId'>): Node {
  return [
    'LUN',
    [
      ['vendor', lun.vendor],
      ['serial', lun.serial],
      ['LUNid', lun.number],
      ['size', lun.sizeBytes],
      ['SCSIid', lun.scsiId],
    ],
  ];
}

/** What lies on a LUN; its names only where they were asked for. */
export function repositoryNodes(lun: Lun, { smConfig }: Driving): readonly Node[] {
  // What another kind of driver has written means nothing to this one.
  if (lun.holds === undefined || !lun.holds.type.startsWith('lv')) return [];
  const { uuid, name, description } = lun.holds;
  const names: readonly Node[] =
    smConfig['metadata'] === 'true'
      ? [
          ['name_label', name],
          ['name_description', description],
          ['pool_metadata_detected', 'false'],
        ]
      : [];
  return [['SR', [['UUID', uuid], ['Devlist', `/dev/disk/by-id/scsi-${lun.scsiId}`], ['size', lun.sizeBytes], ...names]]];
}
