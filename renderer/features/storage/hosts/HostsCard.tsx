import type { RefOf } from '#shared/domain/inventory/watched.ts';
import type { SrRequest } from '#shared/domain/operations/storage-request.ts';
import type { SrHost } from '#shared/domain/storage/sr-hosts.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { storageLinkText } from '#shared/text/properties-text.ts';
import { srHostsText } from '#shared/text/sr-hosts-text.ts';
import { useAccess } from '#renderer/state/access-store.ts';
import { type Target, useCommands } from '#renderer/state/command.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';
import { select } from '#renderer/state/ui-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Card } from '#renderer/ui/Card.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import { LinkWord } from '../overview/LinkWord.tsx';
import css from '../overview/StorageTab.module.css';

export interface HostsCardProps {
  readonly target: Target;
  readonly sr: RefOf<'sr'>;
  readonly hosts: readonly SrHost[];
}

/** One line for each host, each with its own repair. */
export function HostsCard({ target, sr, hosts }: HostsCardProps) {
  const commands = useCommands();
  useAccess();
  const up = hosts.filter(({ link }) => link.state === 'connected' || link.state === 'paths-lost').length;
  const hasPaths = hosts.some(({ isMultipathing, luns }) => isMultipathing !== undefined || luns.length > 0);
  const hasSessions = hosts.some(({ sessions }) => sessions !== undefined);
  const all: SrRequest = { kind: 'sr.repair', server: target.server.id, sr };
  if (hosts.length === 0) {
    return (
      <Card title={srHostsText.matrix}>
        <EmptyState>{srHostsText.none}</EmptyState>
      </Card>
    );
  }
  return (
    <Card
      title={srHostsText.matrix}
      isLastKnown={target.server.state.is !== 'live'}
      mark={
        <>
          {srHostsText.connected(up, hosts.length)}
          <Button why={whyNot(all, target)} onClick={() => commands.start([all])}>
            <Icon name="wrench" size="small" />
            {srHostsText.repairAll}
          </Button>
        </>
      }
    >
      <CardTable
        label={srHostsText.matrix}
        columns={[
          { title: srHostsText.host },
          { title: srHostsText.connection, width: 'wide' },
          ...(hasPaths ? [{ title: srHostsText.multipathing }, { title: srHostsText.paths }] : []),
          ...(hasSessions ? [{ title: srHostsText.sessions, align: 'end' as const }] : []),
          { title: srHostsText.repair },
        ]}
        rows={hosts.map((host) => ({
          key: host.link.host,
          tone: host.isDegraded || host.link.state === 'unplugged' || host.link.state === 'missing' ? 'warn' : undefined,
          cells: [
            <HostName key="host" host={host} target={target} />,
            <LinkWord
              key="link"
              link={host.link}
              isNow={target.server.state.is === 'live'}
              word={storageLinkText({ ...host.link, paths: hasPaths ? undefined : host.link.paths })}
            />,
            ...(hasPaths ? [<Multipathing key="multipathing" host={host} />, <Paths key="paths" host={host} />] : []),
            ...(hasSessions ? [host.sessions === undefined ? '' : srHostsText.sessionsOf(host.sessions)] : []),
            <Repair key="repair" host={host} target={target} sr={sr} />,
          ],
        }))}
      />
    </Card>
  );
}

function whyNot(request: SrRequest, target: Target): string | undefined {
  const why = problemsNow(request, target).map(problemText).join(' ');
  return why === '' ? undefined : why;
}

function HostName({ host, target: { server } }: { readonly host: SrHost; readonly target: Target }) {
  return (
    <span className={css['name']}>
      <LinkButton onClick={() => select({ is: 'host', server: server.id, ref: host.link.host })}>{host.name}</LinkButton>
      {host.isMaster && <span className={css['quiet']}>{srHostsText.master}</span>}
    </span>
  );
}

function Multipathing({ host: { isMultipathing } }: { readonly host: SrHost }) {
  return isMultipathing === undefined ? null : <span>{isMultipathing ? srHostsText.on : srHostsText.off}</span>;
}

function Paths({ host: { luns } }: { readonly host: SrHost }) {
  return (
    <span className={css['name']}>
      {luns.map((lun) => (
        <span key={lun.scsiId} title={srHostsText.lunTitle(lun)}>
          {srHostsText.pathsOf(lun)}
        </span>
      ))}
    </span>
  );
}

function Repair({ host, target, sr }: { readonly host: SrHost; readonly target: Target; readonly sr: RefOf<'sr'> }) {
  const commands = useCommands();
  const request: SrRequest = { kind: 'sr.repair', server: target.server.id, sr, host: host.link.host };
  return (
    <Button why={whyNot(request, target)} label={`${srHostsText.repair} ${host.name}`} onClick={() => commands.start([request])}>
      {srHostsText.repair}
    </Button>
  );
}
