import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readServerList } from '#shared/domain/servers/import-list.ts';
import { newOnList, remember, type RememberedPin, type RememberedServer, withLearned } from '#shared/domain/servers/remember.ts';

type Remembered = RememberedServer<string, RememberedPin>;

function aServer(id: string, facts: Partial<Remembered> = {}): Remembered {
  return {
    id,
    address: `${id}.example`,
    user: 'root',
    givenName: '',
    poolName: '',
    poolUuid: null,
    members: [],
    connectsAtStart: true,
    keepsPassword: false,
    pins: [],
    ...facts,
  };
}

describe('remembering a server', () => {
  test('the first time keeps it as it is', () => {
    const server = aServer('a');
    expect(remember([aServer('b')], server)).toEqual({ server, replaced: [] });
  });

  test('of a pool that is kept already, by another host, replaces that entry and inherits what people said about it', () => {
    const old = aServer('a', {
      poolUuid: 'p',
      givenName: 'Paris',
      connectsAtStart: false,
      pins: [
        { address: 'a.example', fingerprint: 'AA', firstSeenMs: 1 },
        { address: 'c.example', fingerprint: 'CC', firstSeenMs: 1 },
      ],
    });
    const fresh = aServer('b', {
      poolUuid: 'p',
      pins: [
        { address: 'a.example', fingerprint: 'AA', firstSeenMs: 9 },
        { address: 'c.example', fingerprint: 'DD', firstSeenMs: 9 },
      ],
    });
    expect(remember([old], fresh)).toEqual({
      server: {
        ...fresh,
        givenName: 'Paris',
        connectsAtStart: false,
        pins: [
          { address: 'a.example', fingerprint: 'AA', firstSeenMs: 1 },
          { address: 'c.example', fingerprint: 'DD', firstSeenMs: 9 },
        ],
      },
      replaced: ['a'],
    });
  });

  test('under an address that is kept already replaces it, whatever the case', () => {
    expect(remember([aServer('a', { address: 'XS1' })], aServer('b', { address: 'xs1' })).replaced).toEqual(['a']);
  });

  test('never leaves two entries of one pool', () => {
    const servers = fc.array(
      fc.record({
        id: fc.constantFrom('1', '2', '3', '4', '5'),
        poolUuid: fc.constantFrom(null, 'p', 'q'),
        address: fc.constantFrom('a', 'b', 'c', 'd'),
      }),
    );
    fc.assert(
      fc.property(servers, (list) => {
        let kept: readonly Remembered[] = [];
        for (const facts of list) {
          const { server, replaced } = remember(kept, aServer(facts.id, facts));
          kept = [...kept.filter(({ id }) => id !== server.id && !replaced.includes(id)), server];
        }
        const pools = kept.flatMap(({ poolUuid }) => poolUuid ?? []);
        expect(new Set(pools).size).toBe(pools.length);
        expect(new Set(kept.map(({ address }) => address)).size).toBe(kept.length);
      }),
    );
  });
});

describe('learning from the pool', () => {
  const learned = { poolUuid: 'p', poolName: 'Paris', members: ['10.0.0.1', '10.0.0.2'], pins: [] };

  test('replaces the members, so that an ejected host is not tried any more', () => {
    expect(withLearned(aServer('a', { members: ['10.0.0.1', '10.0.0.9'] }), learned).members).toEqual(['10.0.0.1', '10.0.0.2']);
  });

  test('nothing new gives the very same entry, so that nothing is written', () => {
    const server = withLearned(aServer('a'), learned);
    expect(withLearned(server, learned)).toBe(server);
  });
});

test('a list adds what is new and says of the rest, line by line, why not', () => {
  const known = [aServer('a', { address: 'xs1', members: ['10.0.0.2'] })];
  const list = readServerList('address,user\nXS1,root\n10.0.0.2,root\nxs3,admin\n///\n');
  expect(newOnList(known, list)).toEqual({
    servers: [{ line: 4, address: 'xs3', user: 'admin' }],
    problems: [
      { rule: 'saved-already', line: 2, address: 'XS1', server: 'a' },
      { rule: 'saved-already', line: 3, address: '10.0.0.2', server: 'a' },
      { rule: 'not-an-address', line: 5, text: '///' },
    ],
  });
});
