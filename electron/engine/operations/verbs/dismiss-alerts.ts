import { confirm } from '#engine/operations/confirm.ts';
import { Cancelled } from '#engine/operations/operation-error.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import type { MessageRef } from '#shared/xapi/generated/refs.ts';

const AT_ONCE = 200;

/** Releases that cannot take many at once say so by not knowing the call, or choke on one that has gone. */
const ONE_BY_ONE = ['MESSAGE_METHOD_UNKNOWN', 'HANDLE_INVALID'];

export function dismissAlerts({ messages }: RequestOf<'alerts.dismiss'>): Verb {
  return {
    steps: ['check', 'act', 'confirm'],
    async run(doing) {
      const { pool } = doing;
      const present = messages.filter((message) => pool.inventory().message.has(message));
      await doing.step('act', async () => await dismissAll(doing, present));
      await doing.step('confirm', async () => {
        doing.tooLateToCancel();
        await confirm(doing, () => !present.some((message) => pool.inventory().message.has(message)));
      });
    },
    left(inventory) {
      const still = messages.filter((message) => inventory.message.has(message)).length;
      return [{ is: 'partly-done', done: messages.length - still, of: messages.length }];
    },
  };
}

async function dismissAll(doing: Doing, messages: readonly MessageRef[]): Promise<void> {
  let takesMany = true;
  for (let from = 0; from < messages.length; from += AT_ONCE) {
    const some = messages.slice(from, from + AT_ONCE);
    takesMany &&= await dismissTogether(doing, some);
    if (!takesMany) for (const message of some) await dismissOne(doing, message);
    doing.progress((from + some.length) / messages.length);
  }
}

async function dismissTogether(doing: Doing, messages: readonly MessageRef[]): Promise<boolean> {
  if (doing.cancelling.aborted) throw new Cancelled(false);
  try {
    await doing.pool.ask({ safe: true, signal: doing.closing }, async (session) => await session.call('message.destroy_many', [messages]));
    return true;
  } catch (error) {
    if (ONE_BY_ONE.some((code) => isXapiError(error, code))) return false;
    throw error;
  }
}

async function dismissOne(doing: Doing, message: MessageRef): Promise<void> {
  if (doing.cancelling.aborted) throw new Cancelled(false);
  try {
    await doing.pool.ask({ safe: true, signal: doing.closing }, async (session) => await session.call('message.destroy', [message]));
  } catch (error) {
    // Somebody else has dismissed it, which is what is wanted.
    if (!isXapiError(error, 'HANDLE_INVALID')) throw error;
  }
}
