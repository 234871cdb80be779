import { linksOfHost, type StorageLink } from '#shared/domain/capacity/storage-links.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import type { HostFacts } from '../HostGeneral.tsx';
import { LinkStateWord } from '../LinkStateWord.tsx';
import { SrName } from '../SrName.tsx';
import css from './StorageLinksCard.module.css';

/** More than these are only counted, unless they have a problem. */
const SHOWN = 6;
const { card, label, sentence } = propertiesText;

export function StorageLinksCard({ facts: { target, ref, truth } }: { readonly facts: HostFacts }) {
  const links = linksOfHost(target.inventory, ref);
  const connected = links.filter(({ state }) => state === 'connected' || state === 'paths-lost').length;
  const { shown, more } = toShow(links);
  return (
    <Card title={card.storageLinks} mark={links.length === 0 ? undefined : sentence.linksOf(connected, links.length)} isLastKnown={!truth.isNow}>
      {links.length === 0 ? (
        <EmptyState>{sentence.noStorage}</EmptyState>
      ) : (
        <CardTable
          label={card.storageLinks}
          columns={[{ title: label.storage }, { title: label.state, width: 'wide' }]}
          rows={shown.map((link) => ({
            key: link.sr,
            cells: [<SrName key="sr" target={target} sr={link.sr} />, <LinkStateWord key="state" link={link} isNow={truth.isNow} />],
          }))}
        />
      )}
      {more > 0 && <p className={css['more']}>{sentence.moreConnected(more)}</p>}
    </Card>
  );
}

function toShow(links: readonly StorageLink[]): { readonly shown: readonly StorageLink[]; readonly more: number } {
  if (links.length <= SHOWN) return { shown: links, more: 0 };
  const problems = links.filter(({ state }) => state !== 'connected');
  const shown = links.slice(0, Math.max(problems.length, SHOWN));
  return { shown, more: links.length - shown.length };
}
