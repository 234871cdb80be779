import { expect, test } from 'vitest';
import { loadModel } from '#shared/xapi/load-model.ts';
import type { ModelMessage } from '#shared/xapi/model.ts';
import { parameterCountsOf } from '#simulator/model/error-parameters.ts';
import { misfits } from '#test/support/misfits.ts';
import { recordedLines, recordedText, recordingsFolder, tally } from '#test/support/recordings.ts';

interface Answer {
  readonly error?: { readonly message: string; readonly data: readonly string[] };
}

interface ArityLine {
  readonly method: string;
  readonly no_params: Answer;
}

interface RecordsLine {
  readonly method: string;
  readonly json: string;
}

/** The server answers a call without any parameter with how many it expects, the session left out. */
function expectedCount(message: ModelMessage | undefined): string | undefined {
  return message === undefined ? undefined : String(message.parameters.filter((parameter) => !parameter.isOptional).length);
}

test.skipIf(recordingsFolder === undefined)('the model counts required parameters as the server does', async () => {
  const { messages } = await loadModel();
  const counts = tally('7-live/arity (model)');
  for (const line of recordedLines<ArityLine>('7-live/arity')) {
    const name = line.method.replace(/^Async\./, '');
    const message = messages.get(name);
    // Calls between the hosts of a pool are listed by the server but no part of its data model.
    if (message === undefined || line.no_params.error?.message !== 'MESSAGE_PARAMETER_COUNT_MISMATCH') continue;
    counts.compare(line.method, expectedCount(message), line.no_params.error.data[1]);
  }
  expect(counts.close()).toEqual([]);
});

test.skipIf(recordingsFolder === undefined)('the server lists every call of the model', async () => {
  const { messages } = await loadModel();
  const listed = new Set<unknown>(JSON.parse(recordedText('7-live/methods.json.gz')));
  expect([...messages.keys()].filter((name) => !listed.has(name))).toEqual([]);
});

test.skipIf(recordingsFolder === undefined)('what the server ran or refused to run as a task is marked so', async () => {
  const { messages } = await loadModel();
  const twins = tally('7-live (asynchronous twins)');
  const text = ['bad_refs', 'lifecycle', 'tasks'].map((name) => recordedText(`7-live/${name}.jsonl.gz`)).join('\n');
  const refused = new Set([...text.matchAll(/No async mode for this operation \(rpc: ([\w.]+)\)/g)].map((match) => match[1]));
  const called = new Set([...text.matchAll(/"Async\.([\w.]+)"/g)].map((match) => match[1]));
  for (const name of called) {
    const message = name === undefined ? undefined : messages.get(name);
    if (name !== undefined && message !== undefined) twins.compare(name, message.isAsync, !refused.has(name));
  }
  expect(twins.close()).toEqual([]);
});

test.skipIf(recordingsFolder === undefined)('recorded records have exactly the fields and types of the model', async () => {
  const model = await loadModel();
  const fits = tally('7-live/records (types)');
  const bulkReads = recordedLines<RecordsLine>('7-live/records').filter((line) => line.method.endsWith('.get_all_records'));
  for (const line of bulkReads) {
    const className = line.method.split('.')[0] ?? '';
    const records: unknown = JSON.parse(line.json).result;
    for (const [ref, record] of Object.entries(records ?? {})) {
      fits.compare(`${className} ${ref}`, misfits(model, { kind: 'record', class: className }, record), []);
    }
  }
  expect(fits.close()).toEqual([]);
});

test.skipIf(recordingsFolder === undefined)('recorded errors carry the parameters the model names', async () => {
  const model = await loadModel();
  const counts = tally('7-live (error parameters)');
  for (const name of ['arity', 'bad_refs', 'events', 'ha_calls', 'lifecycle', 'power_states', 'tasks', 'types_and_fields']) {
    for (const [code, parameters] of recordedErrors(recordedText(`7-live/${name}.jsonl.gz`))) {
      const allowed = parameterCountsOf(model, code);
      counts.compare(`${name} ${code}`, allowed?.includes(parameters), true);
    }
  }
  expect(counts.close()).toEqual([]);
});

/** Code and number of parameters of every JSON-RPC 2.0 error in a recording, whichever way the line holds its answer. */
function recordedErrors(text: string): (readonly [string, number])[] {
  const found: (readonly [string, number])[] = [];
  const look = (value: unknown): void => {
    if (typeof value === 'string' && value.startsWith('{"jsonrpc')) look(parsed(value));
    if (typeof value !== 'object' || value === null) return;
    const { message, data } = value as { message?: unknown; data?: unknown };
    if (typeof message === 'string' && /^[A-Z][A-Z0-9_]+$/.test(message) && Array.isArray(data)) found.push([message, data.length]);
    for (const item of Object.values(value)) look(item);
  };
  for (const line of text.split('\n')) if (line !== '') look(JSON.parse(line));
  return found;
}

/** Some recorded bodies are not JSON on purpose. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
