import type { HostFinding } from '#shared/domain/connection/host-finding.ts';
import type { LoginAnswer } from '#shared/domain/connection/login-answer.ts';

/** What it means, and the first step to take. */
export interface FindingText {
  readonly what: string;
  readonly next?: string;
}

type Plain = Exclude<HostFinding['is'], 'answered'>;

const plainWords: Readonly<Record<Plain, FindingText>> = {
  'in-order': { what: 'The host answers and lets us in.' },
  'machine-or-network-down': {
    what: 'Neither the toolstack nor SSH answers: the host is off, or its management network is down.',
    next: 'Check its power, remotely if it can be, then its switch port and its other network cards.',
  },
  'toolstack-down': {
    what: 'The machine is on, but its toolstack does not listen.',
    next: 'Look at the services and the free disk space over SSH, then restart the toolstack.',
  },
  'toolstack-hangs': {
    what: 'The toolstack takes the question and does not answer.',
    next: 'Look over SSH at what it waits for: its database, or storage that does not respond.',
  },
  'no-tls': { what: 'Something listens, but no TLS connection comes about.', next: 'Look over SSH at the TLS service and the certificate files.' },
  untrusted: {
    what: 'The host shows a certificate that neither you nor the pool has confirmed.',
    next: 'Compare its fingerprint on the host itself before you go on.',
  },
  'not-xapi': { what: 'Something answers, but not as a toolstack.', next: 'Check the address: another machine may have it now.' },
  'no-way-there': { what: 'No way leads to the host from here, so nothing is known about it.', next: 'Check your own network and any VPN.' },
  'not-asked': { what: 'The toolstack listens; it was not asked to let us in.', next: 'Type the password to find out more.' },
};

export function hostFindingText(finding: HostFinding): FindingText {
  return finding.is === 'answered' ? loginAnswerText(finding.answer) : plainWords[finding.is];
}

type Bare = Extract<LoginAnswer['is'], 'starting' | 'no-management-address' | 'its-own-member' | 'broken' | 'lost-statefile' | 'ha-not-started'>;
type Refused = Extract<LoginAnswer['is'], 'password-differs' | 'not-authorised' | 'no-role'>;

const answerWords: Readonly<Record<Bare | Refused, FindingText>> = {
  starting: { what: 'The toolstack is still starting, or tries to again and again.', next: 'Wait a few minutes; SSH shows how long it has been up.' },
  'no-management-address': {
    what: 'The management interface has lost its address.',
    next: 'Configure it again on the console of the host, or over SSH on another of its addresses.',
  },
  'its-own-member': { what: 'The host believes to be a member of itself.', next: 'Its role file is wrong: set who is master, over SSH.' },
  broken: { what: 'The host has marked itself as broken.', next: 'Look at its role file and its logs over SSH.' },
  'lost-statefile': {
    what: 'High availability keeps the host from starting: it cannot reach the heartbeat disk.',
    next: 'Check the storage of the heartbeat.',
  },
  'ha-not-started': {
    what: 'High availability could not be started on this host.',
    next: 'Check heartbeat storage and network, or disable HA on this host.',
  },
  'password-differs': { what: 'The host does not accept the password of the pool.', next: 'Type the password of this host once.' },
  'not-authorised': { what: 'This account may not log in here.', next: 'Ask an administrator of the pool to add it.' },
  'no-role': { what: 'This account has no role in the pool.', next: 'Ask an administrator of the pool for one.' },
};

function loginAnswerText(answer: LoginAnswer): FindingText {
  switch (answer.is) {
    case 'member':
      return { what: `A healthy member of a pool; its master is ${answer.master}.`, next: 'Connect to the master.' };
    case 'master-cannot-talk-back':
      return {
        what: `The master cannot reach the host at ${answer.address}, though the host reaches the master.`,
        next: 'Test the way from the master to the host: a firewall or a wrong address is between them.',
      };
    case 'unknown-to-master':
      return {
        what: 'The master does not know this host, or their pool secrets differ.',
        next: 'Let the host join again, or point it at the right master.',
      };
    case 'newer-than-master':
      return { what: 'The host has been updated before its master.', next: 'Update the master first.' };
    case 'cannot-reach-master':
      return { what: 'The host runs, but cannot reach its master.', next: 'Look after the master first; if it is gone for good, promote a member.' };
    case 'other':
      return { what: `The server refused: ${answer.code}.` };
    default:
      return answerWords[answer.is];
  }
}
