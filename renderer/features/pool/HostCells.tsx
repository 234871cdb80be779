import { memo } from 'react';
import type { HostMemory } from '#shared/domain/capacity/host-memory.ts';
import type { HostRow } from '#shared/domain/capacity/pool-summary.ts';
import type { StorageLink } from '#shared/domain/capacity/storage-links.ts';
import type { Server } from '#shared/contract/calls/server-calls.ts';
import { saidOfHost } from '#shared/domain/liveness/host-word.ts';
import type { HostWitnesses, PortState } from '#shared/domain/liveness/witness.ts';
import { percentText, timeText } from '#shared/text/format.ts';
import { overviewText as say } from '#shared/text/overview-text.ts';
import { probeText, sshPortText, witnessText } from '#shared/text/witness-text.ts';
import { sizeOfText } from '#shared/text/size-text.ts';
import { select } from '#renderer/state/ui-store.ts';
import { useWitnesses } from '#renderer/state/witness-store.ts';
import { Icon, type Tone } from '#renderer/ui/Icon.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import { Meter } from '#renderer/ui/Meter.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import css from './HostCells.module.css';

/** Every cell is drawn again only when its own facts have changed: a big pool has hundreds of them. */
export const HostNameCell = memo(function HostNameCell({ row, server }: { readonly row: HostRow; readonly server: Server }) {
  const isDark = !row.isLive && server.state.is === 'live';
  return (
    <span className={css['name']}>
      <Icon name="host" tone={isDark ? 'warn' : 'neutral'} />
      <span className={css['two']}>
        <LinkButton onClick={() => select({ is: 'host', server: server.id, ref: row.ref })}>
          <strong>{row.host.name}</strong>
        </LinkButton>
        <span className={css['small']}>
          <StateLine row={row} server={server} isDark={isDark} />
        </span>
      </span>
    </span>
  );
});

function StateLine({ row, server, isDark }: { readonly row: HostRow; readonly server: Server; readonly isDark: boolean }) {
  const nowMs = useNow();
  const witnesses = useWitnesses(server.id)?.get(row.ref);
  if (isDark) {
    const sinceMs = witnesses === undefined ? undefined : saidOfHost(witnesses, nowMs).sinceMs;
    return <StatusWord icon="dark" tone="warn" word={sinceMs === undefined ? say.isDark : say.darkSince(timeText(sinceMs, nowMs))} />;
  }
  if (!row.host.isEnabled) return row.host.otherConfig['MAINTENANCE_MODE'] === 'true' ? say.maintenance : say.disabled;
  return row.isMaster ? say.master : row.host.address;
}

/** Three icons in the usual order and one word; each icon says in its tooltip what the page of the host says in full. */
export const WitnessCell = memo(function WitnessCell({ row, server }: { readonly row: HostRow; readonly server: Server }) {
  const nowMs = useNow();
  const witnesses = useWitnesses(server.id)?.get(row.ref);
  const isOld = server.state.is !== 'live';
  const probe = witnesses?.probe;
  return (
    <span className={css['two']}>
      <span className={css['witnesses']}>
        <Witness
          icon="house"
          tone={isOld ? 'known' : row.isLive ? 'ok' : 'warn'}
          says={`${witnessText.pool}: ${row.isLive ? witnessText.live : witnessText.dark}`}
        />
        <Witness
          icon="probe"
          tone={portTone(probe?.https, isOld)}
          says={`${witnessText.probe}: ${probe === undefined ? witnessText.notAsked : probeText(probe)}`}
        />
        <Witness
          icon="key"
          tone={portTone(probe?.ssh, isOld)}
          says={`${witnessText.ssh}: ${probe === undefined ? witnessText.notAsked : sshPortText[probe.ssh]}`}
        />
      </span>
      <span className={css['small']}>{wordOf(witnesses, nowMs)}</span>
    </span>
  );
});

function Witness({ icon, tone, says }: { readonly icon: 'house' | 'probe' | 'key'; readonly tone: Tone; readonly says: string }) {
  return (
    <span title={says}>
      <Icon name={icon} tone={tone} />
      <span className={css['spoken']}>{says}</span>
    </span>
  );
}

function portTone(port: PortState | undefined, isOld: boolean): Tone {
  if (port === undefined) return 'quiet';
  if (isOld) return 'known';
  return port === 'open' ? 'ok' : 'danger';
}

function wordOf(witnesses: HostWitnesses | undefined, nowMs: number): string {
  if (witnesses?.probe === undefined) return say.onlyPool;
  return saidOfHost(witnesses, nowMs).is === 'disagree' ? say.disagree : say.agree;
}

export const CpuCell = memo(function CpuCell({ share, isNow }: { readonly share: number | undefined; readonly isNow: boolean }) {
  if (share === undefined) return <span className={css['small']}>{isNow ? say.notMeasured : say.wasMeasured}</span>;
  const percent = percentText(share);
  return (
    <span className={css['meter']}>
      <Meter value={share} label={say.percentOf(say.processor, percent)} />
      <span className={css['percent']}>{percent}</span>
    </span>
  );
});

const FULL = 0.9;

export const MemoryCell = memo(function MemoryCell({ memory, isNow }: { readonly memory: HostMemory | undefined; readonly isNow: boolean }) {
  if (memory === undefined) return <span className={css['small']}>{say.notMeasured}</span>;
  const usedBytes = memory.totalBytes - memory.freeBytes;
  const share = usedBytes / memory.totalBytes;
  return (
    <span className={css['two']}>
      <span className={css['meter']}>
        <Meter value={share} label={say.percentOf(say.memory, percentText(share))} tone={isNow ? (share > FULL ? 'warn' : 'normal') : 'known'} />
        <span className={css['percent']}>{percentText(share)}</span>
      </span>
      <span className={css['small']}>{sizeOfText(usedBytes, memory.totalBytes)}</span>
    </span>
  );
});

export const VmsCell = memo(function VmsCell({ count, isNow }: { readonly count: number; readonly isNow: boolean }) {
  if (!isNow) return <StatusWord icon="clock" tone="known" word={say.wasRunning(count)} />;
  return <StatusWord icon="play" tone={count > 0 ? 'ok' : 'quiet'} word={say.running(count)} />;
});

export const LinksCell = memo(function LinksCell({ links, isNow }: { readonly links: readonly StorageLink[]; readonly isNow: boolean }) {
  if (links.length === 0) return <span className={css['small']}>{say.noStorage}</span>;
  const weak = links.find(({ state }) => state === 'paths-lost');
  const up = links.filter(({ state }) => state === 'connected' || state === 'paths-lost').length;
  if (!isNow) return <StatusWord icon="clock" tone="known" word={say.linksOf(links.length, links.length)} />;
  if (up < links.length) return <StatusWord icon="error" tone="danger" word={say.linksOf(up, links.length)} />;
  if (weak?.paths !== undefined) return <StatusWord icon="warning" tone="warn" word={say.pathsOf(weak.paths.up, weak.paths.all)} />;
  return <StatusWord icon="ok" tone="ok" word={say.linksOf(up, links.length)} />;
});
