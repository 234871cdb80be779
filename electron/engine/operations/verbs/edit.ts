import { confirm } from '#engine/operations/confirm.ts';
import { Cancelled, OperationError } from '#engine/operations/operation-error.ts';
import { backInTouch } from '#engine/operations/server-task.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import { NetError } from '#engine/net/net-error.ts';
import type { Session } from '#engine/xapi/session.ts';
import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import { editableObject, isSameValue, type Place, placeOf, valueNow } from '#shared/domain/operations/property.ts';
import type { EditRequest } from '#shared/domain/operations/request.ts';
import { editedClass } from '#shared/domain/rules/permission-rules.ts';
import type { CallName, ParametersOf } from '#shared/xapi/caller.ts';
import { defineField } from './define-field.ts';

type Value = string | readonly string[];

/** Writes one property after making sure that nobody else has changed it, and takes it back if only half of it succeeds. */
export function edit(request: EditRequest): Verb {
  const place = placeOf(request);
  const isEntry = place.in === 'other_config';
  const field = request.kind === 'object.set-custom-field' && request.value !== '' ? request.field : undefined;

  async function compare(doing: Doing): Promise<Value> {
    const expected = request.was ?? valueNow(doing.pool.inventory(), request) ?? '';
    const now = await readValue(doing, request, place);
    if (!isSameValue(now, expected)) throw new OperationError({ kind: 'changed-meanwhile', now: typeof now === 'string' ? now : now.join(', ') });
    return now;
  }

  /** An entry of a map cannot be replaced, only taken away and added. */
  async function writeEntry(doing: Doing, key: string, former: string): Promise<void> {
    const add = `${editedClass[request.class]}.add_to_other_config`;
    if (former !== '') {
      await doing.step('take-away-old-value', async () => {
        doing.onUndo({ undo: async () => await putBack(doing, request, former), otherwise: { is: 'value-lost', value: former } });
        await change(doing, `${editedClass[request.class]}.remove_from_other_config`, [request.ref, key]);
      });
    }
    if (typeof request.value === 'string' && request.value !== '') {
      const value = request.value;
      await doing.step('write-new-value', async () => await change(doing, add, [request.ref, key, value]));
    }
  }

  return {
    steps: [
      'check',
      'compare',
      ...(field === undefined ? [] : (['list-field'] as const)),
      ...(isEntry ? (['take-away-old-value'] as const) : []),
      'write-new-value',
      'confirm',
    ],
    async run(doing) {
      const former = await doing.step('compare', async () => await compare(doing));
      if (doing.cancelling.aborted) throw new Cancelled(false);
      doing.knew(former);
      if (field !== undefined) await doing.step('list-field', async () => await defineField(doing, field));
      if (isEntry) await writeEntry(doing, place.key, typeof former === 'string' ? former : '');
      else
        await doing.step(
          'write-new-value',
          async () => await change(doing, `${editedClass[request.class]}.set_${place.in}`, [request.ref, request.value]),
        );
      await doing.step('confirm', async () => {
        doing.tooLateToCancel();
        await confirm(doing, (pool) => isSameValue(valueNow(pool.inventory(), request) ?? '', request.value));
      });
    },
    left(inventory) {
      if (editableObject(inventory, request) === undefined) return [{ is: 'object-gone' }];
      const now = valueNow(inventory, request) ?? '';
      return [{ is: 'value', value: typeof now === 'string' ? now : now.join(', ') }];
    },
  };
}

/** Only what this operation has done is taken back: a value somebody else has put there stays. */
async function putBack(doing: Doing, request: EditRequest, former: string): Promise<Trace> {
  const place = placeOf(request);
  const now = await readValue({ ...doing, cancelling: doing.closing }, request, place);
  if (now === former) return { is: 'value-restored' };
  if (place.in !== 'other_config' || (now !== '' && now !== request.value)) return { is: 'value', value: String(now) };
  const prefix = editedClass[request.class];
  await doing.pool.ask({ safe: true, signal: doing.closing }, async (session) => {
    if (now !== '') await call(session, `${prefix}.remove_from_other_config`, [request.ref, place.key]);
    await call(session, `${prefix}.add_to_other_config`, [request.ref, place.key, former]);
  });
  return { is: 'value-restored' };
}

async function readValue(doing: Doing, { class: name, ref }: EditRequest, place: Place): Promise<Value> {
  const signal = AbortSignal.any([doing.cancelling, doing.closing]);
  const answer = await doing.pool.ask({ safe: true, signal }, async (session) => await call(session, `${editedClass[name]}.get_${place.in}`, [ref]));
  if (place.in !== 'other_config') return Array.isArray(answer) ? answer.map(String) : String(answer);
  const entry: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, place.key) : undefined;
  return entry === undefined ? '' : String(entry);
}

/** Where the answer is lost, whether it was heard shows in the object: writing the same again would do no harm, but might overwrite somebody. */
async function change(doing: Doing, name: string, parameters: readonly unknown[]): Promise<void> {
  if (doing.cancelling.aborted) throw new Cancelled(false);
  try {
    await doing.pool.ask({ safe: false, signal: doing.closing }, async (session) => await call(session, name, parameters));
  } catch (error) {
    if (!(error instanceof NetError)) throw error;
    await backInTouch(doing);
    doing.note('checking-result');
  }
}

/** One name for each class and property, too many to write out; the rules have made sure that the class has the property. */
async function call(session: Session, name: string, parameters: readonly unknown[]): Promise<unknown> {
  return await session.call(name as CallName, parameters as ParametersOf<CallName>);
}
