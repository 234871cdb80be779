import { expect, test } from 'vitest';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { noteSubjects } from '#shared/domain/tasks/noted-subjects.ts';
import { noteProgress, stalledMs } from '#shared/domain/tasks/stalled.ts';
import { countTasks, filterTasks } from '#shared/domain/tasks/task-counts.ts';
import { type OwnTask, type ReportTask, type ServerTask, taskEntries, type TaskRef, type TaskSources } from '#shared/domain/tasks/task-entry.ts';
import { taskSubject } from '#shared/domain/tasks/task-subject.ts';
import { serverTaskTitle } from '#shared/text/tasks-text.ts';
import { anInventory } from '#test/support/inventories.ts';

function ours(id: string, changes: Partial<OwnTask> = {}): OwnTask {
  return { id, server: 's', startedAtMs: 10, state: { is: 'running' }, ...changes };
}

function theirs(changes: Partial<ServerTask> = {}): ServerTask {
  return {
    uuid: '',
    name: 'Async.VM.start',
    description: '',
    created: 5,
    finished: null,
    status: 'pending',
    progress: 0,
    residentOn: null,
    errorInfo: [],
    otherConfig: {},
    subtaskOf: null,
    ...changes,
  };
}

function entries(operations: readonly OwnTask[], tasks: Readonly<Record<string, ServerTask>> = {}, read: readonly string[] = []) {
  const known = new Map(Object.entries(tasks).map(([ref, task]) => [ref as TaskRef, task]));
  const sources: TaskSources<OwnTask> = { operations, servers: [{ id: 's', tasks: known }], read: new Set(read) };
  return taskEntries(sources);
}

const failed = ours('failed', { endedAtMs: 20, state: { is: 'failed' } });

test('failed ones come first until they are read, then what runs here, then elsewhere, then what has ended', () => {
  const done = ours('done', { endedAtMs: 30, state: { is: 'done' } });
  const all = [done, failed, ours('runs'), ours('waits', { state: { is: 'waiting' } })];
  const elsewhere = { theirs: theirs({ created: 99 }) };
  expect(entries(all, elsewhere).map(({ key }) => key)).toEqual(['failed', 'runs', 'waits', 's/theirs', 'done']);
  expect(entries(all, elsewhere, ['failed']).map(({ key }) => key)).toEqual(['runs', 'waits', 's/theirs', 'done', 'failed']);
});

test('what this window brings over is ours, and is read and counted like an operation', () => {
  const report = (changes: Partial<ReportTask>): ReportTask => {
    const running = { id: 'r', server: 's', host: 'h' as HostRef, hostName: 'xcp3', bytes: 9, startedAtMs: 5, phase: 'running' } as const;
    return { ...running, ...changes };
  };
  const listed = (reports: readonly ReportTask[], read: readonly string[] = []) =>
    taskEntries<OwnTask>({
      operations: [],
      reports,
      servers: [{ id: 's', tasks: new Map([['t' as TaskRef, theirs({ created: 9 })]]) }],
      read: new Set(read),
    });
  const running = listed([report({})]);
  expect(running.map(({ key, progress }) => [key, progress])).toEqual([
    ['r', undefined],
    ['s/t', 0],
  ]);
  expect(filterTasks(running, { words: '', whose: 'us', show: 'running' }, ({ key }) => key).map(({ key }) => key)).toEqual(['r']);
  const lost = report({ phase: 'failed', endedAtMs: 8 });
  expect(countTasks(listed([lost]), 0)).toEqual({ running: 1, failed: 1, doneToday: 0 });
  expect(countTasks(listed([lost], ['r']), 0).failed).toBe(0);
});

test('an operation and its task on the server are one line', () => {
  expect(entries([ours('a', { task: 't' })], { t: theirs(), u: theirs() }).map(({ key }) => key)).toEqual(['a', 's/u']);
});

test('parts of other tasks, and what programs ask all day, are no lines', () => {
  expect(entries([], { part: theirs({ subtaskOf: 'whole' as TaskRef }), scan: theirs({ name: 'SR.scan' }) })).toEqual([]);
});

