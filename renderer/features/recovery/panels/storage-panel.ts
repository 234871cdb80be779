import type { BelievedPbd } from '#shared/domain/diagnosis/believed.ts';
import type { HostSight } from '#shared/domain/diagnosis/sight.ts';
import { panelText } from '#shared/text/recovery-panels-text.ts';
import { type Cell, type PanelFacts, type PanelModel, row, stateOf, valueOf } from './panel-model.ts';

/** Each storage the pool gave to this host, as the host itself sees it. */
export function storagePanel({ sight, believed }: PanelFacts): PanelModel {
  const pbds = believed.pbds;
  const cells = pbds.map((pbd) => ({ pbd, cell: seenCell(sight, pbd) }));
  const state = stateOf(sight, ['nfs', 'iscsi', 'pathCounts', 'disks', 'lvm']);
  const fine = cells.filter(({ cell }) => cell.mark === 'ok').length;
  const judged = cells.filter(({ cell }) => cell.mark !== undefined).length;
  return {
    id: 'storage',
    title: panelText.titles.storage,
    icon: 'sr',
    state,
    verdict: judged === 0 ? undefined : { mark: fine === judged ? 'ok' : 'warn', word: panelText.storageFine(fine, judged) },
    rows: [
      row(sight, 'iscsi', panelText.initiator, ({ iqn = '' }) => (iqn === '' ? '' : { word: iqn, isEvidence: true })),
      ...((valueOf(sight, 'iscsi')?.fibre.length ?? 0) > 0
        ? [
            row(sight, 'iscsi', panelText.fibre, ({ fibre }) => ({
              word: fibre.map(({ host, state: port }) => `${host}: ${port}`).join(', '),
              mark: fibre.every(({ state: port }) => port === 'Online') ? 'ok' : 'warn',
            })),
          ]
        : []),
    ],
    tables: [
      {
        label: panelText.titles.storage,
        columns: [{ title: panelText.storageName }, { title: panelText.hostSays }],
        empty: panelText.noStorage,
        rows: cells.map(({ pbd, cell }) => ({ key: pbd.uuid, cells: [{ word: pbd.srName }, cell] })),
      },
    ],
  };
}

function seenCell(sight: HostSight, pbd: BelievedPbd): Cell {
  const own = valueOf(sight, 'pbds')?.find(({ uuid }) => uuid === pbd.uuid);
  return (
    mountCell(sight, pbd) ??
    pathCell(sight, pbd) ??
    sessionCell(sight, pbd) ??
    groupCell(sight, pbd) ??
    diskCellOf(sight, pbd) ??
    attachedCell(own?.isAttached, pbd)
  );
}

function mountCell(sight: HostSight, { srUuid, srType, isAttached }: BelievedPbd): Cell | undefined {
  const mounts = valueOf(sight, 'nfs');
  const mount = mounts?.find((one) => one.srUuid === srUuid);
  if (mount === undefined) {
    return srType === 'nfs' && mounts !== undefined ? { word: panelText.notMounted, mark: 'danger', differs: isAttached } : undefined;
  }
  const health = valueOf(sight, 'nfsHealth')?.find(({ on }) => on === mount.on);
  return health === undefined || health.is === 'answers' ? { word: panelText.mounted, mark: 'ok' } : { word: panelText.mountedSlow, mark: 'danger' };
}

function pathCell(sight: HostSight, { config }: BelievedPbd): Cell | undefined {
  const scsi = config['SCSIid'];
  const count = scsi === undefined ? undefined : valueOf(sight, 'pathCounts')?.find(({ scsiId }) => scsiId.endsWith(scsi));
  if (count === undefined) return undefined;
  return { word: panelText.paths(count.now, count.max), mark: count.now === 0 ? 'danger' : count.now < count.max ? 'warn' : 'ok' };
}

function sessionCell(sight: HostSight, { config }: BelievedPbd): Cell | undefined {
  const target = config['targetIQN'];
  const sessions = target === undefined ? undefined : valueOf(sight, 'iscsi')?.sessions;
  if (sessions === undefined) return undefined;
  const own = sessions.filter((session) => session.target === target);
  const [first] = own;
  if (first === undefined) return { word: panelText.notAttached, mark: 'danger' };
  const good = own.filter(({ state }) => state === 'LOGGED_IN').length;
  if (own.length > 1) return { word: panelText.paths(good, own.length), mark: good === own.length ? 'ok' : good === 0 ? 'danger' : 'warn' };
  return good === 1 ? { word: panelText.loggedIn, mark: 'ok' } : { word: panelText.sessionState(first.state), mark: 'danger' };
}

function groupCell(sight: HostSight, { srUuid }: BelievedPbd): Cell | undefined {
  const group = valueOf(sight, 'lvm')?.groups.find((one) => one.srUuid === srUuid);
  if (group === undefined) return undefined;
  if (group.isPartial) return { word: panelText.volumeMissing, mark: 'danger' };
  return group.sizeBytes === 0
    ? { word: panelText.volumeGroup, mark: 'ok' }
    : { word: panelText.used(Math.round((100 * (group.sizeBytes - group.freeBytes)) / group.sizeBytes)), mark: 'ok' };
}

function diskCellOf(sight: HostSight, { srUuid }: BelievedPbd): Cell | undefined {
  const disk = valueOf(sight, 'disks')?.find(({ on }) => on.endsWith(srUuid));
  return disk === undefined ? undefined : { word: panelText.used(disk.usedPercent), mark: disk.usedPercent >= 97 ? 'warn' : 'ok' };
}

function attachedCell(isAttached: boolean | undefined, pbd: BelievedPbd): Cell {
  if (isAttached === undefined) return { word: panelText.notAsked, isQuiet: true };
  if (isAttached) return { word: panelText.attached, mark: 'ok' };
  return { word: panelText.notAttached, mark: 'warn', differs: pbd.isAttached };
}
