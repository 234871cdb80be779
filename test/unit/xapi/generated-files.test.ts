import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generate } from '#build/generate-xapi/generate.ts';
import { readModel } from '#build/generate-xapi/read-model.ts';
import { loadModel } from '#shared/xapi/load-model.ts';

const source = process.env['XAPI_MODEL'];
const folder = join(import.meta.dirname, '../../../shared/xapi/generated');

test.skipIf(source === undefined)('the generated files are what the data model in XAPI_MODEL gives', async () => {
  const json: unknown = JSON.parse(readFileSync(source ?? '', 'utf8'));
  const expected = generate(readModel(json, await loadModel()));
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const texts = found.map((entry) => join(entry.parentPath, entry.name)).map((path): [string, string] => [path, readFileSync(path, 'utf8')]);
  expect(new Map(texts)).toEqual(new Map(expected.map((file): [string, string] => [join(folder, file.path), file.text])));
});
