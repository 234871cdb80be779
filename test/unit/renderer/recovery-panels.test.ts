import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptySight } from '#shared/domain/diagnosis/empty-sight.ts';
import type { LogLine } from '#shared/domain/diagnosis/sight-machine.ts';
import { panelText } from '#shared/text/recovery-panels-text.ts';
import type { PoolWord } from '#renderer/features/recovery/believed-of.ts';
import { panelStacks } from '#renderer/features/recovery/panel-stacks.ts';
import { chosenLines, newerThan } from '#renderer/features/recovery/panels/log-lines.ts';
import { chainOf } from '#renderer/features/recovery/panels/management-chain.ts';
import { networkPanel } from '#renderer/features/recovery/panels/network-panel.ts';
import { newestOf, panelAsText } from '#renderer/features/recovery/panels/panel-model.ts';
import { storagePanel } from '#renderer/features/recovery/panels/storage-panel.ts';
import { timePanel } from '#renderer/features/recovery/panels/time-panel.ts';
import { vmsPanel } from '#renderer/features/recovery/panels/vms-panel.ts';
import { anIsolatedSight, aSight } from '#test/support/investigations.ts';

const pif = { uuid: '', mac: '', vlan: -1, netmask: '', gateway: '', dns: '', mode: 'static', isAttached: true, isPhysical: true } as const;

function believed(more: Partial<PoolWord> = {}): PoolWord {
  return {
    pifs: [
      { ...pif, device: 'eth0', address: '10.20.0.13', isManagement: true, hasCarrier: true },
      { ...pif, device: 'eth2', address: '10.30.0.13', isManagement: false, hasCarrier: true },
    ],
    pbds: [],
    vms: [
      { uuid: 'stranded-uuid', name: 'stranded' },
      { uuid: 'guest-uuid', name: 'guest' },
    ],
    hosts: [],
    isHaEnabled: false,
    ...more,
  };
}

const facts = { sight: anIsolatedSight(), believed: believed(), nowMs: Date.UTC(2026, 5, 9, 12, 10) };

test('a host that has said nothing has panels that say so, and none that claims anything', () => {
  const models = panelStacks({ ...facts, sight: emptySight }).flatMap(({ panels }) => panels);
  expect(models.map(({ state }) => state.is)).toEqual(models.map(() => 'waiting'));
  expect(models.flatMap(({ verdict }) => verdict ?? [])).toEqual([]);
  expect(newestOf(emptySight)).toBeUndefined();
});

test('a section that could not be read says why, and the others of its panel stay', () => {
  const sight = { ...facts.sight, ntp: { is: 'failed', atMs: 1, why: 'stuck' } as const };
  const { rows, state } = timePanel({ ...facts, sight });
  expect(state.is).toBe('read');
  expect(rows.find(({ label }) => label === panelText.sources)?.cell).toEqual({ word: panelText.unread(panelText.why.stuck), mark: 'warn' });
});

test('a card without link that the pool believes up is marked, an unused one is not', () => {
  const { verdict, tables } = networkPanel(facts);
  const cells = tables[0]?.rows.map(({ cells: [name, says, , belief] }) => [name?.word, says?.word, belief?.word, belief?.differs === true]);
  expect(verdict).toEqual({ mark: 'danger', word: panelText.linksDown(1) });
  expect(cells).toEqual([
    ['eth0', panelText.noLink, panelText.believedUp, true],
    ['eth1', 'Up, 1 Gb/s', panelText.unknown, false],
    ['eth2', 'Up, 10 Gb/s', panelText.same, false],
    ['eth3', panelText.unused, panelText.unknown, false],
  ]);
});

test('the chain breaks at the card, though the bridge above it is up', () => {
  expect(chainOf(facts.sight).map(({ name, state }) => [name, state])).toEqual([
    ['link', 'broken'],
    ['bridge', 'good'],
    ['address', 'good'],
    ['gateway', 'broken'],
    ['port 443', 'broken'],
  ]);
  expect(chainOf(emptySight).every(({ state }) => state === 'unknown')).toBe(true);
});

test('what runs there and what the pool believes are told apart, both ways', () => {
  const moved = {
    ...facts,
    believed: believed({
      vms: [
        { uuid: 'gone-uuid', name: 'gone' },
        { uuid: 'guest-uuid', name: 'guest' },
      ],
    }),
  };
  const { verdict, tables } = vmsPanel(moved);
  expect(verdict?.mark).toBe('warn');
  expect(tables[0]?.rows.map(({ cells }) => [cells[0]?.word, cells.at(-1)?.word])).toEqual([
    ['stranded', panelText.notBelieved],
    ['guest', panelText.domains.blocked],
    ['gone', panelText.notOnIt],
  ]);
  expect(vmsPanel(facts).verdict).toEqual({ mark: 'ok', word: panelText.vmsSeen(2, 2) });
});

