import type { Server } from '#shared/contract/calls/server-calls.ts';
import { frameText } from '#shared/text/frame-text.ts';
import type { Arriving as Known } from '#renderer/state/inventory-store.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { poolNameOf } from '#renderer/state/pool-name.ts';

/** In the place of figures that would be those of a part. */
export function Arriving({ server, known }: { readonly server: Server; readonly known: Known }) {
  const name = poolNameOf({ server, inventory: known.inventory });
  return (
    <article aria-label={name} aria-busy="true">
      <EmptyState>{frameText.arriving(name)}</EmptyState>
    </article>
  );
}
