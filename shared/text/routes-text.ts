import type { Attempt, AttemptFailure, SecretKind, Stage } from '#shared/domain/routes/attempt.ts';
import type { RankReason, RouteCandidate, RouteKind } from '#shared/domain/routes/candidate.ts';

const kindWords: Readonly<Record<RouteKind, string>> = {
  'direct-management': 'Management address',
  'direct-secondary': 'Another address of the host',
  jump: 'Over a member of the pool',
  bastion: 'Over a machine of yours',
  'jump-link-local': 'Over a neighbour, without an address',
  'xapi-only': 'Toolstack only, without SSH',
  bmc: 'Management controller',
};

export function routeKindText(kind: RouteKind): string {
  return kindWords[kind];
}

/** One line that names a route: where it leads, and over whom. */
export function routeText({ address, via, network }: RouteCandidate): string {
  const over = via === undefined ? '' : ` over ${via.name}`;
  return `${address}${network === undefined ? '' : ` (${network})`}${over}`;
}

const reasonWords: Readonly<Record<RankReason['what'], string>> = {
  kind: 'what this kind of way is worth',
  'static-address': 'the address is fixed',
  'address-may-be-outdated': 'the address came from a DHCP server, and its lease may be over',
  'worked-today': 'it worked within a day',
  'worked-this-month': 'it worked within a month',
  'failed-just-now': 'it failed in the last ten minutes',
  'same-card-as-management': 'it uses the card of the management interface, which the pool has lost',
  'jump-is-live-with-link': 'the member is live and has a link on that network',
  'jump-is-master': 'the member is the master, which is spared',
  'not-attached': 'the interface was not plugged in',
};

export function rankReasonText({ what, points }: RankReason): string {
  return `${points > 0 ? '+' : ''}${points} ${reasonWords[what]}`;
}

const stageWords: Readonly<Record<Stage, string>> = {
  resolve: 'Find the name',
  connect: 'Connect',
  banner: 'SSH answers',
  'host-key': 'Host key',
  auth: 'Log in',
  identity: 'Is it this host',
  run: 'Ask the host',
};

export function stageText(stage: Stage): string {
  return stageWords[stage];
}

const stateWords: Readonly<Record<Attempt['state'], string>> = {
  running: 'Being tried',
  waiting: 'Waiting for you',
  works: 'Works',
  'in-use': 'In use',
  failed: 'Failed',
};

export function attemptStateText(state: Attempt['state']): string {
  return stateWords[state];
}

const secretWords: Readonly<Record<SecretKind, string>> = {
  'agent-key': 'the keys of your agent',
  key: 'your key',
  password: 'the password',
  'keyboard-interactive': 'your answers',
};

const plainFailures = {
  'name-not-found': 'The name has no address.',
  refused: 'The machine is there, and nothing listens at this port.',
  'no-route': 'The network leads nowhere: no route, or no answer to ARP.',
  closed: 'The connection was closed before it stood.',
  'not-ssh': 'Something answers that does not speak SSH.',
  'no-common-algorithms': 'The machine and Poolkeeper have no encryption in common.',
  lost: 'The connection was lost.',
  'jump-refused-forwarding': 'The machine in between lets us in, but opens no connection for us.',
  'no-secret': 'There is no key and no password to log in with.',
  'no-identity': 'The machine does not say which host it is.',
  stopped: 'It was stopped.',
} as const;

/** Why an attempt ended, in a sentence or two. */
export function attemptFailureText(failure: AttemptFailure): string {
  switch (failure.is) {
    case 'timed-out':
      return `No answer within ${(failure.afterMs / 1000).toLocaleString('en')} s.`;
    case 'proxy':
      return `The proxy did not let us through (${failure.status}).`;
    case 'jump-failed':
      return `The machine in between: ${attemptFailureText(failure.why)}`;
    case 'host-key-unconfirmed':
      return 'Nobody has confirmed its host key yet. Nothing secret was sent.';
    case 'host-key-rejected':
      return 'You did not accept its host key.';
    case 'host-key-changed':
      return 'It shows another host key than the one this host is known by: another machine has its address, or it was installed anew. Nothing secret was sent.';
    case 'secret-refused':
      return `It refused ${listed(failure.tried.map((kind) => secretWords[kind]))}.`;
    case 'another-host':
      return `Another host answers here: ${failure.found}.`;
    default:
      return plainFailures[failure.is];
  }
}

function listed(words: readonly string[]): string {
  return [...new Set(words)].join(', ');
}
