import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { NoWay } from '#shared/domain/storage/from-shell/shell-word.ts';
import { networkCardsText as words } from '#shared/text/network-cards-text.ts';
import { storageHostsText as say } from '#shared/text/storage-hosts-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { closeDialog, select, setTab } from '#renderer/state/ui-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';

interface ShellNotesProps {
  readonly target: Target;
  readonly words: ReadonlyMap<HostRef, NoWay | { readonly is: 'said' | 'asking' } | undefined>;
  /** Once somebody has compared the key of that host. */
  readonly onTrusted: (host: HostRef) => void;
}

/** Hosts whose shell could not be asked, each with what can be done about it. */
export function ShellNotes({ target: { server, inventory }, words: said, onTrusted }: ShellNotesProps) {
  const client = useClient();

  function trust(host: HostRef, key: Extract<NonNullable<NoWay['asks']>, { is: 'host-key' }>['key']): void {
    client.call('access.confirm-host-key', { server: server.id, host, key }).then(() => onTrusted(host), reportError);
  }

  return [...said].map(([host, word]) => {
    if (word?.is !== 'no-way') return null;
    const { asks } = word;
    const { name = '' } = inventory.host.get(host) ?? {};
    return asks?.is === 'host-key' ? (
      <Notice key={host} tone="known" what={say.keyUnknown(name)} next={say.compare} code={`${asks.key.type} ${asks.key.fingerprint}`}>
        <Button onClick={() => trust(host, asks.key)}>{say.trust}</Button>
      </Notice>
    ) : (
      <Notice key={host} tone="known" what={say.noWay(name)} next={words.noWayNext(asks !== undefined)}>
        <Button onClick={() => lookFor({ is: 'host', server: server.id, ref: host })}>{words.recovery}</Button>
      </Notice>
    );
  });
}

/** Where the way to it is looked for. */
function lookFor(item: Extract<Target['item'], { is: 'host' }>): void {
  closeDialog();
  select(item);
  setTab('host', 'recovery');
  setTab('dark-host', 'recovery');
}
