import { announceVm } from '../domains/announce.ts';
import { refOf, text } from '../fields.ts';
import { sendAbroad } from '../migration/abroad.ts';
import { invite } from '../migration/landing.ts';
import { assertCanSend } from '../migration/send-checks.ts';
import { type SendParameters, sendingOf } from '../migration/sending.ts';
import { assertNotTooMany } from '../migration/turns.ts';
import { carryWithin } from '../migration/within.ts';
import { assertAllowed } from '../operations/rules.ts';
import { withOperation } from '../operations/with-operation.ts';
import type { Work } from '../process.ts';
import { forwardTo } from '../reach.ts';
import type { Value } from '../value.ts';
import type { Call, Implementations } from '../world.ts';

export const vmSendCalls: Implementations = {
  'host.migrate_receive': receive,
  'VM.assert_can_migrate': assertCanMigrate,
  'VM.migrate_send': send,
};

function* receive(call: Call, host: Value | undefined, network: Value | undefined): Work<Value> {
  yield* forwardTo(call, refOf(host));
  return invite(call, refOf(host), refOf(network));
}

function assertCanMigrate(call: Call, ...parameters: SendParameters): Value {
  const sending = sendingOf(call, parameters);
  assertAllowed(call.pool, 'VM', sending.vm, 'migrate_send');
  assertCanSend(call, sending);
  return '';
}

function* send(call: Call, ...parameters: SendParameters): Work<Value> {
  const { pool, world } = call;
  const { vm, landing, isWithinPool, from } = sendingOf(call, parameters);
  const names = [text(pool.database.get('host', from), 'name_label'), text(landing.pool.database.get('host', landing.host), 'name_label')];
  const made = yield* withOperation(call, { table: 'VM', self: vm, name: 'migrate_send' }, function* () {
    const sending = sendingOf(call, parameters);
    assertCanSend(call, sending);
    assertNotTooMany(pool, sending.from);
    yield* forwardTo(call, sending.from);
    return yield* isWithinPool ? carryWithin(call, sending) : sendAbroad(call, sending);
  });
  announceVm(world, landing.pool, { vm: made, name: 'VM_MIGRATED', what: `migrated from ${names[0]} to ${names[1]}` });
  return made;
}
