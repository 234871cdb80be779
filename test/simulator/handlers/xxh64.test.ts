import { expect, test } from 'vitest';
import { xxh64 } from '#simulator/xapi-server/handlers/transfer/xxh64.ts';

const hash = (text: string): string => xxh64(Buffer.from(text)).toString(16);

test('known answers of the hash', () => {
  expect([hash(''), hash('a'), hash('abc'), hash('Nobody inspects the spammish repetition')]).toEqual([
    'ef46db3751d8e999',
    'd24ec4f1a98c6e5b',
    '44bc2cf5ad770999',
    'fbcea83c8a378bf1',
  ]);
});
