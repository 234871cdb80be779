import type { Question } from '#shared/contract/recovery-schema.ts';
import type { AskPerson } from './keyring.ts';
import type { Machine } from './machine.ts';

interface Dialogue {
  readonly question: Question;
  readonly settle: (answers: readonly string[] | undefined) => void;
}

/** What machines ask of their own accord while we log in, and nobody but a person can answer. */
export interface Dialogues {
  readonly ask: AskPerson;
  /** The one that is open; the others wait. */
  question(): Question | undefined;
  /** False when nobody asks that. */
  settle(question: string, answers: readonly string[] | undefined): boolean;
  /** Nobody will answer any more. */
  close(): void;
}

export interface DialoguesSetup {
  readonly newId: () => string;
  readonly isOnTheWay: (machine: Machine) => boolean;
  readonly wasRefused: (machine: Machine) => boolean;
  readonly onChange: () => void;
}

export function createDialogues(setup: DialoguesSetup): Dialogues {
  const open = new Set<Dialogue>();
  return {
    async ask(machine, { title, prompts }) {
      const { promise, resolve } = Promise.withResolvers<readonly string[] | undefined>();
      const question: Question = {
        is: 'secret',
        id: setup.newId(),
        of: { name: machine.name, address: machine.address, isOnTheWay: setup.isOnTheWay(machine) },
        user: machine.user,
        want: { is: 'prompts', title, prompts: prompts.map((prompt) => ({ ...prompt })) },
        wasRefused: setup.wasRefused(machine),
      };
      const dialogue: Dialogue = { question, settle: resolve };
      open.add(dialogue);
      setup.onChange();
      try {
        return await promise;
      } finally {
        open.delete(dialogue);
        setup.onChange();
      }
    },
    question() {
      const [first] = open;
      return first?.question;
    },
    settle(id, answers) {
      const dialogue = [...open].find(({ question }) => question.id === id);
      dialogue?.settle(answers);
      return dialogue !== undefined;
    },
    close() {
      for (const { settle } of open) settle(undefined);
    },
  };
}
