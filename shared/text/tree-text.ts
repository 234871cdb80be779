import type { ObjectItem } from '#shared/domain/tree/items.ts';
import type { TreeOptions, TreeViewName } from '#shared/domain/tree/tree-options.ts';
import { sizeText } from './size-text.ts';

/** What the tree says beside the names of objects. */
export const treeText = {
  region: 'Resources',
  label: 'Resources',
  switchView: 'Switch the view',
  options: 'Tree options',
  add: 'Add server',
  filter: 'Filter name, tag, address',
  suggestions: 'Ways to go on',
  emptyTitle: 'No servers yet.',
  empty: 'Servers and pools you add appear here, with their VMs and storage.',
  noMatch: 'Nothing matches.',
  clearFilter: 'Clear the filter',
  nothingOrganized: 'No folders, tags, vApps or custom fields yet. Give an object one, and it appears here.',
  noSearches: 'No saved searches yet. Save one on the Search tab, and it appears here.',
  openAll: 'Open everything',
  foldAll: 'Fold everything',
  hidden: 'hidden',
  connecting: 'Connecting…',
  loading: 'Loading…',
  arriving: (name: string) => `Loading ${name}.`,
  arrived: (objects: number) => `${objects.toLocaleString()} objects so far`,
  lost: 'Lost',
  file: 'File',
  master: 'Master',
  dark: 'Dark',
  disagree: 'Disagree',
  evacuating: 'Evacuating',
  maintenance: 'Maintenance',
  disabled: 'Disabled',
  unlicensed: 'Licence expired',
  older: 'Older than master',
  restartDue: 'Restart due',
  running: 'Running',
  shutDown: 'Shut down',
  paused: 'Paused',
  suspended: 'Suspended',
  migrating: 'Migrating',
  changing: 'Busy',
  unknownPower: 'Unknown',
  detached: 'No host',
  unplugged: 'Unplugged',
  broken: 'Not on all hosts',
  isDefault: 'Default',
  lastKnown: 'Last known',
  darkHosts: (count: number) => `${count} dark`,
  problems: (count: number) => (count === 1 ? '1 problem' : `${count} problems`),
  hostsAndVms: (hosts: number, vms: number) => `${hosts === 1 ? '1 host' : `${hosts} hosts`} · ${vms}`,
  masterWith: (vms: number) => `Master · ${vms}`,
  paths: (up: number, all: number) => `${up}/${all} paths`,
  lastKnownAt: (time: string) => `Last known at ${time}`,
  fileOf: (time: string) => `Read from a database file of ${time}. It can be looked at and not changed.`,
  notOnIt: 'Not on it',
  notOnItAt: (time: string) => `Its host does not run it, seen over SSH at ${time}`,
  sshAt: (time: string) => `Verified over SSH at ${time}`,
  hiddenName: (name: string) => `${name} (hidden)`,
  gone: (name: string, instead: string) => `${name} is not there any more. ${instead} is selected instead.`,
  drop: {
    nothing: 'These cannot be put here.',
    already: 'They are there already.',
    move: (count: number, host: string, leftBytes: number) =>
      `${count === 1 ? `Move to ${host}` : `Move ${count} VMs to ${host}`}: fits, ${sizeText(leftBytes)} left`,
    abroad: (count: number, host: string, pool: string) =>
      `${count === 1 ? 'Move' : `Move ${count} VMs`} to ${host} of ${pool}, with their disks: asks where they go`,
    tooMuch: (host: string, needBytes: number, freeBytes: number) =>
      `Together they need ${sizeText(needBytes)} of memory; ${host} has ${sizeText(freeBytes)} free.`,
    folder: (path: string) => `Put into folder ${path}`,
    tag: (tag: string) => `Give the tag ${tag}`,
    refused: (name: string, why: string) => `${name}: ${why}`,
  },
} as const;

export const viewNames: Readonly<Record<TreeViewName, string>> = {
  infrastructure: 'Infrastructure',
  types: 'Objects by type',
  organization: 'Folders and tags',
  searches: 'Saved searches',
};

export const optionNames: Readonly<Record<keyof TreeOptions, string>> = {
  userTemplates: 'Templates of your own',
  defaultTemplates: 'Templates of the product',
  localStorage: 'Local storage',
  hidden: 'Hidden objects',
};

/** Groups the domain has no name for, by what they hold. */
export const groupNames: Readonly<Record<ObjectItem['is'] | 'folders' | 'tags' | 'appliances' | 'fields', string>> = {
  pool: 'Pools',
  host: 'Hosts',
  vm: 'Virtual machines',
  template: 'Templates',
  snapshot: 'Snapshots',
  sr: 'Storage',
  vdi: 'Disks',
  network: 'Networks',
  appliance: 'vApps',
  folders: 'Folders',
  tags: 'Tags',
  appliances: 'vApps',
  fields: 'Custom fields',
};
