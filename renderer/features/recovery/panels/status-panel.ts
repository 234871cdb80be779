import type { FileSystem } from '#shared/domain/diagnosis/sight-machine.ts';
import { timeText } from '#shared/text/format.ts';
import { panelText } from '#shared/text/recovery-panels-text.ts';
import { sizeOfText, sizeText, spanText } from '#shared/text/size-text.ts';
import { type Cell, type Mark, type PanelFacts, type PanelModel, type PanelRow, row, stateOf } from './panel-model.ts';

const KIB = 1024;
const FULL = { warn: 90, danger: 97 } as const;
/** Under this the control domain begins to kill. */
const SHORT_SHARE = 0.1;

export function statusPanel({ sight, nowMs }: PanelFacts): PanelModel {
  const rows: readonly PanelRow[] = [
    row(sight, 'identity', panelText.product, ({ product, version }) => `${product} ${version}`.trim()),
    row(sight, 'identity', panelText.hostName, ({ hostname = '' }) => hostname),
    row(sight, 'identity', panelText.upSince, ({ uptimeS }) =>
      uptimeS === undefined ? panelText.unknown : `${timeText(nowMs - uptimeS * 1000, nowMs)}, ${spanText(uptimeS * 1000)}`,
    ),
    row(sight, 'identity', panelText.load, ({ load }) => load.join(' / ')),
    row(sight, 'memory', panelText.dom0Memory, ({ totalKiB, availableKiB }) => ({
      word: sizeOfText((totalKiB - availableKiB) * KIB, totalKiB * KIB),
      mark: availableKiB < totalKiB * SHORT_SHARE ? 'warn' : undefined,
    })),
    row(sight, 'disks', panelText.rootDisk, (disks) => diskCell(disks.find(({ on }) => on === '/'))),
    row(sight, 'disks', panelText.logDisk, (disks) => diskCell(disks.find(({ on }) => on === '/var/log'))),
    row(sight, 'stuck', panelText.stuck, ({ count }) => (count === 0 ? '' : { word: panelText.stuckCount(count), mark: 'warn' })),
    row(sight, 'crashes', panelText.crashFiles, ({ dumps }) => {
      const [newest] = dumps.toSorted((a, b) => b.atS - a.atS);
      return newest === undefined ? '' : { word: panelText.crashes(dumps.length, timeText(newest.atS * 1000, nowMs)), mark: 'warn' };
    }),
    row(sight, 'hardware', panelText.hardware, ({ faultLines }) =>
      faultLines.length === 0 ? panelText.noFaults : { word: panelText.faults(faultLines.length), mark: 'warn' },
    ),
  ];
  const state = stateOf(sight, ['identity', 'memory', 'disks']);
  return {
    id: 'status',
    title: panelText.titles.status,
    icon: 'info',
    rows,
    tables: [],
    state,
    verdict: state.is === 'read' ? worst(rows) : undefined,
  };
}

function diskCell(disk: FileSystem | undefined): Cell {
  if (disk === undefined) return { word: panelText.none, isQuiet: true };
  const words = panelText.shareOf(disk.usedPercent, sizeText(disk.sizeKiB * KIB));
  if (disk.isReadOnly === true) return { word: panelText.readOnly(words), mark: 'danger' };
  return { word: words, mark: markOfShare(disk.usedPercent) };
}

export function markOfShare(percent: number): Mark | undefined {
  if (percent >= FULL.danger) return 'danger';
  return percent >= FULL.warn ? 'warn' : undefined;
}

function worst(rows: readonly PanelRow[]): PanelModel['verdict'] {
  const marks = rows.map(({ cell }) => cell.mark);
  if (marks.includes('danger')) return { mark: 'danger', word: panelText.needsCare };
  return marks.includes('warn') ? { mark: 'warn', word: panelText.needsCare } : { mark: 'ok', word: panelText.healthy };
}
