import { panelText } from '#shared/text/recovery-panels-text.ts';
import { sizeOfText, sizeText } from '#shared/text/size-text.ts';
import { type PanelFacts, type PanelModel, row, stateOf, tableOf, valueOf } from './panel-model.ts';
import { markOfShare } from './status-panel.ts';

const KIB = 1024;
const MIB = 1024 ** 2;
const SHORT_SHARE = 0.1;
const INODES_WARN = 95;

export function memoryPanel({ sight }: PanelFacts): PanelModel {
  const state = stateOf(sight, ['memory', 'disks']);
  return {
    id: 'memory',
    title: panelText.titles.memory,
    icon: 'memory',
    state,
    verdict: state.is === 'read' ? verdictOf(sight) : undefined,
    rows: [
      row(sight, 'memory', panelText.dom0Memory, ({ totalKiB, availableKiB }) => ({
        word: sizeOfText((totalKiB - availableKiB) * KIB, totalKiB * KIB),
        mark: availableKiB < totalKiB * SHORT_SHARE ? 'warn' : undefined,
      })),
      row(sight, 'memory', panelText.swap, ({ swapTotalKiB, swapFreeKiB }) =>
        swapTotalKiB === 0 ? '' : sizeOfText((swapTotalKiB - swapFreeKiB) * KIB, swapTotalKiB * KIB),
      ),
      row(sight, 'memory', panelText.killed, ({ killings }) => ({ word: panelText.killedCount(killings), mark: killings > 0 ? 'warn' : undefined })),
      row(sight, 'hypervisor', panelText.hypervisorMemory, ({ totalMiB, freeMiB }) =>
        totalMiB === undefined || freeMiB === undefined ? panelText.unknown : panelText.freeOf(sizeText(freeMiB * MIB), sizeText(totalMiB * MIB)),
      ),
    ],
    tables: [
      tableOf(
        sight,
        'disks',
        {
          label: panelText.titles.memory,
          columns: [
            { title: panelText.fileSystem },
            { title: panelText.size, align: 'end' },
            { title: panelText.usedShare, align: 'end' },
            { title: panelText.inodes, align: 'end' },
          ],
          empty: panelText.noFileSystems,
        },
        (disks) =>
          disks.map(({ on, sizeKiB, usedPercent, inodesPercent, isReadOnly }) => ({
            key: on,
            cells: [
              { word: isReadOnly === true ? panelText.readOnly(on) : on, isEvidence: true, mark: isReadOnly === true ? 'danger' : undefined },
              { word: sizeText(sizeKiB * KIB) },
              { word: `${usedPercent} %`, mark: markOfShare(usedPercent) },
              inodesPercent === undefined ? { word: '' } : { word: `${inodesPercent} %`, mark: inodesPercent >= INODES_WARN ? 'warn' : undefined },
            ],
          })),
      ),
    ],
  };
}

function verdictOf(sight: PanelFacts['sight']): PanelModel['verdict'] {
  const disks = valueOf(sight, 'disks') ?? [];
  const memory = valueOf(sight, 'memory');
  const isFull = disks.some(({ on, usedPercent, isReadOnly }) => isReadOnly === true || (!on.startsWith('/run/sr-mount') && usedPercent >= 90));
  if (isFull) return { mark: 'warn', word: panelText.diskFull };
  if (memory !== undefined && (memory.killings > 0 || memory.availableKiB < memory.totalKiB * SHORT_SHARE))
    return { mark: 'warn', word: panelText.memoryShort };
  return { mark: 'ok', word: panelText.memoryFine };
}
