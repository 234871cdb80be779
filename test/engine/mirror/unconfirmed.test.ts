import { expect, test } from 'vitest';
import { createUnconfirmed } from '#engine/mirror/unconfirmed.ts';
import { aSnapshot } from '#test/support/inventories.ts';

test('what was kept in any part and is not heard of again is gone', () => {
  const unconfirmed = createUnconfirmed();
  unconfirmed.add({ vm: aSnapshot({ hosts: {}, vms: { web: {}, db: {} } }).vm ?? {} });
  unconfirmed.add({ vm: aSnapshot({ hosts: {}, vms: { mail: {}, old: {} } }).vm ?? {} });
  unconfirmed.confirm({ vm: { set: { web: { name: 'still here' } }, gone: ['old'] } });
  expect([unconfirmed.takeRest(), unconfirmed.takeRest()]).toEqual([{ vm: { gone: ['db', 'mail'] } }, undefined]);
});
