import type { Dependants } from '#shared/domain/storage/dependants.ts';
import type { LunPaths } from '#shared/domain/capacity/storage-links.ts';
import type { Sessions } from '#shared/domain/storage/sr-hosts.ts';

/** What the tab says that shows which hosts reach a repository, and how. */
export const srHostsText = {
  tab: 'Hosts',
  matrix: 'Hosts',
  connected: (up: number, all: number) => `${up} of ${all} connected`,
  host: 'Host',
  master: 'master',
  connection: 'Connection',
  multipathing: 'Multipathing',
  on: 'On',
  off: 'Off',
  paths: 'Paths',
  pathsOf: ({ up, all }: Pick<LunPaths, 'up' | 'all'>) => `${up} of ${all}`,
  lunTitle: ({ scsiId, up, all }: LunPaths) => `${scsiId}: ${up} of ${all} paths`,
  sessions: 'iSCSI sessions',
  sessionsOf: ({ up, all }: Sessions) => (all === undefined || up >= all ? `${up}` : `${up} of ${all}`),
  repair: 'Repair',
  repairAll: 'Repair all',
  none: 'No host has a connection to it.',
  lostPlace: 'No host has a connection to it, and the pool does not know any more where it lies.',
  lostPlaceNext: 'What it holds is where it was. Say where that is, and every host is connected again.',
  degraded: (hosts: readonly string[]) => `Fewer paths than there were: ${hosts.join(', ')}.`,
  degradedNext: 'Plugging it again does not mend a cable. Look at the switch, the port and the controller of the array that is missing.',
  uneven: 'Some hosts use several paths and some only one.',
  unevenNext: 'Turn multipathing on everywhere: in maintenance mode of each host.',
  ha: 'HA heartbeat',
  haFit: (hosts: number) => (hosts === 1 ? 'Suitable, once the pool has a second host' : `Suitable, connected to all ${hosts} hosts`),
} as const;

/** As many names as can be read at a glance. */
const NAMES = 6;

/** What would miss it; empty when nothing does. */
export function dependantsText({ vms, isDefault, snapshots }: Dependants): string {
  const said: string[] = [];
  if (vms.length > 0) {
    const more = vms.length > NAMES ? ` and ${vms.length - NAMES} more` : '';
    said.push(
      `${vms.slice(0, NAMES).join(', ')}${more} ${vms.length === 1 ? 'has a disk or a disc there and does' : 'have disks or discs there and do'} not start without it.`,
    );
  }
  if (snapshots > 0) said.push(`${snapshots === 1 ? '1 snapshot of a disk lies' : `${snapshots} snapshots of disks lie`} there.`);
  if (isDefault) said.push('It is where new disks, suspended VMs or crash dumps go: choose another default afterwards.');
  return said.join(' ');
}
