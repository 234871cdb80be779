import { useMemo, useState } from 'react';
import { type Alert, alertsOf } from '#shared/domain/alerts/alert.ts';
import { subjectFinder } from '#shared/domain/alerts/alert-subject.ts';
import type { Span } from '#shared/domain/metrics/history.ts';
import { alertText } from '#shared/text/alerts-text.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { timeText } from '#shared/text/format.ts';
import { nowText } from '#shared/text/now-text.ts';
import { performanceText as say } from '#shared/text/performance-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { GraphCard } from './GraphCard.tsx';
import { others } from './others.ts';
import css from './PerformanceTab.module.css';
import { PerformanceTools } from './PerformanceTools.tsx';
import type { ArchiveState, Machine } from './use-archive.ts';
import { truthOf, useGraphs } from './use-graphs.ts';

/** How a VM or a host has been doing, from minutes to a year. */
export function PerformanceTab({ target }: { readonly target: Target }) {
  const { item } = target;
  switch (item.is) {
    case 'vm':
      return <Graphs key={`${item.server} ${item.ref}`} target={target} of={{ is: 'vm', ref: item.ref }} />;
    case 'host':
      return <Graphs key={`${item.server} ${item.ref}`} target={target} of={{ is: 'host', ref: item.ref }} />;
    default:
      return null;
  }
}

function Graphs({ target, of: given }: { readonly target: Target; readonly of: Machine }) {
  const [of] = useState(given);
  const [span, setSpan] = useState<Span>('ten-minutes');
  const [range, setRange] = useState<readonly [number, number]>();
  const [row, setRow] = useState<number>();
  const [isEach, setEach] = useState(false);
  const [otherKey, setOther] = useState('');
  const choices = useMemo(() => others(target.inventory, of), [target.inventory, of]);
  const other = choices.find(({ key }) => key === otherKey);
  const truth = truthOf(target, of);
  const asked = { span, isLive: truth === 'live' };
  const own = useGraphs(target, of, asked);
  const theirs = useGraphs(target, other?.machine, asked);
  const { times, graphs } = own;
  const events = useEvents(target, of, range ?? [times[0] ?? 0, times.at(-1) ?? 0]);
  const marks = useMemo(() => events.map(({ atMs }) => atMs / 1_000), [events]);
  return (
    <div className={css['performance']}>
      <PerformanceTools
        name={nameOf(target, of)}
        span={span}
        onSpan={(next) => {
          setSpan(next);
          setRange(undefined);
        }}
        isEach={isEach}
        onEach={setEach}
        choices={choices}
        other={otherKey}
        onOther={setOther}
        times={times}
        graphs={graphs}
        isZoomed={range !== undefined}
        onZoomOut={() => setRange(undefined)}
        truth={truth}
      />
      <Missing state={own.state} isReachable={truth !== 'last-known'} />
      <div className={css['graphs']}>
        {graphs.map((graph) => (
          <GraphCard
            key={graph.id}
            graph={graph}
            times={times}
            row={row}
            range={range}
            marks={marks}
            isEach={isEach}
            isVm={of.is === 'vm'}
            compared={other === undefined ? undefined : { name: other.name, ...theirs }}
            onPoint={setRow}
            onZoom={setRange}
          />
        ))}
      </div>
      {graphs.length > 0 && <Events events={events} target={target} />}
    </div>
  );
}

function Missing({ state, isReachable }: { readonly state: ArchiveState; readonly isReachable: boolean }) {
  if (!isReachable) return <EmptyState>{say.noServer}</EmptyState>;
  if (state.is === 'waiting') return <EmptyState>{say.waiting}</EmptyState>;
  if (state.is === 'silent') return <EmptyState>{nowText.silent(state.why)}</EmptyState>;
  return state.is === 'failed' ? <EmptyState>{failureText(state.failure).what}</EmptyState> : null;
}

function Events({ events, target }: { readonly events: readonly Alert[]; readonly target: Target }) {
  const nowMs = useNow();
  const find = subjectFinder(target.inventory);
  return (
    <Card title={say.events} fill="padded">
      {events.length === 0 ? (
        <p>{say.noEvents}</p>
      ) : (
        <ul className={css['events']}>
          {events.map((alert) => (
            <li key={alert.ref}>
              <time dateTime={new Date(alert.atMs).toISOString()}>{timeText(alert.atMs, nowMs)}</time>
              <span>{alertText(alert, find(alert)?.name).title}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function useEvents({ server, inventory: { message, vm, host } }: Target, of: Machine, [from, to]: readonly [number, number]): readonly Alert[] {
  const uuid = of.is === 'vm' ? vm.get(of.ref)?.uuid : host.get(of.ref)?.uuid;
  const all = useMemo(() => alertsOf(server.id, message).filter(({ aboutUuid }) => aboutUuid === uuid), [server.id, message, uuid]);
  return useMemo(() => all.filter(({ atMs }) => atMs >= from * 1_000 && atMs <= to * 1_000), [all, from, to]);
}

function nameOf({ inventory }: Target, of: Machine): string {
  return (of.is === 'vm' ? inventory.vm.get(of.ref)?.name : inventory.host.get(of.ref)?.name) ?? '';
}
