import { timeText } from './format.ts';
import type { Diagnosis, Verdict } from '#shared/domain/diagnosis/diagnosis.ts';

/** What the page that recovers a host says, beside findings, routes and panels. */
export const recoveryText = {
  tab: 'Recovery',
  verdict: 'What is known of the host',
  liveAndIll: 'The pool still calls it live, and something is wrong.',
  opening: 'Starting to look for ways to the host…',
  notOpened: 'The host could not be looked for.',
  again: 'Try again',
  lockTitle: 'Reset power state, Forget host: locked',
  unlockTitle: 'Reset power state, Forget host: open',
  poolSays: 'The pool says',
  probeSays: 'The network probe says',
  sshSays: 'SSH says',
  reachesDirectly: (network: string) => `Poolkeeper reaches the host ${network === '' ? 'directly' : `on ${network}`}.`,
  reachesOver: (network: string, over: string) => `Poolkeeper reaches the host ${network === '' ? '' : `on ${network}, `}through ${over}.`,
  findings: 'Findings and repairs',
  mostLikelyFirst: 'most likely cause first',
  noFindings: 'Nothing is wrong that the host tells of.',
  findingsLater: 'Findings come as soon as the host has been read.',
  causes: { certain: 'Cause', likely: 'Likely cause', possible: 'Possible cause' },
  followsFrom: (rank: number) => `Follows from ${rank}`,
  more: (count: number) => (count === 1 ? 'Show 1 more' : `Show ${count} more`),
  fewer: 'Show fewer',
  harmless: 'harmless',
  typeName: 'type the host name',
  undoneAfter: (seconds: number) => `undone after ${seconds} s unless it works`,
  copyReport: 'Copy for whoever can fix it',
  copied: 'Copied',
  byHand: 'By hand',
  live: 'Live from the host',
  liveNote: (seconds: number) => `Read from the host itself every ${seconds} s. “≠” marks what the pool believes otherwise.`,
  paused: 'Paused',
  pausedNote: 'The host is not asked while this is paused.',
  pause: 'Pause',
  resume: 'Go on',
  refresh: 'Read again',
  verifiedAt: (time: string) => `Verified over SSH at ${time}`,
  lastReadAt: (time: string) => `Last read at ${time}`,
  notRead: 'Not read yet',
  copyPanel: (title: string) => `Copy ${title}`,
  findingsShort: (count: number) => (count === 1 ? '1 finding' : `${count} findings`),
  back: (time: string) => `Live again at ${time}.`,
  commands: {
    investigate: 'Investigate host',
    terminal: 'Terminal',
    console: 'Host console menu',
    saveEvidence: 'Save evidence',
    checkAgain: 'Check all again',
    notOpen: 'The host has not been looked at yet.',
    saved: (name: string) => `${name} has been saved. Passwords and keys are left out.`,
    notSaved: (why: string) => `The evidence was not saved. ${why}`,
  },
} as const;

export interface VerdictLook {
  readonly tone: 'ok' | 'warn' | 'danger' | 'quiet';
  /** Where there is room for two words. */
  readonly short: string;
}

const looks: Readonly<Record<Verdict['is'], VerdictLook>> = {
  live: { tone: 'ok', short: 'live' },
  isolated: { tone: 'warn', short: 'dark, alive' },
  'vms-down': { tone: 'warn', short: 'alive, no VMs' },
  reached: { tone: 'warn', short: 'alive' },
  'wrong-host': { tone: 'danger', short: 'another machine' },
  searching: { tone: 'quiet', short: 'searching' },
  unknown: { tone: 'warn', short: 'unknown' },
  off: { tone: 'danger', short: 'off' },
};

export function verdictLook({ verdict, headline }: Pick<Diagnosis, 'verdict' | 'headline'>): VerdictLook {
  return verdict.is === 'live' && headline !== undefined ? { tone: 'warn', short: 'live' } : looks[verdict.is];
}

/** What SSH has to say of the host as a whole. */
export const sshText = {
  trying: (routes: number) => (routes === 1 ? 'Trying 1 way…' : `Trying ${routes} ways…`),
  asks: 'Waits for your answer',
  noWay: 'No way works',
  closed: 'Not asked',
  alive: (vms: number | undefined) => (vms === undefined ? 'Alive' : vms === 1 ? 'Alive, 1 VM' : `Alive, ${vms} VMs`),
  proven: 'Host key and UUID match the pool’s record.',
  tried: (failed: number) => `${failed === 1 ? '1 way has' : `${failed} ways have`} failed; they are tried again.`,
  at: (time: string) => `SSH ${time}`,
  nothing: 'Nothing is known from the host itself.',
} as const;

/** How long ago, in steps of five seconds so that it does not flicker. */
export function agoText(atMs: number, nowMs: number): string {
  const seconds = Math.max(0, Math.round((nowMs - atMs) / 1000));
  if (seconds < 60) return `${seconds < 5 ? seconds : Math.floor(seconds / 5) * 5} s ago`;
  return timeText(atMs, nowMs);
}

export const poolWordText = {
  live: 'Live',
  notNoticed: 'Live, has not noticed yet',
  dark: 'Dark',
  disabled: 'Live, takes no VMs',
  unknown: 'Nothing is known',
  noticesLate: 'A host that falls silent is noticed within ten minutes.',
  lost: (time: string) => `The pool had given it up by ${time}; its heartbeats may have ended ten minutes before.`,
  heard: (time: string) => `It was dark before this window looked. Its last entry is from ${time}.`,
  neverSeen: 'It was dark before this window looked.',
  stale: 'The pool itself is not connected.',
  notAsked: 'Not asked yet',
  probeLater: 'The ports are tried when the host falls silent.',
} as const;

/** What somebody in front of the machine can do when nothing leads to it. */
export const consoleText = {
  title: 'At the machine itself',
  intro: 'No way leads to the host from here. Somebody in front of it, or at its remote console, can look:',
  steps: [
    'Connect a screen and a keyboard, or open the remote console of its management controller (iDRAC, iLO, XCC, IPMI).',
    'If the screen is black, press a key. If the machine is off, note that: only then may its VMs be started elsewhere.',
    'On “Status Display”, read the management device, its address and whether it is connected.',
    'Open “Network and Management Interface”, then “Display NICs”: a NIC without link needs its cable or its switch port.',
    'Open “Test Network” and ping the gateway: no answer points to the switch or a wrong VLAN.',
    'Open “Local Command Shell”, log in as root, and type: list_domains',
    'More than one line means that VMs are running. Do not start them elsewhere, and do not switch the machine off.',
    'Do not choose “Emergency Network Reset”: it restarts the machine and ends every VM on it.',
  ],
  copy: 'Copy the steps',
  print: 'Print',
  serial: {
    label: 'Serial console',
    how: 'Without going there: its controller carries the host’s own screen as a serial console, where that is set up on the machine. From another host of the pool or any machine that reaches the controller, send this line; put the controller’s user in place of root, and its password when you are asked:',
    copy: 'Copy the line',
    open: (host: string) => `Type it in a terminal on ${host}`,
    leave: 'Press Enter if nothing shows: the console menu of the host appears. To leave, press Enter, then ~ and a full stop.',
  },
} as const;

/** What a dark host itself says of a VM. */
export const vmTruthText = {
  'verified-running': (time: string) => `Verified running over SSH at ${time}`,
  'not-there': (time: string) => `Not running on it, seen over SSH at ${time}`,
  'ran-there': (time: string) => `Ran there at ${time}, seen over SSH; unknown since`,
  unknown: 'Unknown: its host has not said whether it runs',
} as const;
