import type { StorageLink } from '#shared/domain/capacity/storage-links.ts';
import { storageLinkText } from '#shared/text/properties-text.ts';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';

/** What is known of a host's connection to storage; of a host that is not live, only what was. */
export function LinkStateWord({ link, isNow }: { readonly link: StorageLink; readonly isNow: boolean }) {
  const word = storageLinkText(link);
  if (link.state === 'host-not-live' || !isNow) return <StatusWord icon="clock" tone="known" word={word} />;
  if (link.state === 'connected') return <StatusWord icon="ok" tone="ok" word={word} />;
  return <StatusWord icon={link.state === 'paths-lost' ? 'warning' : 'error'} tone={link.state === 'paths-lost' ? 'warn' : 'danger'} word={word} />;
}
