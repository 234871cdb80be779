import type { Output } from '#shared/contract/calls.ts';
import type { VaultState } from '#shared/contract/calls/vault-calls.ts';
import type { ProxyDraft, VaultNeed } from '#shared/domain/wizards/connect-form.ts';

/** Adding servers in all its ways, and the servers that are kept. */
export const connectText = {
  rememberServer: 'Remember this server',
  rememberPassword: 'and its password',
  keepPassword: 'Remember the password',
  more: 'More: the way to the server',
  way: 'Way',
  proxyAddress: 'Proxy',
  proxyHint: 'proxy.example:3128',
  proxyUser: 'User of the proxy',
  proxyPassword: 'Password of the proxy',
  jump: 'Jump host',
  newJump: 'Another one…',
  jumpAddress: 'Address of the jump host',
  jumpHint: 'jump.example, or with a port: jump.example:2222',
  jumpUser: 'User on the jump host',
  jumpNote: 'Console, graphs and transfers go the same way. Your SSH agent and the keys in the settings are tried first.',
  progress: 'How far it has come',
  showIt: 'Show it',
  copyFingerprint: 'Copy fingerprint',
  copied: 'Copied',
  now: 'Shown now',
  before: 'Trusted before',
  listed: "The pool's own records name the new certificate for this host.",
  notListed: "The pool's own records do not name the new certificate.",
  unknownValidity: 'Not known',
  other: 'Or open',
  list: 'a list of servers',
  file: 'a pool database file, read only',
  saved: (count: number) => (count === 1 ? 'the saved server' : `one of ${count} saved servers`),
  close: 'Close',
  back: 'Back',
} as const;

/** What a connection that has ended waits for. */
export const linkQuestionText = {
  open: {
    password: 'Type the password…',
    vault: 'Unlock the passwords…',
    certificate: 'Compare the certificates…',
    jump: 'Answer the jump host…',
    way: 'Change the way…',
  },
  title: (name: string) => `Connect to ${name} again`,
  password: (user: string) => `Password of ${user}`,
  connect: 'Connect',
  trying: 'Connecting…',
  typeInstead: 'Type the password instead',
} as const;

export const wayText: Readonly<Record<ProxyDraft['way'], string>> = {
  settings: 'As the settings say',
  direct: 'Direct',
  http: 'Through an HTTP proxy',
  jump: 'Over an SSH jump host',
};

/** Where a password would be kept; stands in the empty field. */
export function vaultHint(vault: VaultState | undefined): string | undefined {
  if (vault?.is === 'open') return vault.keyHeldBy === 'system' ? "Kept in the system's keychain" : 'Kept sealed with your passphrase';
  return undefined;
}

export const vaultText = {
  title: { locked: 'Unlock the saved passwords', 'no-passphrase': 'Choose a passphrase' } satisfies Record<VaultNeed, string>,
  intro: {
    locked: 'Saved passwords are sealed with your passphrase. Type it to keep and to use them.',
    'no-passphrase': 'This computer offers no keychain, so saved passwords are sealed with a passphrase of yours. It is kept nowhere.',
  } satisfies Record<VaultNeed, string>,
  passphrase: 'Passphrase',
  again: 'The same again',
  differs: 'The two are not the same.',
  go: { locked: 'Unlock', 'no-passphrase': 'Choose' } satisfies Record<VaultNeed, string>,
  without: 'Go on without keeping the password',
  later: 'Not now',
  atStart: 'Some servers wait for their passwords.',
} as const;

export const importText = {
  title: 'Open a list of servers',
  intro: 'A CSV file or any text with a server on each line: its address, then its user. A heading and remarks after # are understood.',
  choose: 'List of servers',
  table: 'What the list says',
  columns: ['Line', 'Server', 'User', 'Result'],
  isNew: 'Will be added',
  add: (count: number) => (count === 1 ? 'Add 1 server' : `Add ${count} servers`),
  nothing: 'There is no new server on this list.',
  added: (count: number) =>
    count === 1 ? '1 server was added. Connect to it when you need it.' : `${count} servers were added. Connect to them when you need them.`,
  unreadable: 'This file could not be read as text.',
} as const;

type ListProblem = Output<'saved.import'>['problems'][number];

export function listProblemText(problem: ListProblem): string {
  switch (problem.rule) {
    case 'not-an-address':
      return 'Left out: this is not an address.';
    case 'listed-twice':
      return `Left out: it is on line ${problem.firstLine} already.`;
    case 'saved-already':
      return 'Left out: it is saved already.';
    default:
      return problem satisfies never;
  }
}

export const openFileText = {
  title: 'Open a pool database file',
  intro: 'What xe pool-dump-database writes, or state.db of a master, compressed or not. It is shown like a pool, for looking only.',
  choose: 'Database file',
  open: 'Open',
  opening: 'Opening…',
} as const;

export const savedText = {
  title: 'Saved servers',
  empty: 'No server is saved.',
  connect: 'Connect',
  connected: 'Connected',
  edit: 'Edit',
  remove: 'Remove',
  forgetPassword: 'Forget password',
  name: 'Name',
  nameHint: 'As the pool calls itself',
  address: 'Address or name',
  user: 'User',
  atStart: 'Connect at start',
  save: 'Save',
  cancel: 'Cancel',
  passwordKept: 'password kept',
  askedEachTime: 'password asked each time',
  password: (name: string) => `Password for ${name}`,
  about: (user: string, address: string) => `${user} at ${address}`,
  act: (what: string, name: string) => `${what}: ${name}`,
} as const;
