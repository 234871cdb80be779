import type { Operations } from '#engine/operations/operations.ts';
import type { HandlersOf } from '#engine/rpc/dispatch.ts';
import type { Publisher } from '#engine/rpc/publisher.ts';
import type { operationCalls } from '#shared/contract/calls/operation-calls.ts';

export function operationHandlers(operations: Operations, publisher: Publisher): HandlersOf<keyof typeof operationCalls> {
  return {
    'operation.start': async ({ id, requests }) => ({ operations: [...(await operations.start(id, requests))] }),
    'operation.cancel': async ({ operation }) => {
      await operations.cancel(operation);
      return {};
    },
    'operation.undo': async ({ operation }) => ({ operations: [...(await operations.undo(operation))] }),
    'operation.forget': async (input) => {
      await operations.forget(input.operations);
      return {};
    },
    'operation.list': async () => {
      const list = await operations.list();
      return { sequence: publisher.sequences().operations, operations: [...list] };
    },
    'operation.preview': ({ requests }) => ({ previews: operations.preview(requests) }),
  };
}
