import type { Hardware } from '#shared/domain/diagnosis/sight-machine.ts';
import { timeText } from '#shared/text/format.ts';
import { panelText } from '#shared/text/recovery-panels-text.ts';
import { type PanelFacts, type PanelModel, row, stateOf, valueOf } from './panel-model.ts';

const SHOWN_LINES = 5;

export function hardwarePanel({ sight, nowMs }: PanelFacts): PanelModel {
  const state = stateOf(sight, ['hardware', 'hypervisor', 'crashes']);
  const hardware = valueOf(sight, 'hardware');
  return {
    id: 'hardware',
    title: panelText.titles.hardware,
    icon: 'cpu',
    state,
    verdict: hardware === undefined ? undefined : verdictOf(hardware),
    rows: [
      row(sight, 'identity', panelText.kernel, ({ kernel = '' }) => kernel),
      row(sight, 'hypervisor', panelText.xen, ({ version = '' }) => (version === '' ? panelText.unknown : `Xen ${version}`)),
      row(sight, 'hypervisor', panelText.processors, ({ processors }) => (processors === undefined ? panelText.unknown : String(processors))),
      row(sight, 'hardware', panelText.memoryErrors, ({ memoryErrors }) => {
        const sum = memoryErrors.reduce((all, { count }) => all + count, 0);
        return { word: panelText.errorCount(sum), mark: sum > 0 ? 'warn' : undefined };
      }),
      row(sight, 'hardware', panelText.raid, ({ raid }) => {
        const degraded = raid.filter((one) => one.isDegraded).map(({ name }) => name);
        if (raid.length === 0) return '';
        return degraded.length === 0 ? panelText.raidFine : { word: panelText.raidDegraded(degraded.join(', ')), mark: 'danger' };
      }),
      row(sight, 'crashes', panelText.crashFiles, ({ dumps }) => dumps.map(({ name, atS }) => `${name}, ${timeText(atS * 1000, nowMs)}`).join('; ')),
      row(sight, 'crashes', panelText.boots, ({ boots }) => boots.slice(0, 2).join('\n')),
    ],
    tables: faultTables(hardware),
  };
}

function verdictOf({ faultLines, memoryErrors, raid }: Hardware): PanelModel['verdict'] {
  const hasFaults = faultLines.length > 0 || memoryErrors.some(({ count }) => count > 0) || raid.some(({ isDegraded }) => isDegraded);
  return hasFaults ? { mark: 'warn', word: panelText.needsCare } : { mark: 'ok', word: panelText.healthy };
}

function faultTables(hardware: Hardware | undefined): PanelModel['tables'] {
  const lines = hardware?.faultLines.slice(-SHOWN_LINES) ?? [];
  if (lines.length === 0) return [];
  const rows = lines.map((line, index) => ({ key: `${index}`, cells: [{ word: line, isEvidence: true }] }));
  return [{ label: panelText.faultLines, columns: [{ title: panelText.faultLines }], empty: '', rows }];
}
