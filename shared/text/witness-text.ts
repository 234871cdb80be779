import type { Liveness } from '#shared/domain/liveness/liveness.ts';
import type { PortState, ProbeWitness } from '#shared/domain/liveness/witness.ts';

const livenessWords: Readonly<Record<Liveness['because'], string>> = {
  'answers-us': 'It answers us',
  'pool-says-so': 'The pool says so',
  'pool-has-lost-it': 'The pool has lost it, though it answers us',
  'only-the-pool-reaches-it': 'Only the pool reaches it',
  'toolstack-does-not-answer': 'It is there, but its toolstack does not answer',
  'nobody-knows': 'Nobody has heard of it lately',
  'nobody-reaches-it': 'Nobody reaches it',
};

export const witnessText = {
  pool: 'Pool says',
  probe: 'Probe says',
  ssh: 'SSH says',
  together: 'Together',
  live: 'Live',
  dark: 'Dark',
  disabled: 'Live, takes no VMs',
  notAsked: 'Not asked yet',
  askNow: 'Ask now',
  asking: 'Asking…',
  because: ({ is, because }: Liveness): string =>
    `${is === 'live' ? 'Live' : is === 'dark' ? 'Dark' : 'Disagree'}: ${sentenceStart(livenessWords[because])}.`,
} as const;

function sentenceStart(words: string): string {
  return `${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}

export function probeText({ toolstack, https, tls }: ProbeWitness): string {
  switch (toolstack.is) {
    case 'lets-in':
      return 'Answers and lets us in';
    case 'refuses':
      return `Answers: ${toolstack.code}`;
    case 'silent':
      return 'Port open, toolstack silent';
    case 'not-xapi':
      return 'Something else answers there';
    default:
      return https === 'open' ? tlsText(tls) : httpsText[https];
  }
}

const httpsText: Readonly<Record<Exclude<PortState, 'open'>, string>> = {
  refused: 'Port 443 refuses',
  silent: 'No answer',
  'no-way': 'No way leads there from here',
};

function tlsText(tls: ProbeWitness['tls']): string {
  if (tls === 'untrusted') return 'Answers with a certificate that is not trusted';
  return tls === 'failed' ? 'Port open, no TLS' : 'Port 443 is open';
}

/** Of SSH the probe has only knocked at the port. */
export const sshPortText: Readonly<Record<PortState, string>> = {
  open: 'Port 22 answers',
  refused: 'Port 22 refuses',
  silent: 'No answer on port 22',
  'no-way': 'No way leads there from here',
};
