/** What is said where a host is chosen for machines. */
export const placeText = {
  close: 'Close',
  hosts: 'Hosts of the pool',
  onlyHost: 'Its pool has no other host.',
  noHost: 'No host can take it.',
  moveDisks: 'Move its disks…',
  noDisks: 'It has no disks.',
  tied: 'Its disks lie where no other host reaches them.',
  untie: 'Move them to shared storage first and it can migrate afterwards, or have them travel with it. It goes on running meanwhile.',
  home: 'home server',
  free: (size: string) => `${size} free`,
  takes(some: number, all: number) {
    if (all === 1) return 'Can take it.';
    return some === all ? 'Can take all of them.' : `Can take ${some} of ${all}.`;
  },
  someOf: (verb: string, some: number, all: number) => (all === 1 || some === 0 ? verb : `${verb} ${some === all ? all : `${some} of ${all}`}`),
  'vm.start': {
    command: 'Start on…',
    verb: 'Start',
    title: (count: number, name: string) => (count === 1 ? `Start ${name} on` : `Start ${count} VMs on`),
  },
  'vm.resume': {
    command: 'Resume on…',
    verb: 'Resume',
    title: (count: number, name: string) => (count === 1 ? `Resume ${name} on` : `Resume ${count} VMs on`),
  },
  'vm.migrate': {
    command: 'Migrate to…',
    verb: 'Migrate',
    title: (count: number, name: string) => (count === 1 ? `Migrate ${name}` : `Migrate ${count} VMs`),
  },
} as const;
