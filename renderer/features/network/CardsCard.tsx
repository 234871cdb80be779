import { isHostLive } from '#shared/domain/inventory/facts.ts';
import type { HostRef, RecordOf } from '#shared/domain/inventory/watched.ts';
import { linkOf } from '#shared/domain/networks/cards.ts';
import { networkCardsText as words } from '#shared/text/network-cards-text.ts';
import { networkText as say } from '#shared/text/network-text.ts';
import { csvOf, tabbedText } from '#shared/domain/search/csv.ts';
import type { Target } from '#renderer/state/command.ts';
import { offerFile } from '#renderer/state/offer-file.ts';
import { poolNameOf } from '#renderer/state/pool-name.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Card } from '#renderer/ui/Card.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { CardLink } from './CardLink.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { bondOf, type CardFacts, cardsOf, driverOf, linkSeen, sharingOf } from './card-words.ts';
import { cardsTable } from './cards-table.ts';
import css from './Networks.module.css';
import { ShellNotes } from './ShellNotes.tsx';
import type { CardsTold, HostWords } from './use-cards.ts';

type Pif = RecordOf<'pif'>;

const columns = [say.host, say.card, say.state, say.partOf, say.mac, say.model].map((title) => ({ title }));

interface CardsCardProps extends CardsTold {
  readonly target: Target;
  readonly hosts: readonly HostRef[];
}

/** Every network card of the hosts; of a host the pool does not hear from, as the host itself says where it is asked. */
export function CardsCard({ target, hosts, pool, asked }: CardsCardProps) {
  const { server, inventory } = target;
  const isNow = server.state.is === 'live';
  const cards = hosts.flatMap((host) => cardsOf(inventory, host));
  const silent = hosts.filter((host) => !isNow || !isHostLive(inventory, host));
  return (
    <Card
      title={say.cards}
      isLastKnown={!isNow}
      mark={
        <span className={css['tools']}>
          {cards.length}
          {silent.length > 0 && <AskButton silent={silent} asked={asked} />}
          {cards.length > 0 && <CardsTools rows={() => cardsTable(cards, { inventory, isNow, pool, asked })} file={words.file(poolNameOf(target))} />}
        </span>
      }
    >
      {cards.length === 0 ? (
        <EmptyState>{say.noCards}</EmptyState>
      ) : (
        <CardTable
          label={say.cards}
          rowHeight="two-lines"
          columns={columns}
          rows={cards.map(({ pif, host }) => ({ key: pif.uuid, cells: cardCells(pif, { inventory, host, isNow, pool, asked }) }))}
        />
      )}
      {pool.isRefused && (
        <Notice tone="warn" what={words.notAsked}>
          <Button onClick={pool.askAgain}>{words.askAgain}</Button>
        </Notice>
      )}
      <ShellNotes target={target} words={new Map(silent.map((host) => [host, asked.of.get(host)]))} onTrusted={(host) => asked.ask([host])} />
    </Card>
  );
}

function CardsTools({ rows, file }: { readonly rows: () => readonly (readonly string[])[]; readonly file: string }) {
  return (
    <>
      <CopyButton kind="quiet" text={() => tabbedText(rows())} doneLabel={say.copied}>
        {say.copyMap}
      </CopyButton>
      <Button kind="quiet" onClick={() => offerFile({ name: file, content: csvOf(rows()) })}>
        {say.exportMap}
      </Button>
    </>
  );
}

/** Only about hosts the pool does not hear from: of the others it knows more, and now. */
function AskButton({ silent, asked }: { readonly silent: readonly HostRef[]; readonly asked: HostWords }) {
  const isAsking = silent.some((host) => asked.of.get(host)?.is === 'asking');
  const isAsked = silent.every((host) => asked.of.has(host));
  return (
    <Button kind="quiet" why={isAsking ? words.asking : undefined} onClick={() => asked.ask(silent)}>
      {isAsked ? words.askedOverSsh : words.askOverSsh(silent.length)}
    </Button>
  );
}

function cardCells(pif: Pif, facts: CardFacts) {
  const { inventory, host, asked } = facts;
  const metrics = linkOf(inventory, pif);
  const link = linkSeen({ pif, host }, facts);
  const isAsking = asked.of.get(host)?.is === 'asking' && !(link.by === 'pool' && link.isNow);
  return [
    inventory.host.get(host)?.name ?? '',
    pif.device,
    <CardLink key="link" link={link} isAsking={isAsking} />,
    bondOf(inventory, pif),
    <code key="mac">{pif.mac}</code>,
    <span key="model" className={css['model']}>
      {metrics?.card}
      <small>
        {driverOf(pif, facts)} <code>{metrics?.pciBusPath}</code> {sharingOf(pif, facts)}
      </small>
    </span>,
  ];
}
