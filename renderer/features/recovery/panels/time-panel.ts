import { clockText } from '#shared/text/format.ts';
import { panelText } from '#shared/text/recovery-panels-text.ts';
import { type Mark, type PanelFacts, type PanelModel, row, stateOf, valueOf } from './panel-model.ts';

/** Above the first, certificates and logs become doubtful; above the second they fail. */
const SKEW = { warn: 2_000, danger: 60_000 } as const;
const signed = new Intl.NumberFormat(undefined, { signDisplay: 'exceptZero', maximumFractionDigits: 1 });

export function timePanel({ sight }: PanelFacts): PanelModel {
  const state = stateOf(sight, ['clock', 'ntp']);
  return {
    id: 'time',
    title: panelText.titles.time,
    icon: 'clock',
    state,
    verdict: state.is === 'read' ? verdictOf(sight) : undefined,
    tables: [],
    rows: [
      row(sight, 'clock', panelText.clock, ({ hostMs }) => clockText(hostMs)),
      row(sight, 'clock', panelText.offset, ({ skewMs, uncertaintyMs }) => ({
        word: panelText.offsetToHere(spanOf(skewMs)),
        mark: markOfSkew(Math.max(0, Math.abs(skewMs) - uncertaintyMs)),
      })),
      row(sight, 'ntp', panelText.sources, ({ sources }) => {
        const reachable = sources.filter(({ isReachable }) => isReachable).length;
        return { word: panelText.reachable(reachable, sources.length), mark: reachable === 0 ? 'warn' : undefined };
      }),
      row(sight, 'ntp', panelText.ntpOffset, ({ offsetMs }) => (offsetMs === undefined ? panelText.unknown : spanOf(offsetMs))),
      row(sight, 'ntp', panelText.synchronised, ({ isSynchronised }) =>
        isSynchronised === undefined ? panelText.unknown : isSynchronised ? panelText.yes : panelText.no,
      ),
      row(sight, 'ntp', panelText.clocksource, ({ clocksource = '' }) => clocksource),
    ],
  };
}

function markOfSkew(ms: number): Mark | undefined {
  if (ms > SKEW.danger) return 'danger';
  return ms > SKEW.warn ? 'warn' : undefined;
}

function spanOf(ms: number): string {
  return Math.abs(ms) < 10_000 ? `${signed.format(Math.round(ms))} ms` : `${signed.format(ms / 1000)} s`;
}

function verdictOf(sight: PanelFacts['sight']): PanelModel['verdict'] {
  const clock = valueOf(sight, 'clock');
  const mark = clock === undefined ? undefined : markOfSkew(Math.max(0, Math.abs(clock.skewMs) - clock.uncertaintyMs));
  if (mark !== undefined) return { mark, word: panelText.clockOff };
  const ntp = valueOf(sight, 'ntp');
  if (ntp === undefined) return undefined;
  const hasSource = ntp.sources.some(({ isReachable }) => isReachable);
  return hasSource ? { mark: 'ok', word: panelText.timeFine } : { mark: 'warn', word: panelText.noSources };
}
