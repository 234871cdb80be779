import { addressesOf, type HostWays, pathDoubts, waysDoubts, waysTo } from '#shared/domain/storage/ways.ts';
import { sourceOf } from '#shared/domain/wizards/new-storage/question.ts';
import { storageWaysText, wayDoubtText, wayText } from '#shared/text/storage-ways-text.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import type { LocationProps } from './LocationPage.tsx';

const say = storageWaysText;

/** Which network each host takes to the address that was typed, and what is uneven about it, before anything is tried. */
export function WaysCard({ wizard: { draft }, inventory }: Pick<LocationProps, 'wizard' | 'inventory'>) {
  const addresses = addressesOf(sourceOf(draft, {}, ''));
  const hosts = waysTo(inventory, addresses);
  if (hosts.length === 0) return null;
  const isBlock = draft.kind === 'iscsi';
  const doubts = [...waysDoubts(hosts), ...(isBlock ? pathDoubts(hosts, addresses.length) : [])];
  return (
    <Card title={say.title} mark={say.hint}>
      <CardTable
        label={say.title}
        columns={[
          { title: say.host },
          { title: say.network, width: 'wide' },
          { title: say.card },
          { title: say.mtu, align: 'end' },
          ...(isBlock ? [{ title: say.portals, align: 'end' as const }, { title: say.multipathing }] : []),
        ]}
        rows={hosts.map((host) => ({ key: host.host, cells: cellsOf(host, isBlock) }))}
      />
      {doubts.map((doubt) => (
        <Notice key={doubt.is} tone="warn" {...wayDoubtText(doubt)} />
      ))}
    </Card>
  );
}

function cellsOf({ name, ways, isMultipathing }: HostWays, isBlock: boolean) {
  const once = (texts: readonly string[]): string => [...new Set(texts)].join(', ');
  return [
    name,
    ways.length === 0 ? say.none : once(ways.map(wayText)),
    once(ways.map(({ device }) => device)),
    once(ways.map(({ mtu }) => String(mtu))),
    ...(isBlock ? [String(ways.length), isMultipathing ? say.on : say.off] : []),
  ];
}
