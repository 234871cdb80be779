import { type CallName, calls, type Input, type Output } from '#shared/contract/calls.ts';
import type { Failure } from '#shared/contract/failure.ts';
import { fail, ok, type Result } from '#shared/kernel/result.ts';

export type Handler<N extends CallName> = (input: Input<N>, signal: AbortSignal) => Output<N> | Promise<Output<N>>;
export type HandlersOf<N extends CallName> = { readonly [K in N]: Handler<K> };
/** One for every row of the table. */
export type Handlers = HandlersOf<CallName>;

export type Dispatch = (name: string, input: unknown, signal: AbortSignal) => Promise<Result<unknown, Failure>>;

/** The only way in: a handler cannot be reached with unchecked input. */
export function createDispatch(handlers: Handlers, toFailure: (error: unknown) => Failure): Dispatch {
  return async (name, raw, signal) => {
    if (!isCallName(name)) return fail({ kind: 'bug', incident: 'no such call' });
    const input = calls[name].input.safeParse(raw);
    if (!input.success) return fail({ kind: 'bug', incident: `bad input for ${name}` });
    try {
      // The schema of this very name has just produced the input.
      const handler = handlers[name] as (input: unknown, signal: AbortSignal) => unknown;
      return ok(await handler(input.data, signal));
    } catch (error) {
      return fail(toFailure(error));
    }
  };
}

function isCallName(name: string): name is CallName {
  return Object.hasOwn(calls, name);
}
