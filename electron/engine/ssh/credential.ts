import type { BaseAgent, ParsedKey } from 'ssh2';
import type { SecretKind } from '#shared/domain/routes/attempt.ts';

export interface Prompt {
  readonly text: string;
  readonly isShown: boolean;
}

/** Something to prove who we are with. Each is tried once. */
export type Credential = Proof & {
  /** It was tried, and is not to be tried again. */
  readonly onRefused?: () => void;
};

type Proof =
  | { readonly is: 'agent-key'; readonly agent: BaseAgent | string }
  | { readonly is: 'key'; readonly key: ParsedKey }
  | { readonly is: 'password'; readonly reveal: () => string }
  /** Answers what the machine asks; undefined gives up. */
  | { readonly is: 'keyboard-interactive'; readonly answer: (title: string, prompts: readonly Prompt[]) => Promise<readonly string[] | undefined> };

/** The machine's own word for what it accepts. */
const method: Readonly<Record<SecretKind, string>> = {
  'agent-key': 'publickey',
  key: 'publickey',
  password: 'password',
  'keyboard-interactive': 'keyboard-interactive',
};

/** The first that this machine would listen to; a password also where only a dialogue is offered. */
export function nextCredential(left: readonly Credential[], accepted: readonly string[]): Credential | undefined {
  return left.find((credential) => mayUse(credential, accepted));
}

function mayUse(credential: Credential, accepted: readonly string[]): boolean {
  // Where a plain password is taken, a dialogue would only ask for it again.
  if (credential.is === 'keyboard-interactive' && accepted.includes('password')) return false;
  if (accepted.includes(method[credential.is])) return true;
  return credential.is === 'password' && accepted.includes('keyboard-interactive');
}
