import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { PlanAnswer, PlanQuestion } from '#shared/domain/ha/questions.ts';
import { allowOwnThreads } from './own-threads.ts';

export interface Planning<Q extends PlanQuestion> {
  readonly is: 'calculating' | 'known' | 'cancelled';
  /** The last that was found out: to the question before, while the next answer is awaited. */
  readonly answer: PlanAnswer<Q> | undefined;
  readonly cancel: () => void;
  readonly again: () => void;
}

interface Settled<Q extends PlanQuestion> {
  /** Which time of asking it belongs to. */
  readonly asked: object;
  readonly is: 'known' | 'cancelled';
  readonly answer: PlanAnswer<Q> | undefined;
}

/** Asks a thread of its own, so that the window never waits; a new question ends the one before. */
export function usePlan<Q extends PlanQuestion>(question: Q): Planning<Q> {
  const [turn, setTurn] = useState(0);
  const [settled, settle] = useState<Settled<Q>>();
  const asked = useMemo(() => ({ question, turn }), [question, turn]);
  const thread = useRef<Worker>(undefined);
  useEffect(() => {
    allowOwnThreads();
    const worker = new Worker(new URL('./planner-thread.ts', import.meta.url), { type: 'module' });
    thread.current = worker;
    worker.addEventListener('message', ({ data }: MessageEvent<PlanAnswer<Q>>) => {
      settle({ asked, is: 'known', answer: data });
      worker.terminate();
    });
    worker.addEventListener('error', (event) => reportError(event.error ?? new Error(event.message)));
    worker.postMessage(asked.question, { transfer: [] });
    return () => worker.terminate();
  }, [asked]);
  const cancel = useCallback(() => {
    thread.current?.terminate();
    settle((before) => ({ asked, is: 'cancelled', answer: before?.answer }));
  }, [asked]);
  const again = useCallback(() => setTurn((before) => before + 1), []);
  return { is: settled?.asked === asked ? settled.is : 'calculating', answer: settled?.answer, cancel, again };
}
