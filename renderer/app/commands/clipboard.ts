import type { Client } from '#shared/contract/client.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { commandText } from '#shared/text/commands-text.ts';
import { previewOperations } from '#renderer/state/requests.ts';
import { showToast } from '#renderer/state/ui-store.ts';

export function copyText(text: string, what: string): void {
  navigator.clipboard.writeText(text).then(
    () => showToast({ id: 'copied', tone: 'ok', text: commandText.copied(what) }),
    // The browser may forbid it; then nothing was copied, and that is what has to be said.
    () => showToast({ id: 'copied', tone: 'warn', text: commandText.notCopied }),
  );
}

/** The same by hand, as the engine would write it. */
export function copyXe(client: Client, requests: readonly OperationRequest[]): void {
  previewOperations(client, requests).then(
    (result) => {
      if (result.ok) copyText(result.value.previews.flatMap(({ xe }) => xe).join('\n'), commandText.xeCommands);
    },
    (error: unknown) => reportError(error),
  );
}
