import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockDataFolder, lockFolder, processStart } from '#hosting/folder-lock.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poolkeeper-lock-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

/** Processes by number, with when they started. */
const running = (processes: Readonly<Record<number, string>>) => async (pid: number) => await Promise.resolve(processes[pid]);

test('a folder belongs to one process at a time, and to the next once it is given back', async () => {
  const startOf = running({ 1: 'a', 2: 'b' });
  const first = await lockFolder({ folder, self: { pid: 1, startedAt: 'a' }, startOf });
  expect(await lockFolder({ folder, self: { pid: 2, startedAt: 'b' }, startOf })).toEqual({ is: 'taken', pid: 1 });
  if (first.is === 'ours') await first.release();
  expect(await lockFolder({ folder, self: { pid: 2, startedAt: 'b' }, startOf })).toMatchObject({ is: 'ours' });
});

test('what a process left that is gone counts for nothing', async () => {
  await lockFolder({ folder, self: { pid: 1, startedAt: 'a' }, startOf: running({ 1: 'a' }) });
  expect(await lockFolder({ folder, self: { pid: 2, startedAt: 'b' }, startOf: running({ 2: 'b' }) })).toMatchObject({ is: 'ours' });
});

test('nor when its number belongs to another process today', async () => {
  await lockFolder({ folder, self: { pid: 1, startedAt: 'a' }, startOf: running({ 1: 'a' }) });
  expect(await lockFolder({ folder, self: { pid: 2, startedAt: 'b' }, startOf: running({ 1: 'later', 2: 'b' }) })).toMatchObject({ is: 'ours' });
});

test('nor what was cut short', async () => {
  await writeFile(join(folder, 'in-use.json'), '{"pi');
  expect(await lockFolder({ folder, self: { pid: 2, startedAt: 'b' }, startOf: running({}) })).toMatchObject({ is: 'ours' });
});

test('of many who find a left-over at once one gets the folder', async () => {
  await lockFolder({ folder, self: { pid: 99, startedAt: 'a' }, startOf: running({ 99: 'a' }) });
  const startOf = async (pid: number) => await Promise.resolve(pid === 99 ? undefined : `${pid}`);
  const tries = Array.from(
    { length: 20 },
    async (_, index) => await lockFolder({ folder, self: { pid: index + 1, startedAt: `${index + 1}` }, startOf }),
  );
  const locks = await Promise.all(tries);
  expect(locks.filter(({ is }) => is === 'ours')).toHaveLength(1);
});

test('the real system knows this process, and none of a number nobody has', async () => {
  expect(await processStart(process.pid)).toEqual(expect.any(String));
  expect(await processStart(2_147_483_646)).toBeUndefined();
  const lock = await lockDataFolder(join(folder, 'new'));
  expect(await lockDataFolder(join(folder, 'new'))).toEqual({ is: 'taken', pid: process.pid });
  if (lock.is === 'ours') await lock.release();
  expect(await readdir(join(folder, 'new'))).toEqual([]);
});
