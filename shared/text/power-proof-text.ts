import type { BmcWord } from '#shared/domain/diagnosis/believed.ts';
import type { WordProblem } from '#shared/domain/diagnosis/power-proof.ts';
import { clockText } from './format.ts';

/** What is said where a host can be proven to be off. */
export const powerProofText = {
  title: 'Is the host off?',
  intro: 'Only its power proves that nothing runs there. Until then its VMs may be writing to their disks.',
  controller: 'Management controller',
  somebody: 'Somebody at the machine',
  ways: 'Set address and login…',
  askNow: 'Ask again',
  form: 'I stood before it, or at its power, and it is off',
  name: (host: string) => `Type ${host}: the machine you looked at`,
  looked: 'What you looked at',
  lookedHint: 'rack B4 unit 20, no light on, both power cords pulled',
  say: 'Write it down: the host is off',
  nameFirst: 'The name does not match.',
  lookedFirst: 'Say in a few words what you looked at.',
  recorded: 'Your name, the time and these words are kept, and every repair that rests on them says so. They count for one hour.',
  said: (by: string, time: string) => `${by} wrote at ${time}:`,
  takeBack: 'Take it back',
  refused: (why: string) => `It was not written down. ${why}`,
  restsOnController: (time: string) => `Management controller, ${time}: power is off`,
  restsOnWord: (by: string, time: string, looked: string) => `${by}, ${time}: ${looked}`,
  restsOnDomains: (time: string) => `The host itself over SSH, ${time}: no VM runs`,
} as const;

export const wordProblemText: Readonly<Record<WordProblem | 'not-whole', string>> = {
  answers: 'Something of the host answers, so it is not off.',
  searching: 'Not all ways have been tried yet.',
  'power-is-on': 'Its management controller says that the power is on.',
  'not-whole': 'The name does not match, or nothing is said of what was looked at.',
};

export function bmcText(bmc: BmcWord): string {
  switch (bmc.is) {
    case 'on':
      return `Power is on (${clockText(bmc.atMs)})`;
    case 'off':
      return `Power is off (${clockText(bmc.atMs)})`;
    case 'unreachable':
      return 'Does not answer. That proves nothing.';
    case 'refused':
      return 'Answers, and does not take the login.';
    default:
      return 'Not asked: no address and login are known, or no other host of the pool could ask it.';
  }
}

/** Where there is room for two words. */
export const bmcShortText: Readonly<Record<BmcWord['is'], string>> = {
  on: 'Power is on',
  off: 'Power is off',
  unreachable: 'No answer',
  refused: 'Login refused',
  'not-asked': 'Not asked',
};
