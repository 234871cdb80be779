import type { ComponentType } from 'react';
import type { TreeItem } from '#shared/domain/tree/items.ts';
import { frameText } from '#shared/text/frame-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { GeneralTab } from '#renderer/features/general/GeneralTab.tsx';

/** A view of one object. */
export interface Tab {
  readonly id: string;
  readonly label: string;
  readonly component: ComponentType<{ readonly target: Target }>;
}

/** A view of everything selected: folders, tags, many objects. */
export interface SelectionTab {
  readonly id: string;
  readonly label: string;
  readonly component: ComponentType<{ readonly items: readonly TreeItem[] }>;
}

const general: Tab = { id: 'general', label: frameText.general, component: GeneralTab };

/** What each kind of object shows, in order. */
export const objectTabs: Readonly<Record<Exclude<TreeItem['is'], 'group'>, readonly Tab[]>> = {
  server: [general],
  pool: [general],
  host: [general],
  vm: [general],
  template: [general],
  snapshot: [general],
  sr: [general],
  vdi: [general],
  network: [general],
  appliance: [general],
};

export const selectionTabs: readonly SelectionTab[] = [];
