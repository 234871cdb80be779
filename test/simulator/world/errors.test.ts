import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadModel } from '#shared/xapi/load-model.ts';
import { parameterCountsOf } from '#simulator/model/error-parameters.ts';

const WORLD = join(import.meta.dirname, '../../../electron/simulator/world');

interface Raised {
  readonly file: string;
  readonly code: string;
  readonly count: number;
}

/** Every error whose code is written out where it is raised, with how many parameters it is given there. */
function raisedIn(file: string): readonly Raised[] {
  const source = readFileSync(join(WORLD, file), 'utf8');
  return [...source.matchAll(/new XapiError\('([A-Z_0-9]+)'/g)].map((match) => ({
    file,
    code: match[1] ?? '',
    count: parametersAfter(source, match.index + match[0].length),
  }));
}

const OPENING = new Set(['(', '[', '{', '${']);
const CLOSING = new Set([')', ']', '}']);

/** Counts the commas up to the closing parenthesis, those inside brackets and texts left out. */
function parametersAfter(source: string, start: number): number {
  let depth = 0;
  let count = 0;
  const tokens = source.slice(start).matchAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|[()[\]{},]/g);
  for (const [token] of tokens) {
    if (depth === 0 && token === ')') return count;
    if (OPENING.has(token)) depth += 1;
    else if (CLOSING.has(token)) depth -= 1;
    else if (token === ',' && depth === 0) count += 1;
  }
  throw new Error('an error is raised without end');
}

test('every error is raised with as many parameters as the model names', async () => {
  const model = await loadModel();
  const files = readdirSync(WORLD, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const raised = files.flatMap(raisedIn);
  expect(raised.length).toBeGreaterThan(100);
  const wrong = raised.filter(({ code, count }) => parameterCountsOf(model, code)?.includes(count) !== true);
  expect(wrong.map(({ file, code, count }) => `${file}: ${code} with ${count}, named are ${model.errors.get(code)?.join(', ') ?? 'none'}`)).toEqual(
    [],
  );
});
