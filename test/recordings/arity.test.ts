import { expect, test } from 'vitest';
import { recordedWorld } from '#test/support/recorded-world.ts';
import { aLoneHost } from '#test/support/lone-host.ts';
import { recordedLines, recordingsFolder, tally } from '#test/support/recordings.ts';

interface Answer {
  readonly error?: unknown;
  readonly result?: unknown;
}

interface Line {
  readonly method: string;
  readonly no_params: Answer;
  readonly bad_session_only: Answer;
}

test.skipIf(recordingsFolder === undefined)('the number of parameters is checked before the session', async () => {
  const recorded = await recordedWorld({ ...aLoneHost(), startMs: 0 });
  const count = tally('7-live/arity');
  const ask = async (method: string, parameters: readonly string[]): Promise<Answer> => {
    const {
      id: _id,
      jsonrpc: _version,
      ...answer
    } = JSON.parse((await recorded.ask(method, parameters)).text) as Answer & { id: number; jsonrpc: string };
    return answer;
  };
  for (const line of recordedLines<Line>('7-live/arity')) {
    count.compare(`${line.method} without parameters`, await ask(line.method, []), line.no_params);
    count.compare(`${line.method} with a bad session only`, await ask(line.method, ['OpaqueRef:bad']), line.bad_session_only);
  }
  expect(count.close()).toEqual([]);
});
