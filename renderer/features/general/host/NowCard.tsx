import type { HostFigures, HostPoint, HostStatistics } from '#shared/domain/metrics/figures.ts';
import { percentText } from '#shared/text/format.ts';
import { nowText } from '#shared/text/now-text.ts';
import { rateText } from '#shared/text/size-text.ts';
import { AgeMark } from '#renderer/ui/AgeMark.tsx';
import { Card } from '#renderer/ui/Card.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Sparkline } from '#renderer/ui/Sparkline.tsx';
import type { HostFacts } from '../HostGeneral.tsx';
import css from './NowCard.module.css';
import { HISTORY_MS, useHostHistory } from './use-host-history.ts';

/** The line never touches the upper edge, where it would be cut in half. */
const HEADROOM = 1.1;

interface Graph {
  readonly label: string;
  readonly series: 1 | 2 | 3;
  readonly valueOf: (figures: HostFigures) => number | undefined;
  readonly text: (value: number) => string;
  /** At least this at the upper edge, so that idling does not look like work. */
  readonly least: number;
}

const graphs: readonly Graph[] = [
  { label: nowText.processor, series: 1, valueOf: ({ cpu }) => cpu, text: percentText, least: 1 },
  { label: nowText.network, series: 2, valueOf: ({ networkIn, networkOut }) => sum(networkIn, networkOut), text: rateText, least: 1_000_000 },
  { label: nowText.disks, series: 3, valueOf: ({ diskRead, diskWrite }) => sum(diskRead, diskWrite), text: rateText, least: 1_000_000 },
];

/** The last ten minutes at a glance. */
export function NowCard({ facts: { target, ref, truth } }: { readonly facts: HostFacts }) {
  const { points, latest } = useHostHistory(target.server.id, ref, truth.isNow);
  const isOld = !truth.isNow || latest?.is === 'silent';
  const mark = isOld ? <AgeMark truth="last-known" word={nowText.lastKnown} /> : <AgeMark truth="live" word={nowText.live} />;
  return (
    <Card title={nowText.title} mark={points.length === 0 ? undefined : mark} isLastKnown={isOld}>
      {truth.isNow && latest?.is === 'silent' && <p className={css['why']}>{nowText.silent(latest.why)}</p>}
      {points.length > 0 && graphs.map((graph) => <GraphLine key={graph.label} graph={graph} points={points} isOld={isOld} />)}
      {points.length === 0 && <Nothing isHeard={truth.isNow} latest={latest} />}
    </Card>
  );
}

/** Why there are no graphs; a host that says so itself has said it. */
function Nothing({ isHeard, latest }: { readonly isHeard: boolean; readonly latest: HostStatistics | undefined }) {
  if (!isHeard) return <EmptyState>{nowText.nobodyMeasures}</EmptyState>;
  return latest?.is === 'silent' ? null : <EmptyState>{nowText.waiting}</EmptyState>;
}

function GraphLine({ graph, points, isOld }: { readonly graph: Graph; readonly points: readonly HostPoint[]; readonly isOld: boolean }) {
  const values = points.map(({ atMs, host }) => ({ atMs, value: graph.valueOf(host) }));
  const last = values.findLast(({ value }) => value !== undefined)?.value;
  const toMs = points.at(-1)?.atMs ?? 0;
  const figure = last === undefined ? nowText.notMeasured : graph.text(last);
  return (
    <div className={css['graph']}>
      <span>{graph.label}</span>
      <strong>{figure}</strong>
      <Sparkline
        points={values}
        fromMs={toMs - HISTORY_MS}
        toMs={toMs}
        most={Math.max(graph.least, HEADROOM * Math.max(0, ...values.map(({ value = 0 }) => value)))}
        series={graph.series}
        label={nowText.graph(graph.label, figure)}
        isLastKnown={isOld}
      />
    </div>
  );
}

function sum(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0);
}
