import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { NoWay } from '#shared/domain/networks/cards-word.ts';
import { networkCardsText as words } from '#shared/text/network-cards-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { select, setTab } from '#renderer/state/ui-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';

interface NoWayNotesProps {
  readonly target: Target;
  readonly words: ReadonlyMap<HostRef, NoWay | { readonly is: 'said' | 'asking' } | undefined>;
}

/** Hosts whose shell could not be asked, each with the page where the way to it is looked for. */
export function NoWayNotes({ target: { server, inventory }, words: said }: NoWayNotesProps) {
  return [...said].map(([host, word]) => {
    if (word?.is !== 'no-way') return null;
    const { name = '' } = inventory.host.get(host) ?? {};
    return (
      <Notice key={host} tone="warn" what={sentence(name, word)}>
        <Button onClick={() => lookFor({ is: 'host', server: server.id, ref: host })}>{words.recovery}</Button>
      </Notice>
    );
  });
}

function sentence(name: string, { asks }: NoWay): string {
  if (asks === 'host-key') return words.hostKey(name);
  return asks === 'other' ? words.question(name) : words.noWay(name);
}

function lookFor(item: Extract<Target['item'], { is: 'host' }>): void {
  select(item);
  setTab('host', 'recovery');
  setTab('dark-host', 'recovery');
}
