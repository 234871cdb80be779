import { useMemo } from 'react';
import { type MacConflict, macConflicts } from '#shared/domain/networks/mac-conflicts.ts';
import { networkText as say } from '#shared/text/network-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { select } from '#renderer/state/ui-store.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import css from './Networks.module.css';

/** Absent where every address is alone on its wire. */
export function ConflictsCard({ target: { server, inventory } }: { readonly target: Target }) {
  const conflicts = useMemo(() => macConflicts(inventory), [inventory]);
  if (conflicts.length === 0) return null;
  return (
    <Card title={say.conflicts} mark={conflicts.length} isLastKnown={server.state.is !== 'live'}>
      <Notice tone="warn" what={say.conflictHint} />
      <CardTable
        label={say.conflicts}
        columns={[say.mac, say.network, say.owners].map((title) => ({ title }))}
        rows={conflicts.map((conflict) => ({
          key: `${conflict.mac} ${conflict.network}`,
          tone: 'warn' as const,
          cells: [<code key="mac">{conflict.mac}</code>, conflict.network, <Owners key="owners" conflict={conflict} server={server.id} />],
        }))}
      />
    </Card>
  );
}

function Owners({ conflict: { owners }, server }: { readonly conflict: MacConflict; readonly server: Target['server']['id'] }) {
  return (
    <span className={css['members']}>
      {owners.map((owner) =>
        owner.is === 'vm' ? (
          <LinkButton key={owner.vm} onClick={() => select({ is: 'vm', server, ref: owner.vm })}>
            {owner.name}
          </LinkButton>
        ) : (
          <span key={owner.name}>{owner.name}</span>
        ),
      )}
    </span>
  );
}
