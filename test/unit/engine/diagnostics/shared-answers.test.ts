import { expect, test } from 'vitest';
import { createSharedAnswers } from '#engine/diagnostics/shared-answers.ts';
import { createFakeClock } from '#test/support/fake-clock.ts';

const patient = new AbortController().signal;

/** Counts what is really asked; answers when it is told to. */
function anOracle(): { readonly asked: AbortSignal[]; ask(signal: AbortSignal): Promise<string>; answer(): void } {
  const asked: AbortSignal[] = [];
  const waiting: (() => void)[] = [];
  return {
    asked,
    async ask(signal) {
      asked.push(signal);
      const count = asked.length;
      return await new Promise((resolve) => waiting.push(() => resolve(`answer ${count}`)));
    },
    answer: () => waiting.shift()?.(),
  };
}

test('who asks while it is being asked, or soon after, hears the same answer', async () => {
  const clock = createFakeClock();
  const answers = createSharedAnswers<string>(clock);
  const { asked, ask, answer } = anOracle();
  const startedMs = clock.now();
  const both = Promise.all([1, 2].map(async () => await answers.get('m', { notBeforeMs: startedMs, signal: patient, ask })));
  answer();
  expect(await both).toEqual(['answer 1', 'answer 1']);
  clock.advance(10_000);
  expect(await answers.get('m', { notBeforeMs: startedMs, signal: patient, ask })).toBe('answer 1');
  expect(asked).toHaveLength(1);
});

test('another machine, and whoever wants it newer, has it asked anew', async () => {
  const clock = createFakeClock();
  const answers = createSharedAnswers<string>(clock);
  const { ask, answer } = anOracle();
  const first = answers.get('m', { notBeforeMs: clock.now(), signal: patient, ask });
  const other = answers.get('n', { notBeforeMs: clock.now(), signal: patient, ask });
  clock.advance(1);
  const newer = answers.get('m', { notBeforeMs: clock.now(), signal: patient, ask });
  for (let count = 0; count < 3; count += 1) answer();
  expect(await Promise.all([first, other, newer])).toEqual(['answer 1', 'answer 2', 'answer 3']);
});

test('one who goes away takes the answer from nobody, the last one ends the asking', async () => {
  const clock = createFakeClock();
  const answers = createSharedAnswers<string>(clock);
  const { asked, ask } = anOracle();
  const [one, two] = [new AbortController(), new AbortController()];
  const gone = [one, two].map(async ({ signal }) => await answers.get('m', { notBeforeMs: clock.now(), signal, ask }));
  const ends = Promise.allSettled(gone);
  one.abort();
  await gone[0]?.catch(() => undefined);
  expect(asked[0]?.aborted).toBe(false);
  two.abort();
  expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(asked[0]?.aborted).toBe(true);
});
