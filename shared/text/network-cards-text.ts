import { clockText } from './format.ts';

const count = new Intl.NumberFormat();

/** Words about the network cards of hosts. */
export const networkCardsText = {
  driver: 'Driver',
  sriov: 'SR-IOV',
  asOf: 'Known from',
  speed: 'Mb/s',
  duplex: 'Duplex',
  file: (pool: string) => `${pool}-cards.csv`,
  links: { up: 'link', down: 'no link', off: 'switched off', gone: 'not in the host any more', unknown: 'not known' },
  canBeShared: 'SR-IOV possible',
  sharedLater: 'shared (SR-IOV) after a restart of the host',
  sharedFree: (free: number | undefined) =>
    free === undefined ? 'shared (SR-IOV)' : `shared (SR-IOV), ${count.format(free)} ${free === 1 ? 'part' : 'parts'} free`,
  notAsked: 'The pool did not tell the drivers of these cards, nor how many parts of shared ones are free.',
  askAgain: 'Ask again',
  askOverSsh: (hosts: number) => (hosts === 1 ? 'Ask the host over SSH' : `Ask ${count.format(hosts)} hosts over SSH`),
  askedOverSsh: 'Ask over SSH again',
  asking: 'asking over SSH…',
  overSsh: (atMs: number) => `SSH, ${clockText(atMs)}`,
  noWayNext: (isAsked: boolean) =>
    isAsked
      ? 'It wants a password, or another machine on the way does. Open Recovery of this host, answer there, and ask again.'
      : 'Recovery of this host shows which ways were tried.',
  recovery: 'Recovery',
} as const;