test('storage is judged by what the host sees of it: mount, paths, session', () => {
  const pbd = { isAttached: true, srType: 'lvmoiscsi' } as const;
  const pbds = [
    { ...pbd, uuid: '1', srUuid: 'nfs-uuid', srName: 'vmstore', srType: 'nfs', config: {} },
    { ...pbd, uuid: '2', srUuid: 'other', srName: 'iso', srType: 'nfs', config: {} },
    { ...pbd, uuid: '3', srUuid: 'lun', srName: 'san', config: { SCSIid: '36001' } },
    { ...pbd, uuid: '4', srUuid: 'lun2', srName: 'san2', config: { targetIQN: 'iqn.x' } },
  ];
  const sight = {
    ...facts.sight,
    ...aSight({ pathCounts: [{ scsiId: '36001', now: 1, max: 2 }] }),
    nfs: facts.sight.nfs,
    iscsi: { is: 'seen', atMs: 1, value: { sessions: [{ id: 's', target: 'iqn.x', state: 'FAILED', line: '' }], fibre: [] } } as const,
  };
  const words = storagePanel({ ...facts, sight, believed: believed({ pbds }) }).tables[0]?.rows.map(({ cells }) => cells[1]?.word);
  expect(words).toEqual([panelText.mounted, panelText.notMounted, panelText.paths(1, 2), panelText.sessionState('FAILED')]);
});

test('a panel copies as text what it shows', () => {
  const text = panelAsText(networkPanel(facts));
  expect(text).toContain('eth0\tNo link\t10.20.0.13\t≠ link up');
  expect(text).toContain('link: broken (eth0)');
});

test('logs show what matters first, and everything that fits the words on request', () => {
  const lines = facts.sight.logs.is === 'seen' ? facts.sight.logs.value : [];
  expect(chosenLines(lines, { filter: '', onlySigned: true })).toHaveLength(2);
  expect(chosenLines(lines, { filter: 'xensource retry', onlySigned: false }).map(({ text }) => text)).toEqual([
    '14:02:41 Connection to master died; will retry',
    '14:04:49 master_connection: retry in 128 s',
  ]);
});

const line = (file: LogLine['file'], at: string | undefined, text: string): LogLine => ({ file, text, ...(at !== undefined && { at }) });
const everything = { filter: '', onlySigned: false } as const;

test('lines of all files stand as they happened, one without a time with the one before it, over the turn of a year too', () => {
  const lines = [
    line('xensource', 'Dec 31 23:59:58', 'a'),
    line('xensource', undefined, 'a goes on'),
    line('xensource', 'Jan  1 00:00:03', 'd'),
    line('storage', '2026-12-31T23:59:59.5+00:00', 'b'),
    line('kernel', 'Jan  1 00:00:01', 'c'),
    line('kernel', 'Jan  1 00:00:00', 'c too, though its clock was set back'),
  ];
  expect(chosenLines(lines, everything).map(({ text }) => text)).toEqual(['a', 'a goes on', 'b', 'c', 'c too, though its clock was set back', 'd']);
});

test('of what is held one sees how much is new, also where the old end has gone', () => {
  const held = [line('kernel', 'Nov  1 10:00:00', 'one'), line('kernel', 'Nov  1 10:00:01', 'two')];
  expect(newerThan(held, held)).toBe(0);
  expect(newerThan(held, [...held.slice(1), line('kernel', 'Nov  1 10:00:02', 'three')])).toBe(1);
});

test('merging keeps every line, and each file in its order', () => {
  const ats = fc.option(
    fc.constantFrom('Nov 30 10:00:00', 'Nov 30 09:00:00', 'Dec  1 00:00:00', 'Jan  2 00:00:00', '2026-11-30T11:00:00', 'nonsense'),
    {
      nil: undefined,
    },
  );
  const some = fc.array(fc.record({ file: fc.constantFrom('xensource', 'kernel', 'storage'), at: ats }), { maxLength: 60 });
  fc.assert(
    fc.property(some, (drawn) => {
      const lines = drawn.map(({ file, at }, index) => line(file as LogLine['file'], at, String(index)));
      const merged = chosenLines(lines, everything);
      for (const file of ['xensource', 'kernel', 'storage']) {
        const order = (of: readonly LogLine[]) => of.filter((one) => one.file === file).map(({ text }) => text);
        expect(order(merged)).toEqual(order(lines));
      }
    }),
  );
});
