import type { SilentWhy } from '#shared/domain/metrics/figures.ts';

/** What a host's graphs say. */
export const nowText = {
  title: 'Now',
  live: 'Live, 5 s',
  lastKnown: 'Last known',
  processor: 'Processor',
  network: 'Network',
  disks: 'Disks of its VMs',
  notMeasured: 'Not measured',
  waiting: 'Waiting for the first figures.',
  nobodyMeasures: 'Nobody hears this host, so nothing is measured.',
  graph: (what: string, figure: string) => `${what} in the last ten minutes, now ${figure}`,
  silent(why: SilentWhy): string {
    switch (why.is) {
      case 'no-answer':
        return 'The host sends no statistics: it does not answer on port 443.';
      case 'refused':
        return `The host sends no statistics: port 443 answers, /rrd_updates returned ${why.status}.`;
      case 'nonsense':
        return 'The host sends statistics that cannot be read.';
      default:
        return why satisfies never;
    }
  },
} as const;
