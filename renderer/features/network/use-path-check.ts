import { useEffect, useRef, useState } from 'react';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import type { PathQuestion, PathWord } from '#shared/domain/networks/path-check.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';

export interface Tried {
  readonly question: PathQuestion;
  readonly word: PathWord | { readonly is: 'asking' };
}

export interface PathTrial {
  readonly network: RefOf<'network'>;
  /** What was tried, with the size it was tried with. */
  readonly mtu: number;
  readonly tried: readonly Tried[];
}

interface Asked {
  readonly network: RefOf<'network'>;
  readonly mtu: number;
  readonly questions: readonly PathQuestion[];
}

/** Every host tries for itself, all at once. */
export function usePathCheck({ server }: Target) {
  const client = useClient();
  const [trial, setTrial] = useState<PathTrial>();
  const running = useRef(new AbortController());
  useEffect(() => () => running.current.abort(), []);

  async function tryFrom(question: PathQuestion, { network, mtu }: Omit<Asked, 'questions'>): Promise<void> {
    const { signal } = running.current;
    const tell = (word: Tried['word']): void =>
      signal.aborted ? undefined : setTrial((known) => (known === undefined ? known : withWord(known, question, word)));
    tell({ is: 'asking' });
    const result = await client.call('network.ask-path', { server: server.id, host: question.host, network, mtu, to: question.to }, signal);
    tell(result.ok ? result.value.word : { is: 'no-way' });
  }

  function begin({ questions, ...of }: Asked): void {
    running.current.abort();
    running.current = new AbortController();
    setTrial({ ...of, tried: questions.map((question) => ({ question, word: { is: 'asking' } })) });
    for (const question of questions) tryFrom(question, of).catch(reportError);
  }

  function tryAgain(host: HostRef): void {
    const question = trial?.tried.find((one) => one.question.host === host)?.question;
    if (trial !== undefined && question !== undefined) tryFrom(question, trial).catch(reportError);
  }

  return { trial, begin, tryAgain };
}

function withWord(trial: PathTrial, question: PathQuestion, word: Tried['word']): PathTrial {
  return { ...trial, tried: trial.tried.map((one) => (one.question.host === question.host ? { question, word } : one)) };
}
