/** What the storage of a pool or a host says. */
export const storageOverviewText = {
  tab: 'Storage',
  all: 'Storage',
  matrix: 'Who reaches what',
  matrixHint: (broken: number) =>
    broken === 0 ? 'Every host reaches what it should' : `${broken} ${broken === 1 ? 'is' : 'are'} not connected everywhere`,
  none: 'No storage is attached.',
  name: 'Name',
  type: 'Type',
  used: 'Used',
  size: 'Size',
  free: 'Free',
  state: 'Connection',
  repair: 'Repair',
  repairAll: 'Repair all',
  nothingToRepair: 'Every host reaches what it should.',
  isDefault: 'Default',
  noSize: 'Tells no size',
  paths: (up: number, all: number) => `${up} of ${all} paths`,
  percentUsed: (percent: string) => `${percent} used`,
  connected: (up: number, all: number) => `${up} of ${all} hosts`,
  notHere: '–',
} as const;
