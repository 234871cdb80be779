import type { SecondWay, SwitchPort, TriedWay } from '#shared/domain/routes/rehearsal.ts';
import type { ReadinessAdvice } from '#shared/domain/routes/readiness.ts';
import { timeText } from './format.ts';
import { attemptFailureText } from './route-words.ts';

/** What would lead to a host whose management has fallen silent. */
export const darkWaysText = {
  title: 'If this host goes dark',
  tryNow: 'Try now',
  trying: 'Trying…',
  busy: 'The ways are being tried, one after another.',
  openWays: 'Ways to this host…',
  notTried: 'not tried yet',
  tried: (time: string) => `tried ${time}`,
  outdated: 'addresses have changed since it was tried',
  verdict: {
    works: 'A second way leads here',
    untried: 'A second way is known',
    waits: 'A second way is known',
    fails: 'The second way does not lead here',
    none: 'Only the management NIC leads here',
  } satisfies Record<SecondWay['is'], string>,
  sameCard: 'Only the management card leads here',
  spare: (nics: readonly string[]) =>
    nics.length === 0
      ? 'No other card has a link. A second cable and an address on it would make a second way.'
      : `Give ${nics[0] ?? ''} an address on the storage network: then the other members could lead to it.`,
  sameCardAdvice: 'Its other addresses hang on the same card or bond; what breaks one breaks them all.',
  through: (members: readonly string[], address: string) => `Through ${members.join(' or ')} to ${address}`,
  directly: (address: string) => `${address}, if this computer reaches that network`,
  on: (nic: string) => `on ${nic}`,
  onManagementCard: (nic: string) => `on ${nic}, the management card`,
  power: (mode: string) => `Power can be switched on by ${mode}`,
  noPower: 'No way to switch its power on is set up',
  sshOpen: 'Port 22 answered when it was last asked',
  sshShut: 'Port 22 did not answer when it was last asked',
  sshUnknown: 'Whether port 22 answers was not asked yet',
  keys: (count: number) => (count === 1 ? 'Known by 1 host key' : `Known by ${count} host keys`),
  noKeys: 'No host key is confirmed yet',
  controller: (address: string) => `Management controller at ${address}`,
  poolsController: 'The pool knows its management controller',
  noController: 'Where its management controller is nobody has said',
  port: ({ nic, switch: name, port }: SwitchPort) => `${nic} hangs on ${[name, port].filter(Boolean).join(', ')}`,
  failed: (why: string) => `Could not be tried: ${why}`,
} as const;

const advice: Readonly<Record<ReadinessAdvice['is'], string | undefined>> = {
  // What to do about these two is said with the ways themselves.
  'add-second-address': undefined,
  'mend-second-way': undefined,
  'open-ssh': 'Let SSH in while all is well: without it only its toolstack can be asked.',
  'keep-second-plugged': 'Forbid unplugging of the second interface, or it stays away after a restart in an emergency.',
  'confirm-host-key': 'Open Recovery once and compare the host key, so that nobody has to on the day.',
  'name-bmc': 'Name its management controller: it alone proves that a host is off.',
};

export function adviceText({ is }: ReadinessAdvice): string | undefined {
  return advice[is];
}

/** In a table: as short as can be. */
export function secondWayWord({ is }: SecondWay): string {
  return words[is];
}

const words: Readonly<Record<SecondWay['is'], string>> = {
  works: 'Works',
  untried: 'Not tried',
  waits: 'Key or login',
  fails: 'Fails',
  none: 'None',
};

/** What was tried, when, and how it ended. */
export function secondWayHint(second: SecondWay, nowMs: number): string {
  switch (second.is) {
    case 'none':
      return 'No second route. Give it an address on another network, over another card.';
    case 'untried':
      return 'Its second address was not tried yet.';
    default:
      return `${wayText(second.way)}: ${cameText(second.way)}, tried ${timeText(second.atMs, nowMs)}`;
  }
}

function wayText({ over, address }: TriedWay): string {
  return over === undefined ? address : darkWaysText.through([over], address);
}

export function cameText({ came, failure }: TriedWay): string {
  return failure === undefined || came === 'works' ? 'leads here' : attemptFailureText(failure);
}
