import { clockText } from './format.ts';

const count = new Intl.NumberFormat();

/** Words about the network cards of hosts. */
export const networkCardsText = {
  driver: 'Driver',
  sriov: 'SR-IOV',
  canBeShared: 'possible',
  sharedFree: (free: number | undefined) => (free === undefined ? 'shared' : `shared, ${count.format(free)} ${free === 1 ? 'part' : 'parts'} free`),
  notAsked: 'The pool did not tell the drivers of these cards, nor how many parts of shared ones are free.',
  askAgain: 'Ask again',
  askOverSsh: (hosts: number) => (hosts === 1 ? 'Ask the host over SSH' : `Ask ${count.format(hosts)} hosts over SSH`),
  askedOverSsh: 'Ask over SSH again',
  asking: 'asking over SSH…',
  overSsh: (atMs: number) => `SSH, ${clockText(atMs)}`,
  switchedOff: 'switched off',
  unknown: 'not known',
  gone: 'not in the host any more',
  noWay: (host: string) => `${host} could not be asked: no way to its shell works now.`,
  hostKey: (host: string) => `${host} could not be asked: somebody has to compare the key of its shell first.`,
  question: (host: string) => `${host} could not be asked: somebody has to answer a question on the way to its shell first.`,
  recovery: 'Recovery',
} as const;
