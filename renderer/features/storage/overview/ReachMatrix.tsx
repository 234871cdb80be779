import type { StorageLink } from '#shared/domain/capacity/storage-links.ts';
import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import type { SrRequest } from '#shared/domain/operations/storage-request.ts';
import type { StorageOverviewRow } from '#shared/domain/storage/overview.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { storageLinkText } from '#shared/text/properties-text.ts';
import { storageOverviewText } from '#shared/text/storage-overview-text.ts';
import { useAccess } from '#renderer/state/access-store.ts';
import { type Target, useCommands } from '#renderer/state/command.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Card } from '#renderer/ui/Card.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { LinkWord } from './LinkWord.tsx';
import css from './StorageTab.module.css';

export interface ReachMatrixProps {
  readonly target: Target;
  readonly rows: readonly StorageOverviewRow[];
}

/** Every host beside every repository they share; what is missing is mended here. */
export function ReachMatrix({ target, rows }: ReachMatrixProps) {
  useAccess();
  const commands = useCommands();
  const { inventory, server } = target;
  const isNow = server.state.is === 'live';
  const hosts = [...inventory.host].toSorted(([, a], [, b]) => byNaturalOrder(a.name, b.name));
  const shared = rows.filter(({ sr }) => sr.isShared);
  const repairs = shared.map((row) => repairOf(row, target));
  const possible = repairs.flatMap(({ request, why }) => (why === undefined ? [request] : []));
  if (shared.length === 0) return null;
  return (
    <Card
      title={storageOverviewText.matrix}
      mark={
        <>
          {storageOverviewText.matrixHint(shared.filter(({ isBroken }) => isBroken).length)}
          <Button
            why={possible.length > 0 ? undefined : (firstReason(repairs) ?? storageOverviewText.nothingToRepair)}
            onClick={() => commands.start(possible)}
          >
            <Icon name="wrench" size="small" />
            {storageOverviewText.repairAll}
          </Button>
        </>
      }
    >
      <CardTable
        label={storageOverviewText.matrix}
        columns={[{ title: storageOverviewText.name }, ...hosts.map(([, { name }]) => ({ title: name })), { title: storageOverviewText.repair }]}
        rows={shared.map((row, index) => ({
          key: row.ref,
          tone: row.isBroken ? 'warn' : undefined,
          cells: [
            <strong key="name">{row.sr.name}</strong>,
            ...hosts.map(([ref]) => {
              const link = row.links.find(({ host }) => host === ref);
              return link === undefined ? (
                <span key={ref} className={css['quiet']}>
                  {storageOverviewText.notHere}
                </span>
              ) : (
                <LinkWord key={ref} link={link} isNow={isNow} word={wordOf(link)} />
              );
            }),
            <Button
              key="repair"
              why={repairs[index]?.why}
              label={`${storageOverviewText.repair} ${row.sr.name}`}
              onClick={() => commands.start(repairs[index] === undefined ? [] : [repairs[index].request])}
            >
              {storageOverviewText.repair}
            </Button>,
          ],
        }))}
      />
    </Card>
  );
}

/** There is a column for every host, so where paths are counted the count says it all. */
function wordOf(link: StorageLink): string {
  const isUp = link.state === 'connected' || link.state === 'paths-lost';
  return isUp && link.paths !== undefined ? storageOverviewText.paths(link.paths.up, link.paths.all) : storageLinkText(link);
}

interface Repair {
  readonly request: SrRequest;
  readonly why: string | undefined;
  readonly isBroken: boolean;
}

function repairOf({ ref, isBroken }: StorageOverviewRow, target: Target): Repair {
  const request: SrRequest = { kind: 'sr.repair', server: target.server.id, sr: ref };
  const problems = problemsNow(request, target);
  const why = !isBroken ? storageOverviewText.nothingToRepair : problems.map(problemText).join(' ');
  return { request, isBroken, why: why === '' ? undefined : why };
}

/** Why what is broken cannot be mended. */
function firstReason(repairs: readonly Repair[]): string | undefined {
  return repairs.find(({ isBroken, why }) => isBroken && why !== undefined)?.why;
}
