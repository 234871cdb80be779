import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { aTestEngine, type TestEngine } from '#test/support/test-engine.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poolkeeper-view-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

const aRun = (): TestEngine => aTestEngine({ paths: { data: folder } });
const written = async (): Promise<string> => await readFile(join(folder, 'view.json'), 'utf8');

test('what the window leaves is found at the next start', async () => {
  const value = { open: ['pool:1', 'host:2'], width: 280 };
  {
    await using engine = aRun();
    expect(await engine.call('view.get', { key: 'tree.expanded' })).toEqual({ ok: true, value: {} });
    await engine.call('view.set', { key: 'tree.expanded', value });
    expect(await engine.call('view.get', { key: 'tree.expanded' })).toEqual({ ok: true, value: { value } });
  }
  await using later = aRun();
  expect(await later.call('view.get', { key: 'tree.expanded' })).toEqual({ ok: true, value: { value } });
});

test('many changes in a moment are one write', async () => {
  await using engine = aRun();
  for (let width = 0; width < 50; width += 1) await engine.call('view.set', { key: 'tree.width', value: width });
  expect(engine.clock.pending()).toBe(1);
  engine.clock.advance(1_000);
  expect(engine.clock.pending()).toBe(0);
});

test('a key without a value is forgotten', async () => {
  {
    await using engine = aRun();
    await engine.call('view.set', { key: 'search', value: 'planted' });
    await engine.call('view.set', { key: 'search' });
  }
  expect(await written()).not.toContain('search');
});

test('the oldest gives way when there is too much', async () => {
  await using engine = aRun();
  for (let number = 0; number < 401; number += 1) await engine.call('view.set', { key: `key-${number}`, value: number });
  expect(await engine.call('view.get', { key: 'key-0' })).toEqual({ ok: true, value: {} });
  expect(await engine.call('view.get', { key: 'key-1' })).toEqual({ ok: true, value: { value: 1 } });
});

test.each([
  { key: '../settings', value: 1 },
  { key: '', value: 1 },
  { key: 'big', value: 'x'.repeat(65 * 1024) },
])('nothing odd or big is taken: $key', async (input) => {
  await using engine = aRun();
  expect(await engine.engine.dispatch('view.set', input, new AbortController().signal)).toMatchObject({ ok: false });
});

test('a damaged file is put aside and a later release keeps its own', async () => {
  await writeFile(join(folder, 'view.json'), 'no json');
  {
    await using engine = aRun();
    expect(await engine.call('view.get', { key: 'any' })).toEqual({ ok: true, value: {} });
  }
  await writeFile(join(folder, 'view.json'), '{"version":99,"content":[]}');
  {
    await using engine = aRun();
    await engine.call('view.set', { key: 'any', value: true });
    expect(await engine.call('view.get', { key: 'any' })).toEqual({ ok: true, value: { value: true } });
  }
  expect(await written()).toContain('99');
});
