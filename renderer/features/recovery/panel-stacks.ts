import type { StackWidth } from '#renderer/ui/Columns.tsx';
import { certificatesPanel } from './panels/certificates-panel.ts';
import { haPanel } from './panels/ha-panel.ts';
import { hardwarePanel } from './panels/hardware-panel.ts';
import { memoryPanel } from './panels/memory-panel.ts';
import { networkPanel } from './panels/network-panel.ts';
import type { PanelFacts, PanelModel } from './panels/panel-model.ts';
import { statusPanel } from './panels/status-panel.ts';
import { storagePanel } from './panels/storage-panel.ts';
import { timePanel } from './panels/time-panel.ts';
import { toolstackPanel } from './panels/toolstack-panel.ts';
import { vmsPanel } from './panels/vms-panel.ts';

export interface PanelStack {
  readonly width: StackWidth;
  readonly panels: readonly PanelModel[];
}

/** Beside each other: is it well; how is it reached and what does it have; what runs on it and on what. */
export function panelStacks(facts: PanelFacts): readonly PanelStack[] {
  return [
    { width: 'equal', panels: [statusPanel(facts), timePanel(facts), hardwarePanel(facts)] },
    { width: 'main', panels: [networkPanel(facts), memoryPanel(facts), certificatesPanel(facts)] },
    { width: 'rest', panels: [vmsPanel(facts), storagePanel(facts), toolstackPanel(facts), haPanel(facts)] },
  ];
}
