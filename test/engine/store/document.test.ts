import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { removeUnfinished } from '#engine/store/atomic-file.ts';
import { type DocumentShape, openDocument } from '#engine/store/document.ts';
import { StoreError } from '#engine/store/store-error.ts';

interface Colours {
  readonly names: readonly string[];
}

const shape: DocumentShape<Colours> = {
  version: 3,
  content: z.object({ names: z.array(z.string()) }),
  empty: { names: [] },
  upgrade: (content, version) => (version === 1 ? { names: [content] } : content),
};

let folder = '';
let counter = 0;
const unique = (): string => String((counter += 1));
const open = () => openDocument({ path: join(folder, 'deep', 'colours.json'), shape, unique });
const put = async (text: string): Promise<void> => {
  await (await open()).update((content) => content);
  await writeFile(join(folder, 'deep', 'colours.json'), text);
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poolkeeper-store-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

describe('a document', () => {
  test('that was never saved opens empty', async () => {
    const document = await open();
    expect({ found: document.found, content: document.current() }).toEqual({ found: { is: 'new' }, content: { names: [] } });
  });

  test('keeps what was saved', async () => {
    await (await open()).update(({ names }) => ({ names: [...names, 'red'] }));
    const again = await open();
    expect({ found: again.found, content: again.current() }).toEqual({ found: { is: 'as-saved' }, content: { names: ['red'] } });
  });

  // Windows keeps access in lists that follow the folder, not in mode bits.
  test.skipIf(process.platform === 'win32')('is readable by its owner only', async () => {
    await (await open()).update((content) => content);
    expect((await stat(join(folder, 'deep', 'colours.json'))).mode & 0o777).toBe(0o600);
  });

  test('lands many updates asked for together in their order', async () => {
    const document = await open();
    await Promise.all(Array.from({ length: 50 }, (_, index) => document.update(({ names }) => ({ names: [...names, String(index)] }))));
    expect((await open()).current().names).toEqual(Array.from({ length: 50 }, (_, index) => String(index)));
  });

  test('of an older version is brought forward step by step', async () => {
    await put(JSON.stringify({ version: 1, content: 'blue' }));
    expect((await open()).current()).toEqual({ names: ['blue'] });
  });

  test('of a later release is refused and left alone', async () => {
    await put(JSON.stringify({ version: 4, content: { names: [], shades: [] } }));
    await expect(open()).rejects.toEqual(expect.objectContaining({ name: 'StoreError', kind: 'newer-version' }));
    expect(JSON.parse(await readFile(join(folder, 'deep', 'colours.json'), 'utf8'))).toEqual({ version: 4, content: { names: [], shades: [] } });
  });

  test.each(['', '{"version":3,"content":{"names":["re', '[]', '{"version":3,"content":{"names":[7]}}', '\u0000\u0000\u0000'])(
    'that is damaged (%j) opens empty and its file is kept',
    async (text) => {
      await put(text);
      const { found } = await open();
      if (found.is !== 'damaged') throw new Error(`found ${found.is}`);
      expect(await readFile(found.keptAt, 'utf8')).toBe(text);
    },
  );

  test('that cannot be written says so with the cause', async () => {
    await writeFile(join(folder, 'deep'), 'a file where the folder should be');
    const failure = await open().then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(StoreError);
  });
});

test('what a dead process left half-written is removed, the rest stays', async () => {
  await put('{}');
  await writeFile(join(folder, 'deep', 'colours.json.77.new'), 'half');
  await removeUnfinished(join(folder, 'deep'));
  expect(await readdir(join(folder, 'deep'))).toEqual(['colours.json']);
});
