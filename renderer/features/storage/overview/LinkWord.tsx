import type { StorageLink } from '#shared/domain/capacity/storage-links.ts';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';

/** The colour and sign of a connection, with these words. */
export function LinkWord({ link, isNow, word }: { readonly link: StorageLink; readonly isNow: boolean; readonly word: string }) {
  if (link.state === 'host-not-live' || !isNow) return <StatusWord icon="clock" tone="known" word={word} />;
  if (link.state === 'connected') return <StatusWord icon="ok" tone="ok" word={word} />;
  const hasLostPaths = link.state === 'paths-lost';
  return <StatusWord icon={hasLostPaths ? 'warning' : 'error'} tone={hasLostPaths ? 'warn' : 'danger'} word={word} />;
}
