import { array, assert, property, stringMatching } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readServerList } from '#shared/domain/servers/import-list.ts';

describe('a list of servers', () => {
  test('is read with a heading in any order of columns', () => {
    expect(readServerList('User name;Address\nroot;xs-par-01\nLAB\\ana;[fe80::1]:8443\n')).toEqual({
      servers: [
        { line: 2, address: 'xs-par-01', user: 'root' },
        { line: 3, address: '[fe80::1]:8443', user: 'LAB\\ana' },
      ],
      problems: [],
    });
  });

  test('is read without a heading, users, or clean line ends', () => {
    expect(readServerList('\uFEFF# Paris\r\n10.20.0.11\r\n\r\nhttps://10.20.0.12/\t root \r\n').servers).toEqual([
      { line: 2, address: '10.20.0.11', user: '' },
      { line: 4, address: '10.20.0.12', user: 'root' },
    ]);
  });

  test('may quote what holds separators', () => {
    expect(readServerList('"xs-01","o""neil, ann"').servers).toEqual([{ line: 1, address: 'xs-01', user: 'o"neil, ann' }]);
  });

  test('names the lines that are no address and goes on', () => {
    expect(readServerList('xs-01\nnot an address\nxs-02')).toEqual({
      servers: [
        { line: 1, address: 'xs-01', user: '' },
        { line: 3, address: 'xs-02', user: '' },
      ],
      problems: [{ rule: 'not-an-address', line: 2, text: 'not an address' }],
    });
  });

  test('names a server that stands in it twice', () => {
    expect(readServerList('xs-01,root\nXS-01:443,ana').problems).toEqual([{ rule: 'listed-twice', line: 2, address: 'XS-01', firstLine: 1 }]);
  });

  test('never loses a line: each is a server or a problem', () => {
    assert(
      property(array(stringMatching(/^[a-z0-9 .:,;-]{1,20}$/), { minLength: 1 }), (lines) => {
        const rows = ['address,user', ...lines].filter((line) => line.trim() !== '');
        const { servers, problems } = readServerList(rows.join('\n'));
        expect(servers.length + problems.length).toBe(rows.length - 1);
      }),
    );
  });
});
