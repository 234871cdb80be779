import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { loadModel } from '#shared/xapi/load-model.ts';
import { generate } from './generate.ts';
import { readModel } from './read-model.ts';

const GENERATED = join(import.meta.dirname, '../../shared/xapi/generated');

async function main(source: string | undefined): Promise<void> {
  if (source === undefined) throw new Error('usage: node build/generate-xapi/main.ts MODEL.json');
  const json: unknown = JSON.parse(await readFile(source, 'utf8'));
  // Only the official format leans on what an earlier run knew; the other must also work where there was none.
  const known = Array.isArray(json) ? await loadModel() : undefined;
  const files = generate(readModel(json, known));
  // A class that left the model must not leave its files behind.
  await rm(GENERATED, { recursive: true, force: true });
  for (const file of files) {
    const path = join(GENERATED, file.path);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, file.text);
  }
}

await main(process.argv[2]);
