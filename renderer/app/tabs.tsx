import type { ComponentType } from 'react';
import type { TreeItem } from '#shared/domain/tree/items.ts';
import { storageOverviewText } from '#shared/text/storage-overview-text.ts';
import { disksText } from '#shared/text/disks-text.ts';
import { haText } from '#shared/text/ha-text.ts';
import { frameText } from '#shared/text/frame-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { consoleText } from '#shared/text/console-text.ts';
import { ObjectSearchTab, SearchTab } from '#renderer/features/search/SearchTab.tsx';
import { searchText } from '#shared/text/search-text.ts';
import { GeneralTab } from '#renderer/features/general/GeneralTab.tsx';
import { HaTab } from '#renderer/features/ha/HaTab.tsx';
import { StorageTab } from '#renderer/features/storage/overview/StorageTab.tsx';
import { DisksTab } from '#renderer/features/storage/disks/DisksTab.tsx';
import { HostsTab } from '#renderer/features/storage/hosts/HostsTab.tsx';
import { srHostsText } from '#shared/text/sr-hosts-text.ts';
import { SpaceTab } from '#renderer/features/storage/space/SpaceTab.tsx';
import { spaceText } from '#shared/text/space-text.ts';
import { NetworksTab } from '#renderer/features/network/NetworksTab.tsx';
import { networkText } from '#shared/text/network-text.ts';
import { VmDisksTab } from '#renderer/features/vm/VmDisksTab.tsx';
import { VmMemoryTab } from '#renderer/features/vm/VmMemoryTab.tsx';
import { vmSettingsText } from '#shared/text/vm-settings-text.ts';
import { VmNetworksTab } from '#renderer/features/vm/VmNetworksTab.tsx';
import { cardsText, drivesText } from '#shared/text/devices-text.ts';
import { EventsTab } from '#renderer/features/events/EventsTab.tsx';
import { eventsText } from '#shared/text/events-text.ts';
import { RecoveryTab } from '#renderer/features/recovery/RecoveryTab.tsx';
import { PerformanceTab } from '#renderer/features/performance/PerformanceTab.tsx';
import { performanceText } from '#shared/text/performance-text.ts';
import { SnapshotsTab } from '#renderer/features/snapshots/SnapshotsTab.tsx';
import { snapshotsText } from '#shared/text/snapshots-text.ts';
import { TerminalTab } from '#renderer/features/terminal/TerminalTab.tsx';
import { recoveryText } from '#shared/text/recovery-text.ts';
import { terminalText } from '#shared/text/terminal-text.ts';
import { PoolOverview } from '#renderer/features/pool/PoolOverview.tsx';
import { ConsoleAndLoad } from './ConsoleAndLoad.tsx';

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

const overview: Tab = { id: 'overview', label: frameText.overview, component: PoolOverview };
const general: Tab = { id: 'general', label: frameText.general, component: GeneralTab };
const ha: Tab = { id: 'ha', label: haText.tab, component: HaTab };
const search: Tab = { id: 'search', label: searchText.tab, component: ObjectSearchTab };

const networks: Tab = { id: 'networks', label: networkText.tab, component: NetworksTab };
const recovery: Tab = { id: 'recovery', label: recoveryText.tab, component: RecoveryTab };
const consoleTab: Tab = { id: 'console', label: consoleText.tab, component: ConsoleAndLoad };
const performance: Tab = { id: 'performance', label: performanceText.tab, component: PerformanceTab };
const snapshots: Tab = { id: 'snapshots', label: snapshotsText.tab, component: SnapshotsTab };
const events: Tab = { id: 'events', label: eventsText.tab, component: EventsTab };
const terminal: Tab = { id: 'terminal', label: terminalText.tab, component: TerminalTab };

const storage: Tab = { id: 'storage', label: storageOverviewText.tab, component: StorageTab };
const disks: Tab = { id: 'disks', label: disksText.tab, component: DisksTab };
const srHosts: Tab = { id: 'hosts', label: srHostsText.tab, component: HostsTab };
const space: Tab = { id: 'space', label: spaceText.tab, component: SpaceTab };

const vmDisks: Tab = { id: 'disks', label: drivesText.tab, component: VmDisksTab };
const vmMemory: Tab = { id: 'memory', label: vmSettingsText.memoryTab, component: VmMemoryTab };
const vmNetworks: Tab = { id: 'networks', label: cardsText.tab, component: VmNetworksTab };

/** What each kind of object shows, in order. */
export const objectTabs: Readonly<Record<Exclude<TreeItem['is'], 'group'>, readonly Tab[]>> = {
  server: [general],
  pool: [overview, general, storage, networks, ha, search],
  host: [general, recovery, storage, networks, performance, terminal, search],
  vm: [general, consoleTab, vmDisks, vmNetworks, snapshots, vmMemory, performance, events, search],
  template: [general, vmDisks, vmNetworks, vmMemory, search],
  snapshot: [general, search],
  sr: [general, disks, srHosts, space, search],
  vdi: [general, search],
  network: [general, search],
  appliance: [general, search],
};

export const selectionTabs: readonly SelectionTab[] = [{ id: 'search', label: searchText.tab, component: SearchTab }];
