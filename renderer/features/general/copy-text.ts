import { propertiesText } from '#shared/text/properties-text.ts';
import { showToast } from '#renderer/state/ui-store.ts';

/** Whoever copies something wants to know that it worked, and nothing else. */
export function copyText(text: string, label: string): void {
  navigator.clipboard.writeText(text).then(
    () => showToast({ id: 'copied', tone: 'ok', text: propertiesText.copied(label) }),
    (error: unknown) => reportError(error),
  );
}
