import type { Client } from '#shared/contract/client.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { commandText } from '#shared/text/commands-text.ts';
import { previewOperations } from './requests.ts';
import { copyText } from './copy-text.ts';

/** The same by hand, as the engine would write it. */
export function copyXe(client: Client, requests: readonly OperationRequest[]): void {
  previewOperations(client, requests).then(
    (result) => {
      if (result.ok) copyText(result.value.previews.flatMap(({ xe }) => xe).join('\n'), commandText.xeCommands);
    },
    (error: unknown) => reportError(error),
  );
}