test('an operation the app did not live to see the end of has to be looked at', () => {
  expect(entries([ours('a', { state: { is: 'interrupted' } })])[0]).toMatchObject({ phase: 'failed', isUnread: true });
});

test('the strip counts what runs, what failed unread, and what was done since midnight', () => {
  const done = [ours('y', { endedAtMs: 40, state: { is: 'done' } }), ours('t', { endedAtMs: 60, state: { is: 'done' } })];
  expect(countTasks(entries([failed, ours('r'), ...done], { t: theirs() }), 50)).toEqual({ running: 2, failed: 1, doneToday: 1 });
});

test('a filter asks whose, in which state, and for every word', () => {
  const all = entries([failed, ours('runs')], { t: theirs() });
  const keys = (filter: Partial<Parameters<typeof filterTasks>[1]>) =>
    filterTasks(all, { whose: 'everyone', show: 'all', words: '', ...filter }, ({ key }) => `task ${key}`).map(({ key }) => key);
  expect([keys({ whose: 'us' }), keys({ show: 'running' }), keys({ show: 'failed' }), keys({ words: 'S/T task' })]).toEqual([
    ['failed', 'runs'],
    ['runs', 's/t'],
    ['failed'],
    ['s/t'],
  ]);
});

test('a task has stalled when five minutes bring no progress, and no longer when it moves', () => {
  const at = (progress: number) => entries([ours('a', { state: { is: 'running', progress } })]);
  const first = noteProgress(new Map(), at(0.2), 0);
  const still = noteProgress(first, at(0.2), 200_000);
  expect([stalledMs(still, 'a', 299_999), stalledMs(still, 'a', 300_000)]).toEqual([undefined, 300_000]);
  expect(stalledMs(noteProgress(still, at(0.3), 400_000), 'a', 500_000)).toBeUndefined();
});

test('what has ended cannot stall', () => {
  expect(noteProgress(new Map(), entries([failed]), 0).size).toBe(0);
});

test.each([
  ['its client noted it', theirs({ otherConfig: { applies_to: 'web' } }), {}],
  ['the object says that the task is at work on it', theirs(), { t: 'start' }],
])('a task leads to its object when %s', (_case, task, currentOperations) => {
  const inventory = anInventory({ pool: 'Paris', hosts: { h1: {} }, vms: { web: { on: 'h1', currentOperations }, other: { on: 'h1' } } });
  expect(taskSubject({ server: 's', inventory, ref: 't' as TaskRef, task })).toEqual({ name: 'web', item: { is: 'vm', server: 's', ref: 'web' } });
});

test('a task may be about the pool itself', () => {
  const inventory = anInventory({ pool: 'Paris', hosts: { h1: {} } });
  const [pool] = inventory.pool.keys();
  const task = theirs({ name: 'Async.pool.enable_ha', otherConfig: { applies_to: pool ?? '' } });
  expect(taskSubject({ server: 's', inventory, ref: 't' as TaskRef, task })?.item).toEqual({ is: 'pool', server: 's', ref: pool });
});

test('calls are worded with their object; names that clients gave stay as they are', () => {
  expect([
    serverTaskTitle({ name: 'Async.VM.start' }, 'web'),
    serverTaskTitle({ name: 'Async.VM.start' }, undefined),
    serverTaskTitle({ name: 'Nightly backup' }, 'web'),
  ]).toEqual(['Start web', 'Start', 'Nightly backup']);
});

test('what a task was about is known after it has ended, until the task itself is gone', () => {
  const inventory = anInventory({ hosts: { h: {} }, vms: { web: { on: 'h' } } });
  const begun = noteSubjects(new Map(), { server: 's', inventory, delta: { vm: { set: { web: { currentOperations: { t: 'start' } } } } } });
  const onHost = noteSubjects(begun, { server: 's', inventory, delta: { host: { set: { h: { currentOperations: { t: 'vm_start' } } } } } });
  const ended = noteSubjects(onHost, { server: 's', inventory, delta: { vm: { set: { web: { currentOperations: {} } } } } });
  expect(ended.get('t')).toEqual({ name: 'web', item: { is: 'vm', server: 's', ref: 'web' } });
  expect(noteSubjects(ended, { server: 's', inventory, delta: { task: { gone: ['t'] } } }).size).toBe(0);
});
