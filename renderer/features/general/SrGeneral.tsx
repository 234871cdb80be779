import { linksOfSr } from '#shared/domain/capacity/storage-links.ts';
import type { RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';
import { homeOfLocalSr } from '#shared/domain/capacity/sr-facts.ts';
import { keyOf } from '#shared/domain/tree/items.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { Columns, Stack } from '#renderer/ui/Columns.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import type { Edited } from './common-rows.tsx';
import { FieldsCard } from './FieldsCard.tsx';
import { LinkStateWord } from './LinkStateWord.tsx';
import { NotesCard } from './NotesCard.tsx';
import { ObjectLink } from './ObjectLink.tsx';
import { RecentCard } from './RecentCard.tsx';
import { SrOverviewCard } from './storage/SrOverviewCard.tsx';
import { SrTargetCard } from './storage/SrTargetCard.tsx';
import { SrUsageCard } from './storage/SrUsageCard.tsx';
import { SrVmsCard } from './storage/SrVmsCard.tsx';
import { type Truth, useTruth } from './truth.tsx';

/** What every card about a storage repository starts from. */
export interface SrFacts {
  readonly target: Target;
  readonly ref: RefOf<'sr'>;
  readonly sr: RecordOf<'sr'>;
  readonly truth: Truth;
}

export function SrGeneral({ target }: { readonly target: Target }) {
  const { item, inventory } = target;
  const sr = item.is === 'sr' ? inventory.sr.get(item.ref) : undefined;
  if (item.is !== 'sr' || sr === undefined) return null;
  return <SrCards key={keyOf(item)} target={target} srRef={item.ref} sr={sr} />;
}

function SrCards({ target, srRef, sr }: { readonly target: Target; readonly srRef: RefOf<'sr'>; readonly sr: RecordOf<'sr'> }) {
  const truth = useTruth(target, homeOfLocalSr(target.inventory, srRef));
  const facts: SrFacts = { target, ref: srRef, sr, truth };
  const edited: Edited = { target, class: 'sr', ref: srRef, record: sr };
  return (
    <Columns>
      <Stack>
        <SrOverviewCard facts={facts} edited={edited} />
        <SrTargetCard facts={facts} />
      </Stack>
      <Stack>
        <SrUsageCard facts={facts} />
        <SrLinksCard facts={facts} />
        <SrVmsCard facts={facts} />
      </Stack>
      <Stack width="rest">
        <RecentCard target={target} uuid={sr.uuid} />
        <FieldsCard edited={edited} />
        <NotesCard edited={edited} />
      </Stack>
    </Columns>
  );
}

/** One line for each host that is, or should be, connected to it. */
function SrLinksCard({ facts: { target, ref } }: { readonly facts: SrFacts }) {
  const { inventory, server } = target;
  const links = linksOfSr(inventory, ref);
  const connected = links.filter(({ state }) => state === 'connected' || state === 'paths-lost').length;
  const { card, label, sentence } = propertiesText;
  return (
    <Card title={card.hosts} mark={links.length === 0 ? undefined : sentence.linksOf(connected, links.length)}>
      {links.length === 0 ? (
        <EmptyState>{sentence.noHosts}</EmptyState>
      ) : (
        <CardTable
          label={card.hosts}
          columns={[{ title: label.host }, { title: label.state, width: 'wide' }]}
          rows={links.map((link) => ({
            key: link.host,
            cells: [
              <ObjectLink
                key="host"
                item={{ is: 'host', server: server.id, ref: link.host }}
                name={inventory.host.get(link.host)?.name ?? sentence.gone}
              />,
              <LinkStateWord key="state" link={link} isNow={server.state.is === 'live'} />,
            ],
          }))}
        />
      )}
    </Card>
  );
}
