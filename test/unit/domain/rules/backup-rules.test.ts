import { expect, test } from 'vitest';
import { backupEffect } from '#shared/domain/backups/backup-effect.ts';
import { applyDelta, type Delta } from '#shared/domain/inventory/inventory.ts';
import { restoreProblems } from '#shared/domain/rules/backup-rules.ts';
import { effectLines, otherPoolText } from '#shared/text/backups-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { anInventory, aRecord } from '#test/support/inventories.ts';

const quiet = anInventory({ pool: 'p', hosts: { h1: {}, h2: {} }, vms: { web: {}, db: {} } });
const withRunning = anInventory({ pool: 'p', hosts: { h1: {}, h2: {} }, vms: { web: { on: 'h2' }, db: {} } });
const changed = (delta: Delta) => applyDelta(quiet, delta);

test.each([
  ['nothing runs', quiet, []],
  ['a machine runs on a member', withRunning, ['web is not shut down. Shut it down first: a host restarts, and nobody would know where it runs.']],
  ['HA is on', changed({ pool: { set: { pool: { isHaEnabled: true } } } }), ['High availability is on. Turn it off first, and on again afterwards.']],
  [
    'something is done to the pool, and HA is on',
    changed({ pool: { set: { pool: { isHaEnabled: true, currentOperations: { task: 'designate_new_master' } } } } }),
    ['High availability is on. Turn it off first, and on again afterwards.', 'Something else is being done with it: designate new master.'],
  ],
])('%s: what stands against a restore', (_name, inventory, said) => {
  expect(restoreProblems(inventory).map(problemText)).toEqual(said);
});

test('a backup is compared by what things are, not by how they are referred to', () => {
  const now = anInventory({ pool: 'p', hosts: { h1: {}, h2: {} }, vms: { web: {}, late: {} } });
  const then = anInventory({ pool: 'p', hosts: { h1: {}, h2: {} }, vms: { web: { on: 'h1' }, old: {} } });
  const same = (refs: readonly string[]) => Object.fromEntries(refs.map((ref) => [ref, { uuid: `${ref}-uuid` }]));
  const here = applyDelta(now, { vm: { set: same(['web', 'late']) }, pool: { set: { pool: { uuid: 'p-uuid' } } } });
  const sr = aRecord('sr', { uuid: 'gone-uuid', name: 'gone' });
  const there = applyDelta(then, { vm: { set: same(['web', 'old']) }, pool: { set: { pool: { uuid: 'p-uuid' } } }, sr: { set: { gone: sr } } });
  const effect = backupEffect(here, there);
  expect(effect).toMatchObject({
    pool: { isSame: true },
    leaving: ['h2'],
    stopped: ['web'],
    vms: { inFile: 2, lost: ['late'], back: ['old'] },
    storage: { lost: [], back: ['gone'] },
    networks: { lost: [], back: [] },
  });
  expect(effectLines(effect)).toEqual([
    'h2 leaves the pool: of its hosts only the master is kept. Each has to be reset and joined again.',
    'h1 restarts.',
    'web ran when the file was made, and will be shut down.',
    '1 VM of now is not in the file: late; their disks stay on their storage, but nobody knows whose they are.',
    '1 VM comes back, without what was deleted since: old.',
    '1 storage repository comes back, where it still exists: gone.',
    'Every setting that was changed since is as it was: names, tags, protection, networks, users.',
  ]);
  expect(otherPoolText(effect)).toBeUndefined();
  const foreign = backupEffect(applyDelta(here, { pool: { set: { pool: { uuid: 'another' } } } }), there);
  expect(otherPoolText(foreign)).toBe('This is a backup of another pool, p. Restore it only on a host that is to take that pool’s place.');
});
