import { array, assert, integer, jsonValue, nat, property, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HostRef, PoolRef, VmRef } from '#shared/domain/inventory/watched.ts';
import type { HostStatistics } from '#shared/domain/metrics/figures.ts';
import { groupId } from '#shared/domain/organization/groups.ts';
import { csvOf, tabbedText } from '#shared/domain/search/csv.ts';
import { factOf } from '#shared/domain/search/columns.ts';
import { type Condition, noFilter } from '#shared/domain/search/filter.ts';
import type { SearchServer } from '#shared/domain/search/found.ts';
import { KeptSearch } from '#shared/domain/search/kept-search.ts';
import type { SearchQuestion } from '#shared/domain/search/result-lines.ts';
import { nameProblem, noSavedSearches, readSavedSearches, withDefault, withoutSearch, withSearch } from '#shared/domain/search/saved.ts';
import { naturalSearch, type Search, sortedBy } from '#shared/domain/search/search.ts';
import { sortInSlices } from '#shared/domain/search/sort-in-slices.ts';
import { isLastKnown } from '#shared/domain/search/state-of.ts';
import { foundOf } from '#shared/domain/search/found.ts';
import { factText } from '#shared/text/search-text.ts';
import { anInventory } from '#test/support/inventories.ts';

const paris: SearchServer = {
  id: 'paris',
  address: '10.0.0.1',
  inventory: anInventory({
    pool: 'Paris',
    hosts: { h1: { address: '10.0.0.1' }, h2: { isDark: true, address: '10.0.0.2' }, h3: { address: '10.0.0.3' } },
    vms: {
      web10: { on: 'h1', tags: ['web', 'prod'] },
      web9: { on: 'h1', tags: ['web'] },
      db: { description: 'the one with the data' },
      stranded: { on: 'h2' },
      dom0: { on: 'h1', isControlDomain: true },
      golden: { isTemplate: true },
      before: { isSnapshot: true, snapshotOf: 'db' as VmRef },
    },
  }),
  statistics: new Map([
    [
      'h1',
      {
        is: 'figures',
        report: {
          atMs: 1,
          host: { cpu: 0.5 },
          vms: { 'web9-uuid': { cpu: 0.9, memoryTotal: 8 }, 'web10-uuid': { cpu: 0.1, memoryUsed: 2, memoryTotal: 8 } },
        },
      },
    ],
    ['h2', { is: 'figures', report: { atMs: 1, host: { cpu: 0.7 }, vms: { 'stranded-uuid': { cpu: 0.7 } } } }],
    ['h3', { is: 'silent', sinceMs: 1, why: { is: 'no-answer' } }],
  ]),
};
const poolItem = { is: 'pool', server: 'paris', ref: 'pool' as PoolRef } as const;
const vms: Search = { kinds: ['vm'], filter: noFilter, columns: ['name'], sort: [{ column: 'name', down: false }], groups: [] };

function run(search: Partial<Search>, more: Partial<SearchQuestion> = {}) {
  const question = { search: { ...vms, ...search }, items: [poolItem], servers: [paris], quick: '', folded: new Set<string>(), ...more };
  return finished(finished(KeptSearch.begin(question)).result(question.folded));
}

