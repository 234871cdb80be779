import type { AnyAuthMethod, KeyboardInteractiveAuthMethod, NextAuthHandler } from 'ssh2';
import type { SecretKind } from '#shared/domain/routes/attempt.ts';
import { type Credential, nextCredential } from './credential.ts';
import { SshError } from './ssh-error.ts';

export interface AuthenticationTurn {
  /** What the machine would listen to; undefined before it was asked. */
  readonly accepted: readonly string[] | undefined;
  readonly isPartial: boolean;
  readonly use: NextAuthHandler;
}
export type AskForCredential = (turn: AuthenticationTurn) => void;

/** Offers one credential after another, each once, and only what the machine would listen to. */
export interface Login {
  readonly ask: AskForCredential;
  /** A person is being asked something. */
  isAsking(): boolean;
  /** Undefined as long as something was left to be tried. */
  failure(): SshError | undefined;
}

export function createLogin(user: string, credentials: readonly Credential[]): Login {
  const tried: SecretKind[] = [];
  let left = credentials;
  let accepted: readonly string[] = [];
  let isOver = false;
  let last: Credential | undefined;
  let asking = 0;

  function methodOf(credential: Credential): AnyAuthMethod {
    switch (credential.is) {
      case 'agent-key':
        return { type: 'agent', username: user, agent: credential.agent };
      case 'key':
        // The library takes keys it has parsed itself as well, which its types do not say.
        return { type: 'publickey', username: user, key: credential.key as unknown as string };
      case 'password':
        if (accepted.includes('password')) return { type: 'password', username: user, password: credential.reveal() };
        return {
          type: 'keyboard-interactive',
          username: user,
          prompt: answering(async (_title, prompts) => await Promise.resolve(ifOnlyPassword(prompts, credential.reveal))),
        };
      default:
        return { type: 'keyboard-interactive', username: user, prompt: answering(credential.answer) };
    }
  }

  function answering(how: Extract<Credential, { readonly is: 'keyboard-interactive' }>['answer']): KeyboardInteractiveAuthMethod['prompt'] {
    return (name, instructions, _language, prompts, finish) => {
      const asked = prompts.map(({ prompt, echo }) => ({ text: prompt, isShown: echo === true }));
      if (asked.length === 0) return finish([]);
      asking += 1;
      how([name, instructions].filter((text) => text !== '').join(' '), asked)
        .then(
          (answers) => finish([...(answers ?? [])]),
          // Whoever was to answer has gone; no answer is refused like a wrong one.
          () => finish([]),
        )
        .finally(() => {
          asking -= 1;
        });
    };
  }

  return {
    ask(turn) {
      // What it accepts is learned by offering nothing.
      if (turn.accepted === undefined) return turn.use({ type: 'none', username: user });
      accepted = turn.accepted;
      // What counted as a first half of two was not refused.
      if (!turn.isPartial) last?.onRefused?.();
      const credential = nextCredential(left, accepted);
      if (credential === undefined) {
        isOver = true;
        return giveUp(turn.use);
      }
      last = credential;
      left = left.filter((other) => other !== credential);
      tried.push(credential.is);
      turn.use(methodOf(credential));
    },
    isAsking: () => asking > 0,
    failure() {
      if (!isOver) return undefined;
      return new SshError('auth', tried.length === 0 ? { is: 'no-secret' } : { is: 'secret-refused', tried, accepted });
    },
  };
}

/** The library's word for "nothing left", which its types leave out. */
function giveUp(use: NextAuthHandler): void {
  (use as unknown as (method: false) => void)(false);
}

/** A password is given to a dialogue that asks for nothing else. */
function ifOnlyPassword(
  prompts: readonly { readonly text: string; readonly isShown: boolean }[],
  reveal: () => string,
): readonly string[] | undefined {
  const [only, ...others] = prompts;
  if (only === undefined || others.length > 0 || only.isShown || !/pass(word|phrase|code)|kennwort/i.test(only.text)) return undefined;
  return [reveal()];
}
