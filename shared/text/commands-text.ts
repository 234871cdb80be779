import type { CommandGroup } from '#shared/text/command-group.ts';

/** What commands, menus and the palette say. */
export const commandText = {
  menu: 'Menu',
  contextMenu: (name: string) => `Commands for ${name}`,
  more: 'More commands',
  morePower: 'More power commands',
  copy: 'Copy',
  asXe: (label: string) => `${label} as xe commands`,
  someOf: (label: string, some: number, all: number) => (all === 1 ? label : `${label} ${some === all ? all : `${some} of ${all}`}`),
  groups: {
    power: 'Power',
    move: 'Move',
    data: 'Copy',
    open: 'Open',
    properties: 'Properties',
    view: 'View',
    app: 'Poolkeeper',
  } satisfies Record<CommandGroup, string>,
  disconnect: 'Disconnect',
  reconnect: 'Reconnect',
  addServer: 'Add server',
  copyName: 'Name',
  copyAddress: 'Address',
  copyUuid: 'UUID',
  noAddress: 'No address is known.',
  rename: 'Rename',
  describe: 'Edit description',
  tags: 'Edit tags',
  folder: 'Move to folder',
  tasks: 'Show or hide tasks',
  filter: 'Filter the tree',
  palette: 'Search objects and commands',
  back: 'Back',
  forward: 'Forward',
  nothingBack: 'You have not looked at anything before.',
  nothingAhead: 'You have not gone back.',
  refresh: 'Try lost servers now',
  nextRegion: 'Next part of the window',
  formerRegion: 'Former part of the window',
  settings: 'Settings',
  savedServers: 'Saved servers',
  shortcuts: 'Keyboard shortcuts',
  lightTheme: 'Use the light theme',
  darkTheme: 'Use the dark theme',
  systemTheme: 'Use the theme of the system',
  compact: 'Compact rows',
  comfortable: 'Comfortable rows',
  copied: (what: string) => `Copied: ${what}.`,
  notCopied: 'The clipboard could not be used.',
  xeCommands: 'xe commands',
  blocked: (label: string, why: string) => `${label}: ${why}`,
  tabs: 'Tabs 1 to 9',
  releaseMenu: 'Menu of the window',
  contextKey: 'Commands for the selection',
} as const;

export const paletteText = {
  label: 'Search objects, or type a command',
  title: 'Search and commands',
  results: 'Results',
  nothing: 'Nothing matches. Type a name, an address or a command such as start.',
  count: (count: number) => (count === 1 ? '1 result' : `${count} results`),
  recent: 'Looked at before',
  object: (command: string, name: string) => `${command}: ${name}`,
} as const;

export const confirmText = {
  cancel: 'Cancel',
  copyXe: 'Copy as xe commands',
  shutDown: (what: string) => `${what}: the guest is asked to shut down. Whoever uses it is cut off.`,
  forceShutDown: (what: string) => `${what}: the power is cut at once. What the guest has not written to disk is lost.`,
  reboot: (what: string) => `${what}: the guest is asked to restart. Whoever uses it is cut off meanwhile.`,
  forceReboot: (what: string) => `${what}: it is reset at once. What the guest has not written to disk is lost.`,
  move: (what: string, host: string) => `${what}: moves to ${host}. What runs in it goes on meanwhile.`,
  names: (names: readonly string[], all: number) => (names.length < all ? `${names.join(', ')} and ${all - names.length} more` : names.join(', ')),
  title: (verb: string, count: number, name: string) => (count === 1 ? `${verb} ${name}?` : `${verb} ${count} VMs?`),
  disconnect: (name: string) => `Disconnect ${name}?`,
  disconnectEffect: 'The pool goes on by itself; its objects leave this window until you connect again.',
  dismiss: 'Dismiss alerts?',
  dismissEffect: (count: number) =>
    count === 1 ? 'The alert is removed from the pool for everybody.' : `${count} alerts are removed from their pools for everybody.`,
} as const;

export const migrateText = {
  command: 'Migrate to…',
  close: 'Close',
  hosts: 'Hosts of the pool',
  onlyHost: 'Its pool has no other host.',
  noHost: 'No host can take it.',
  title: (count: number, name: string) => (count === 1 ? `Migrate ${name}` : `Migrate ${count} VMs`),
  takes(some: number, all: number) {
    if (all === 1) return 'Can take it.';
    return some === all ? 'Can take all of them.' : `Can take ${some} of ${all}.`;
  },
  verb: (some: number, all: number) => (all === 1 || some === 0 ? 'Migrate' : `Migrate ${some === all ? all : `${some} of ${all}`}`),
} as const;

export const editText = {
  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  name: 'Name',
  description: 'Description',
  tags: 'Tags, separated by commas',
  folder: 'Folder',
  folderHint: '/web/shop, or empty for none',
  rename: (name: string) => `Rename ${name}`,
  describe: (name: string) => `Description of ${name}`,
  tag: (what: string) => `Tags of ${what}`,
  move: (what: string) => `Move ${what} to a folder`,
} as const;
