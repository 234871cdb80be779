import type { Attempt, AttemptFailure, OwnFailure, Stage } from '#shared/domain/routes/attempt.ts';
import type { RankReason, RouteCandidate } from '#shared/domain/routes/candidate.ts';

export const routeText = {
  title: 'Routes to this host',
  route: 'Route',
  columns: { connect: 'TCP', key: 'Key', login: 'Login', identity: 'ID' },
  result: 'Result',
  passed: 'passed',
  failed: 'failed',
  running: 'under way',
  notYet: 'not reached',
  thisComputer: 'This computer',
  inUse: (ms: number | undefined) => (ms === undefined ? 'In use' : `In use, ${ms} ms`),
  standby: 'Standby, another NIC',
  works: 'Works',
  waiting: 'Waits for your answer',
  unconfirmed: 'Its key is not confirmed',
  confirm: 'Confirm…',
  confirmRoute: (name: string) => `Confirm the key on: ${name}`,
  controller: 'Management controller',
  trying: 'Trying…',
  notTried: 'Not tried yet',
  nextTry: (seconds: number) => `again in ${seconds} s`,
  use: 'Use',
  takeRoute: (name: string) => `Use ${name}`,
  more: (count: number) => `${count} more`,
  fewer: 'Fewer',
  leftOut: (count: number) => `${count} more over other members are tried when these fail.`,
  none: 'No way to this host is known. Add an address or a host to go over.',
  map: (name: string, way: string) => `Map of the ways to ${name}. ${way}`,
  mapInUse: (way: string) => `In use: ${way}.`,
  mapNone: 'None works.',
  looking: (count: number) => `Trying ${count}`,
  noneWorks: 'None works',
  summary: (works: number, nics: number) => `${works === 1 ? '1 works' : `${works} work`}, on ${nics <= 1 ? 'one NIC' : `${nics} NICs`}`,
} as const;

/** The name a pool gives by itself says no more than the card. */
const BY_ITSELF = /^Pool-wide network associated with /;

export function networkName({ network, nic }: Pick<RouteCandidate, 'network' | 'nic'>): string | undefined {
  return network === undefined || BY_ITSELF.test(network) ? nic : network;
}

/** As a person would say where it leads. */
export function routeName({ kind, address, via, network, nic }: RouteCandidate): string {
  const over = via?.name ?? '';
  switch (kind) {
    case 'direct-management':
      return 'Direct, management';
    case 'direct-secondary':
      return `Direct, ${networkName({ network, nic }) ?? address}`;
    case 'jump':
    case 'bastion':
      return `Through ${over}, ${nic ?? address}`;
    case 'jump-link-local':
      return `${over}, link-local`;
    case 'xapi-only':
      return `Toolstack only, ${address}`;
    case 'bmc':
      return `BMC ${address}`;
    default:
      return kind satisfies never;
  }
}

/** `isAsked`: the question it waits for is on the page. */
export function attemptText(attempt: Attempt | undefined, isAsked = true): string {
  if (attempt === undefined) return routeText.notTried;
  if (attempt.state === 'waiting' && !isAsked) return routeText.unconfirmed;
  switch (attempt.state) {
    case 'in-use':
      return routeText.inUse(connectMs(attempt));
    case 'works':
      return routeText.works;
    case 'waiting':
      return routeText.waiting;
    case 'running':
      return routeText.trying;
    default:
      return attempt.failure === undefined ? 'Failed' : attemptFailureText(attempt.failure);
  }
}

function connectMs({ passed }: Attempt): number | undefined {
  const took = passed.find(({ stage }) => stage === 'connect')?.tookMs;
  return took === undefined ? undefined : Math.round(took);
}

export function attemptFailureText(failure: AttemptFailure): string {
  if (failure.is === 'jump-failed') return `The host in between: ${ownFailureText(failure.why).toLowerCase()}`;
  return ownFailureText(failure);
}

export function ownFailureText(failure: OwnFailure): string {
  switch (failure.is) {
    case 'timed-out':
      return `No answer in ${(failure.afterMs / 1000).toLocaleString(undefined, { maximumFractionDigits: 1 })} s`;
    case 'proxy':
      return `The proxy refused, ${failure.status}`;
    case 'secret-refused':
      return failure.accepted.length === 0 ? 'Login refused' : `Login refused; it takes ${failure.accepted.join(', ')}`;
    case 'another-host':
      return 'Another machine answers here';
    case 'host-key-changed':
      return 'The host key has changed; nothing was sent';
    case 'host-key-unconfirmed':
      return 'Waits for you to confirm the key';
    case 'host-key-rejected':
      return 'You refused its key';
    default:
      return plainFailures[failure.is];
  }
}

const plainFailures = {
  'name-not-found': 'The name has no address',
  refused: 'Port refuses',
  'no-route': 'No route from here',
  closed: 'Closed the connection',
  'not-ssh': 'Something else than SSH answers',
  'no-common-algorithms': 'No common algorithms',
  lost: 'Connection lost',
  'jump-refused-forwarding': 'Forwards no connections',
  'no-secret': 'No password or key is known',
  'no-identity': 'Did not say who it is',
  stopped: 'Stopped',
} as const;

const reasons: Readonly<Record<RankReason['what'], string>> = {
  kind: 'kind of way',
  'static-address': 'fixed address',
  'address-may-be-outdated': 'address may be outdated',
  'worked-today': 'worked today',
  'worked-this-month': 'worked this month',
  'failed-just-now': 'failed just now',
  'same-card-as-management': 'on the NIC that failed',
  'jump-is-live-with-link': 'host in between is live',
  'jump-is-master': 'would burden the master',
  'not-attached': 'interface is unplugged',
};

const stageNames: Readonly<Record<Stage, string>> = {
  resolve: 'find the name',
  connect: 'connect',
  banner: 'SSH answers',
  'host-key': 'host key',
  auth: 'log in',
  identity: 'is it this host',
  run: 'ask the host',
};

export function stageText(stage: Stage): string {
  return stageNames[stage];
}

/** Why it stands where it stands, for the tooltip. */
export function rankText({ because, score }: RouteCandidate): string {
  return `${because.map(({ what, points }) => `${reasons[what]} ${points > 0 ? `+${points}` : points}`).join(', ')}; together ${score}`;
}
