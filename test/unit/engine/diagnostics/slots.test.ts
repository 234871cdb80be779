import { expect, test } from 'vitest';
import { createSlots, type Slots } from '#engine/diagnostics/slots.ts';

const nobodyLeaves = new AbortController().signal;

/** Who came in, in that order; each leaves when it is told to. */
function aGate(slots: Slots): {
  readonly inside: string[];
  come(name: string, wish?: { readonly over?: string; readonly need?: () => readonly number[]; readonly signal?: AbortSignal }): Promise<void>;
  leave(name: string): Promise<void>;
} {
  const inside: string[] = [];
  const leaving = new Map<string, () => void>();
  return {
    inside,
    async come(name, { over, need = () => [], signal = nobodyLeaves } = {}) {
      slots.take({ over, need, signal }).then(
        (leave) => {
          inside.push(name);
          leaving.set(name, leave);
        },
        () => inside.push(`${name} gave up`),
      );
      await settled();
    },
    async leave(name) {
      leaving.get(name)?.();
      await settled();
    },
  };
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

test('who is most wanted comes next, judged when a slot is free, and among equals who came first', async () => {
  const gate = aGate(createSlots({ most: 1, mostOverOne: 1 }));
  let hasWon = false;
  await gate.come('first');
  await gate.come('of a host that has a way by then', { need: () => [hasWon ? 1 : 0] });
  await gate.come('doubtful', { need: () => [0, 1] });
  await gate.come('likely', { need: () => [0, -1] });
  await gate.come('as likely', { need: () => [0, -1] });
  hasWon = true;
  for (const name of ['first', 'likely', 'as likely', 'doubtful']) await gate.leave(name);
  expect(gate.inside).toEqual(['first', 'likely', 'as likely', 'doubtful', 'of a host that has a way by then']);
});

test('a machine that is gone over by enough keeps nobody waiting who goes over another', async () => {
  const gate = aGate(createSlots({ most: 4, mostOverOne: 2 }));
  for (const name of ['a1', 'a2', 'a3']) await gate.come(name, { over: 'a' });
  await gate.come('b1', { over: 'b' });
  await gate.come('straight');
  await gate.come('one too many');
  expect(gate.inside).toEqual(['a1', 'a2', 'b1', 'straight']);
  await gate.leave('straight');
  expect(gate.inside.slice(4)).toEqual(['one too many']);
  await gate.leave('a1');
  expect(gate.inside.slice(5)).toEqual(['a3']);
});

test('who gives up takes no place, and who leaves twice frees one', async () => {
  const gate = aGate(createSlots({ most: 1, mostOverOne: 1 }));
  const impatient = new AbortController();
  await gate.come('first');
  await gate.come('impatient', { signal: impatient.signal });
  await gate.come('second');
  await gate.come('third');
  impatient.abort();
  await gate.leave('first');
  await gate.leave('first');
  expect(gate.inside).toEqual(['first', 'impatient gave up', 'second']);
});
