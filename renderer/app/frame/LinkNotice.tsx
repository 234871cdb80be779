import { useCallback, useState } from 'react';
import type { Server } from '#shared/contract/calls/server-calls.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Failure } from '#shared/contract/failure.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { timeText } from '#shared/text/format.ts';
import { windowText } from '#shared/text/window-text.ts';
import { linkQuestionText } from '#shared/text/connect-text.ts';
import { linkQuestion, LinkQuestionDialog } from '#renderer/features/connect/LinkQuestionDialog.tsx';
import { poolNameOf } from '#renderer/state/pool-name.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { tryNow } from './try-now.ts';

/** One line on top of everything that is only last known, or of a pool that other hosts claim as well. */
export function LinkNotice({ server, inventory }: { readonly server: Server; readonly inventory: Inventory }) {
  const client = useClient();
  const { state } = server;
  const nowMs = useNow();
  if (state.is === 'live') return <SplitNotice server={server} inventory={inventory} />;
  if (state.is === 'connecting') return null;
  const { what, next, code } = failureText(state.why);
  const asOf = windowText.status.asOf(timeText(state.sinceMs, nowMs));
  return (
    <Notice
      tone={state.is === 'closed' && state.why.kind !== 'read-from-file' ? 'danger' : 'known'}
      what={`${asOf}. ${what}`}
      next={next}
      code={code}
    >
      {state.is === 'closed' && <LinkAnswer server={server} name={poolNameOf({ server, inventory })} failure={state.why} />}
      {state.is === 'stale' && <Button onClick={() => tryNow(client, server.id)}>{windowText.details.tryNow}</Button>}
    </Notice>
  );
}

/** What has ended for good waits for somebody; where that helps, it is asked for here. */
function LinkAnswer({ server, name, failure }: { readonly server: Server; readonly name: string; readonly failure: Failure }) {
  const [isOpen, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const question = linkQuestion(failure);
  if (question === undefined) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{linkQuestionText.open[question]}</Button>
      {isOpen && <LinkQuestionDialog server={server} name={name} onClose={close} />}
    </>
  );
}

function SplitNotice({ server, inventory }: { readonly server: Server; readonly inventory: Inventory }) {
  const { rivals = [] } = server;
  if (rivals.length === 0) return null;
  const master = onlyPool(inventory)?.pool.master ?? undefined;
  const address = master === undefined ? undefined : inventory.host.get(master)?.address;
  const { what, next } = failureText({ kind: 'split-brain', masters: [address ?? server.address, ...rivals] });
  return <Notice tone="danger" what={what} next={next} />;
}
