import { commandText } from '#shared/text/commands-text.ts';
import { showToast } from './ui-store.ts';

export function copyText(text: string, what: string): void {
  navigator.clipboard.writeText(text).then(
    () => showToast({ id: 'copied', tone: 'ok', text: commandText.copied(what) }),
    // The browser may forbid it; then nothing was copied, and that is what has to be said.
    () => showToast({ id: 'copied', tone: 'warn', text: commandText.notCopied }),
  );
}