function finished<T>(steps: Generator<undefined, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function namesOf(search: Partial<Search>, more: Partial<SearchQuestion> = {}): readonly string[] {
  return run(search, more).lines.map((line) => (line.is === 'object' ? line.found.record.name : `${factText(line.fact, 0)} ${line.count}`));
}

function where(column: Condition['column'], operator: Condition['operator'], value = ''): Partial<Search> {
  return { filter: { ...noFilter, conditions: [{ column, operator, value }] } };
}

describe('what is looked at', () => {
  test('a pool has its VMs, in the order people count, without control domains, templates and snapshots', () => {
    expect(namesOf({})).toEqual(['db', 'stranded', 'web9', 'web10']);
    expect(namesOf({ kinds: ['template', 'snapshot'] })).toEqual(['before', 'golden']);
  });

  test('a host has the VMs that are on it', () => {
    expect(namesOf({}, { items: [{ is: 'host', server: 'paris', ref: 'h1' as HostRef }] })).toEqual(['web9', 'web10']);
  });

  test('many selected objects that overlap show everything once', () => {
    expect(namesOf({}, { items: [poolItem, { is: 'host', server: 'paris', ref: 'h1' as HostRef }] })).toHaveLength(4);
  });

  test('a tag has its objects of all servers', () => {
    const tag = { is: 'group', id: groupId({ is: 'tag', tag: 'web' }) } as const;
    expect(namesOf({}, { items: [tag], servers: [paris, { ...paris, id: 'lyon' }] })).toEqual(['web9', 'web9', 'web10', 'web10']);
  });

  test('a VM comes with its snapshots', () => {
    expect(
      namesOf(naturalSearch([{ is: 'vm', server: 'paris', ref: 'db' as VmRef }]), { items: [{ is: 'vm', server: 'paris', ref: 'db' as VmRef }] }),
    ).toEqual(['before', 'db']);
  });

  test('two VMs are compared without their snapshots and disks; a host beside them still has its VMs', () => {
    const [db, web] = [
      { is: 'vm', server: 'paris', ref: 'db' as VmRef },
      { is: 'vm', server: 'paris', ref: 'web9' as VmRef },
    ] as const;
    expect(namesOf(naturalSearch([db, web]), { items: [db, web] })).toEqual(['db', 'web9']);
    expect(naturalSearch([db, web]).columns).not.toContain('kind');
    const withHost = [db, { is: 'host', server: 'paris', ref: 'h1' as HostRef }] as const;
    expect(namesOf(naturalSearch(withHost), { items: withHost })).toEqual(['db', 'h1', 'web9', 'web10']);
  });
});

describe('filters', () => {
  test('words are combined with and, over name, description, address, tag and UUID', () => {
    expect(namesOf({}, { quick: 'web prod' })).toEqual(['web10']);
    expect(namesOf({}, { quick: 'DATA' })).toEqual(['db']);
    expect(namesOf({}, { quick: 'db-uuid' })).toEqual(['db']);
    expect(namesOf({ kinds: ['pool', 'host'] }, { quick: '10.0.0.1' })).toEqual(['h1', 'Paris']);
  });

  test.each([
    [where('state', 'is', 'running'), ['stranded', 'web9', 'web10']],
    [where('state', 'is-not', 'running'), ['db']],
    [where('tags', 'contains', 'PRO'), ['web10']],
    [where('tags', 'unknown'), ['db', 'stranded']],
    [where('cpu', 'more-than', '50'), ['web9']],
    [where('memory', 'less-than', '30'), ['web10']],
    [where('name', 'starts-with', 'web'), ['web9', 'web10']],
    [where('name', 'contains', '  '), ['db', 'stranded', 'web9', 'web10']],
  ])('%j', (search, names) => {
    expect(namesOf(search)).toEqual(names);
  });

  test('any of two, and a group within', () => {
    const inner = {
      match: 'all',
      conditions: [
        { column: 'name', operator: 'starts-with', value: 'web' },
        { column: 'tags', operator: 'is', value: 'prod' },
      ],
    } as const;
    const filter = { match: 'any', conditions: [{ column: 'name', operator: 'is', value: 'db' }], groups: [inner] } as const;
    expect(namesOf({ filter })).toEqual(['db', 'web10']);
  });
});

describe('order', () => {
  test('measured values sort as numbers and what is not measured comes last either way', () => {
    expect(
      namesOf({
        sort: [
          { column: 'cpu', down: true },
          { column: 'name', down: false },
        ],
      }),
    ).toEqual(['web9', 'web10', 'db', 'stranded']);
    expect(
      namesOf({
        sort: [
          { column: 'cpu', down: false },
          { column: 'name', down: false },
        ],
      }),
    ).toEqual(['web10', 'web9', 'db', 'stranded']);
  });

  test('an object with two tags is in both groups and counted once', () => {
    const result = run({ groups: ['tags'] });
    expect(namesOf({ groups: ['tags'] })).toEqual(['prod 1', 'web10', 'web 2', 'web9', 'web10', ' 2', 'db', 'stranded']);
    expect({ matching: result.matching, all: result.all }).toEqual({ matching: 4, all: 4 });
    expect(new Set(result.lines.map(({ key }) => key)).size).toBe(result.lines.length);
  });

  test('a folded group keeps its count and shows nothing of what is in it', () => {
    const key = run({ groups: ['state'] }).lines.find((line) => line.is === 'group' && line.fact !== undefined)?.key ?? '';
    expect(namesOf({ groups: ['state'] }, { folded: new Set([key]) })).toEqual(['Shut down 1', 'Running 3', 'stranded', 'web9', 'web10']);
  });

  test('a header sorts, turns around, and joins in behind the others', () => {
    const once = sortedBy([], 'name', false);
    expect(once).toEqual([{ column: 'name', down: false }]);
    expect(sortedBy(once, 'name', false)).toEqual([{ column: 'name', down: true }]);
    expect(sortedBy(once, 'cpu', true)).toEqual([...once, { column: 'cpu', down: false }]);
    expect(sortedBy(once, 'cpu', false)).toEqual([{ column: 'cpu', down: false }]);
  });

  test('sorting in slices is sorting, and stable', () => {
    assert(
      property(array(tuple(integer({ min: 0, max: 9 }), nat())), (pairs) => {
        const steps = sortInSlices(pairs, ([a], [b]) => a - b);
        let step = steps.next();
        while (step.done !== true) step = steps.next();
        expect(step.value).toEqual(pairs.toSorted(([a], [b]) => a - b));
      }),
    );
  });
});

describe('facts', () => {
  function cell(name: string, column: Parameters<typeof factOf>[1], server = paris): string {
    const found = foundOf(server, 'vm', name);
    return found === undefined ? 'not found' : factText(factOf(found, column), 0);
  }

  test('a guest without tools says so instead of showing nothing used', () => {
    expect(cell('web9', 'memory')).toBe('Tools not installed');
    expect(cell('web10', 'memory')).toBe('25% of 8 B');
  });

  test('a host that sends no statistics is told apart from nothing to measure', () => {
    const host = foundOf(paris, 'host', 'h3');
    expect(host === undefined ? '' : factText(factOf(host, 'cpu'), 0)).toBe('No answer');
    expect(cell('db', 'cpu')).toBe('');
  });

  test('what was measured before a host went dark is not shown as if it were now', () => {
    expect(cell('stranded', 'cpu')).toBe('');
  });

  test('a pool answers at its master', () => {
    const found = foundOf(paris, 'pool', poolItem.ref);
    expect(found === undefined ? '' : factText(factOf(found, 'address'), 0)).toBe('10.0.0.1');
  });

  test('a lost connection makes everything last known and measures nothing; a dark host only what was on it', () => {
    const lost = { ...paris, lastKnownMs: 5 };
    const states = [paris, lost, { ...lost, isFile: true }].map((server) => {
      const pool = foundOf(server, 'pool', 'pool');
      return pool === undefined ? '' : factText(factOf(pool, 'state'), 0);
    });
    expect(states).toEqual(['Live', 'Connection lost', 'From a file']);
    const known = (server: SearchServer, ref: string) => {
      const found = foundOf(server, 'vm', ref);
      return found !== undefined && isLastKnown(found);
    };
    expect([known(lost, 'web9'), known(paris, 'web9'), known(paris, 'stranded'), known(paris, 'db')]).toEqual([true, false, true, false]);
    expect(cell('web9', 'cpu', lost)).toBe('');
  });
});

describe('saved searches', () => {
  const saved = withDefault(withSearch(noSavedSearches, { id: 's1', name: 'Busy', search: vms }), 'pool', 's1');

  test('what was kept is read back, and what makes no sense is left out', () => {
    expect(readSavedSearches(JSON.parse(JSON.stringify(saved)))).toEqual(saved);
    expect(
      readSavedSearches({ searches: [{ id: 's', name: 'x', search: { columns: ['no-such'], kinds: ['vm'] } }, 5], defaults: { pool: 's' } }),
    ).toEqual(noSavedSearches);
    assert(
      property(jsonValue(), (value) => {
        const once = readSavedSearches(value);
        expect(readSavedSearches(JSON.parse(JSON.stringify(once)))).toEqual(once);
      }),
    );
  });

  test('names are not shared and not empty', () => {
    expect([nameProblem(saved, ' '), nameProblem(saved, 'busy'), nameProblem(saved, 'busy', 's1'), nameProblem(saved, 'Idle')]).toEqual([
      'empty',
      'taken',
      undefined,
      undefined,
    ]);
  });

  test('a deleted search begins nowhere any more', () => {
    expect(withoutSearch(saved, 's1')).toEqual(noSavedSearches);
  });
});

describe('out of the app', () => {
  test('quotes, separators and line ends survive, and nothing is run as a formula', () => {
    expect(
      csvOf([
        ['a,b', 'say "hi"', 'two\nlines'],
        ['=1+1', '-5', '@SUM(A1)'],
      ]),
    ).toBe('\uFEFF"a,b","say ""hi""","two\nlines"\r\n\'=1+1,\'-5,\'@SUM(A1)\r\n');
  });

  test('pasted text keeps a line for each row', () => {
    expect(
      tabbedText([
        ['a\tb', 'c'],
        ['d', 'e\nf'],
      ]),
    ).toBe('a b\tc\nd\te f');
  });
});

test('a host that does not answer is told apart from one that answers without statistics', () => {
  const found = run({ kinds: ['host'] }, { quick: 'h3' }).lines.flatMap((line) => (line.is === 'object' ? [line.found] : []));
  const wordFor = (why: Extract<HostStatistics, { is: 'silent' }>['why']) =>
    found.map((host) => {
      const server = { ...host.server, statistics: new Map([['h3', { is: 'silent', sinceMs: 1, why } as const]]) };
      return factText(factOf({ ...host, server }, 'cpu'), 0);
    });
  expect([wordFor({ is: 'no-answer' }), wordFor({ is: 'refused', status: 500 })]).toEqual([['No answer'], ['No statistics']]);
});
