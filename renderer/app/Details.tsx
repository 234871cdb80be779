import type { Client } from '#shared/contract/client.ts';
import type { Server } from '#shared/contract/calls/server-calls.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { timeText } from '#shared/text/format.ts';
import { windowText } from '#shared/text/window-text.ts';
import { HostPage } from '#renderer/features/host/HostPage.tsx';
import { PoolPage } from '#renderer/features/pool/PoolPage.tsx';
import { VmPage } from '#renderer/features/vm/VmPage.tsx';
import { useClient } from '#renderer/state/client-context.ts';
import { type Selection, useSelection } from '#renderer/state/tree-state.ts';
import { select } from '#renderer/state/ui-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import css from './Details.module.css';

export function Details() {
  const client = useClient();
  const selection = useSelection();
  if (selection === undefined) return null;
  const { item, server } = selection;
  const isTop = item.is === 'pool' || item.is === 'host';
  const shared = {
    inventory: selection.inventory,
    isLastKnown: server.state.is !== 'live',
    notice: <LinkNotice server={server} client={client} />,
    commands: isTop && <DisconnectButton server={server} client={client} />,
  };
  return <ItemPage selection={selection} shared={shared} />;
}

type Shared = Pick<Parameters<typeof PoolPage>[0], 'inventory' | 'isLastKnown' | 'notice' | 'commands'>;

function ItemPage({ selection, shared }: { readonly selection: Selection; readonly shared: Shared }) {
  const { item, server } = selection;
  switch (item.is) {
    case 'server':
      return <div className={css['empty']}>{shared.notice}</div>;
    case 'pool':
      return (
        <PoolPage
          {...shared}
          pool={item.ref}
          address={server.address}
          user={server.user}
          onOpen={(ref) => select({ is: 'host', server: server.id, ref })}
        />
      );
    case 'host':
      return <HostPage {...shared} host={item.ref} />;
    case 'vm':
      return <VmPage {...shared} vm={item.ref} />;
    default:
      return <div className={css['empty']}>{shared.notice}</div>;
  }
}

interface LinkProps {
  readonly server: Server;
  readonly client: Client;
}

/** One line on top of everything that is only last known. */
function LinkNotice({ server, client }: LinkProps) {
  const { state } = server;
  const nowMs = useNow();
  if (state.is === 'live' || state.is === 'connecting') return null;
  const { what, next, code } = failureText(state.why);
  const asOf = windowText.status.asOf(timeText(state.sinceMs, nowMs));
  return (
    <Notice tone={state.is === 'closed' ? 'danger' : 'known'} what={`${asOf}. ${what}`} next={next} code={code}>
      {state.is === 'stale' && <Button onClick={() => ask(client.call('server.retry', { server: server.id }))}>{windowText.details.tryNow}</Button>}
    </Notice>
  );
}

function DisconnectButton({ server, client }: LinkProps) {
  return (
    <Button kind="quiet" size="command" onClick={() => ask(client.call('server.disconnect', { server: server.id }))}>
      {windowText.details.disconnect}
    </Button>
  );
}

/** The outcome shows in the list of servers; only a bug of the window can reject. */
function ask(call: Promise<unknown>): void {
  call.catch((error: unknown) => reportError(error));
}
