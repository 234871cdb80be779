import { powerText } from './window-text.ts';

interface Refusal {
  readonly what: string;
  readonly next: string;
  readonly code: string;
}

/** What a host answers who asks it for a console. */
export function consoleRefusal(status: number): Refusal {
  return { ...(refusals[status] ?? otherRefusal), code: `HTTP ${status}` };
}

const otherRefusal = { what: 'The host does not hand out this console.', next: 'The VM may be moving or restarting. Try again in a moment.' };

const refusals: Readonly<Record<number, Omit<Refusal, 'code'>>> = {
  401: { what: 'The host does not know this login any more.', next: 'Try again; if it stays, reconnect the pool.' },
  403: { what: 'Your role does not allow to look at this console.', next: 'It needs the role VM operator; ask an administrator of the pool.' },
  404: { what: 'This console is gone.', next: 'The VM was stopped, moved or restarted a moment ago.' },
  500: { what: 'The host does not run this VM now.', next: 'It may be moving or restarting. Try again in a moment.' },
  503: { what: 'Somebody else looks at this console, and the pool allows one at a time.', next: 'Try again when they have left.' },
};

/** What the tab says around the screen of a VM. */
export const consoleText = {
  tab: 'Console',
  screenOf: (vm: string) => `Screen of ${vm}`,
  tools: (vm: string) => `Console of ${vm}`,
  keys: 'Keys',
  sendKeys: 'Send keys',
  ctrlAltDel: 'Ctrl+Alt+Del',
  typeText: 'Type text…',
  fit: 'Fit',
  exact: '100 %',
  scale: (now: string) => `Scale: ${now}`,
  fitLong: 'Fit to the window',
  exactLong: 'Pixel for pixel',
  undock: 'Open in its own window',
  undocked: 'This console is open in a window of its own.',
  showHere: 'Show it here',
  noWindow: 'The browser did not let a window open. Allow windows for this page and try again.',
  fullScreen: 'Full screen',
  noFullScreen: 'Full screen is not allowed here.',
  rfb: 'Screen',
  vt100: 'Text console',
  guest: 'Connect to the guest',
  guestShort: 'Guest…',
  guestOf: (vm: string) => `Connect to the guest of ${vm}`,
  guestWays: { 3389: 'Remote desktop (RDP)', 5900: 'VNC', 22: 'SSH' },
  way: 'Way',
  address: 'Address',
  state: 'State',
  ownProgram: 'With a program of your own',
  answers: 'Answers',
  silent: 'No answer',
  close: 'Close',
  copied: 'Copied',
  openRdp: 'Open',
  rdpSaved: (name: string) => `Saved ${name}. Open it to start your remote desktop program.`,
  asking: 'Asking…',
  copyAddress: (address: string) => `Copy ${address}`,
  noGuestAddress: 'The guest has told of no address: its tools are not running.',
  noGuestPort: 'From this computer the guest answers on none of these now. It is asked again every 30 seconds.',
  halted: (vm: string, power: string) => `${vm} is ${powerText(power).toLowerCase()}, so it shows nothing.`,
  start: 'Start',
  resume: 'Resume',
  awaited: (host: string) => (host === '' ? 'Waiting for the screen…' : `Waiting for the screen on ${host}…`),
  connecting: (host: string) => (host === '' ? 'Connecting…' : `Connecting through ${host}…`),
  paused: 'Paused: this is what was on the screen. Keys reach it once it runs again.',
  unpause: 'Unpause',
  dark: (host: string) => `${host} does not answer its pool. What works is tried, also the way an open Recovery has found.`,
  openRecovery: 'Open Recovery',
  lost: 'The picture is not live any more.',
  nextTry: (seconds: number) => `Next try in ${seconds} s.`,
  tryNow: 'Try now',
  noServer: 'The pool cannot be reached, so no console can be opened.',
  liveScreen: (width: number, height: number) => `Live screen, ${width} × ${height}`,
  liveText: 'Live text console',
  through: (host: string) => `Through ${host}`,
  release: 'Ctrl+Alt releases the keyboard',
  typeTitle: 'Type text into the guest',
  typeWhat: 'Text',
  typeNote: 'It is typed key by key as on a US keyboard, so it also reaches login prompts and installers.',
  typeGo: 'Type',
  cancel: 'Cancel',
  typing: (done: number, all: number) => `Typing ${done} of ${all}`,
  stopTyping: 'Stop typing',
  typed: (count: number) => `Typed ${count} ${count === 1 ? 'character' : 'characters'}.`,
  windowTitle: (vm: string) => `${vm} · Console`,
  gone: 'This VM is not there any more.',
  loading: 'Waiting for the pool…',
} as const;
