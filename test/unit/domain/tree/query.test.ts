import { expect, test } from 'vitest';
import { parseQuery, suggestionsFor } from '#shared/domain/tree/query.ts';

test.each([
  [
    'Web 10',
    [
      { is: 'word', word: 'web' },
      { is: 'word', word: '10' },
    ],
  ],
  [
    'is:dark on:xs-1',
    [
      { is: 'is', value: 'dark' },
      { is: 'on', value: 'xs-1' },
    ],
  ],
  [
    'sr:"Local storage" x',
    [
      { is: 'sr', value: 'local storage' },
      { is: 'word', word: 'x' },
    ],
  ],
  ['"two words"', [{ is: 'word', word: 'two words' }]],
  ['tag:', []],
  ['"', []],
  ['tag:"open', [{ is: 'tag', value: 'open' }]],
  ['fe80::1', [{ is: 'word', word: 'fe80::1' }]],
])('%s is read as its terms', (text, terms) => {
  expect(parseQuery(text)).toEqual(terms);
});

const sources = { hosts: () => ['xs-1', 'xs-2'], storage: () => ['nfs', 'Local storage', 'Local storage'], tags: () => ['gold'] };

test.each([
  ['', []],
  ['web ', []],
  ['web d', ['web is:dark']],
  ['o', ['on:']],
  ['t', ['is:template', 'tag:']],
  ['is:ma', ['is:master']],
  ['On:2', ['on:xs-2']],
  ['x sr:loc', ['x sr:"Local storage"']],
  ['tag:"go', ['tag:gold']],
  ['tag:gold', []],
])('after "%s" it can go on as %j', (text, texts) => {
  expect(suggestionsFor(text, sources).map((suggestion) => suggestion.text)).toEqual(texts);
});
