import { byNaturalOrder, isHostLive } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RecordOf } from '#shared/domain/inventory/watched.ts';
import { canBeShared, linkOf } from '#shared/domain/networks/cards.ts';
import { seenLink } from '#shared/domain/networks/seen-link.ts';
import { sharedNetworks } from '#shared/domain/networks/shared-cards.ts';
import { networkCardsText as words } from '#shared/text/network-cards-text.ts';
import { networkText as say } from '#shared/text/network-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Card } from '#renderer/ui/Card.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { CardLink } from './CardLink.tsx';
import css from './Networks.module.css';
import { ShellNotes } from './ShellNotes.tsx';
import { type HostWords, type PoolWord, useHostWords, usePoolWord } from './use-cards.ts';

type Pif = RecordOf<'pif'>;

const columns = [say.host, say.card, say.state, say.partOf, say.mac, say.model].map((title) => ({ title }));

/** Every network card of the hosts; of a host the pool does not hear from, as the host itself says where it is asked. */
export function CardsCard({ target, hosts }: { readonly target: Target; readonly hosts: readonly HostRef[] }) {
  const { server, inventory } = target;
  const isNow = server.state.is === 'live';
  const pool = usePoolWord(target, questionOf(inventory));
  const asked = useHostWords(target);
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

function cardsOf(inventory: Inventory, host: HostRef) {
  return [...inventory.pif.values()]
    .filter((pif) => pif.host === host && pif.isPhysical)
    .sort((a, b) => byNaturalOrder(a.device, b.device))
    .map((pif) => ({ pif, host }));
}

interface CardFacts {
  readonly inventory: Inventory;
  readonly host: HostRef;
  readonly isNow: boolean;
  readonly pool: PoolWord;
  readonly asked: HostWords;
}

function cardCells(pif: Pif, facts: CardFacts) {
  const { inventory, host, asked } = facts;
  const metrics = linkOf(inventory, pif);
  const said = asked.of.get(host);
  const isNow = facts.isNow && isHostLive(inventory, host);
  const word = said?.is === 'asking' ? undefined : said;
  return [
    inventory.host.get(host)?.name ?? '',
    pif.device,
    <CardLink key="link" link={seenLink({ device: pif.device, metrics, isNow, word })} isAsking={!isNow && said?.is === 'asking'} />,
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

/** The device of the bond it is part of. */
function bondOf(inventory: Inventory, { bondSlaveOf }: Pif): string {
  const master = bondSlaveOf === null ? null : (inventory.bond.get(bondSlaveOf)?.master ?? null);
  return master === null ? '' : (inventory.pif.get(master)?.device ?? '');
}

/** As the pool says; by the host itself where the pool has not said it. Empty for releases that do not know. */
function driverOf(pif: Pif, { inventory, host, pool, asked }: CardFacts): string {
  const bus = linkOf(inventory, pif)?.pciBusPath;
  const word = asked.of.get(host);
  const own = word?.is === 'said' ? word.cards.find(({ device }) => device === pif.device)?.driver : undefined;
  return pool.said?.drivers.find((one) => one.host === host && one.bus === bus)?.driver ?? own ?? '';
}

/** Whether machines can have parts of it, and how many nobody has yet. */
function sharingOf(pif: Pif, { inventory, pool, isNow }: CardFacts): string {
  const [sriov] = pif.sriovPhysicalOf;
  if (sriov === undefined) return canBeShared(pif) ? words.canBeShared : '';
  if (inventory.sriov.get(sriov)?.needsRestart === true) return words.sharedLater;
  return words.sharedFree(isNow ? pool.said?.shared.find((one) => one.sriov === sriov)?.free : undefined);
}

/** Another card, another shared card, or a machine that takes or leaves a part of one. */
function questionOf(inventory: Inventory): string {
  const networks = sharedNetworks(inventory);
  const taken =
    networks.size === 0 ? [] : [...inventory.vif].filter(([, { network, isAttached }]) => network !== null && networks.has(network) && isAttached);
  return [inventory.pif.size, ...inventory.sriov.keys(), ...taken.map(([ref]) => ref)].join(' ');
}
