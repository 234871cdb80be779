import { csvOfGraphs } from '#shared/domain/metrics/csv-of-graphs.ts';
import type { Graph } from '#shared/domain/metrics/graphs.ts';
import { type Span, spans } from '#shared/domain/metrics/history.ts';
import { timeText } from '#shared/text/format.ts';
import { performanceText as say } from '#shared/text/performance-text.ts';
import { saveBlobAs, saveTextAs } from '#renderer/state/save-as-file.ts';
import { showToast } from '#renderer/state/ui-store.ts';
import { AgeMark } from '#renderer/ui/AgeMark.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { Toggle } from '#renderer/ui/Choice.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import type { OtherMachine } from './others.ts';
import { pictureOf } from './picture.ts';
import { useId } from 'react';
import css from './PerformanceTab.module.css';

export interface PerformanceToolsProps {
  readonly name: string;
  readonly span: Span;
  readonly onSpan: (span: Span) => void;
  readonly isEach: boolean;
  readonly onEach: (isEach: boolean) => void;
  readonly choices: readonly OtherMachine[];
  readonly other: string;
  readonly onOther: (key: string) => void;
  readonly times: readonly number[];
  readonly graphs: readonly Graph[];
  readonly isZoomed: boolean;
  readonly onZoomOut: () => void;
  readonly truth: 'live' | 'stopped' | 'last-known';
}

// The names of the table, in its order.
const spanNames = Object.keys(spans) as readonly Span[];

/** Which time, beside what, and out into files. */
export function PerformanceTools(props: PerformanceToolsProps) {
  const { span, times, truth } = props;
  const id = useId();
  const nowMs = useNow();
  const why = times.length === 0 ? say.waiting : undefined;
  const words = times.length === 0 ? '' : say.range(timeText((times[0] ?? 0) * 1_000, nowMs), timeText((times.at(-1) ?? 0) * 1_000, nowMs));
  return (
    <div className={css['tools']} role="toolbar" aria-label={say.tab}>
      {spanNames.map((one) => (
        <Button key={one} isPressed={one === span} onClick={() => props.onSpan(one)}>
          {say.spans[one]}
        </Button>
      ))}
      {props.isZoomed && (
        <Button kind="quiet" onClick={props.onZoomOut}>
          <Icon name="search" size="small" />
          {say.zoomOut}
        </Button>
      )}
      <Toggle label={say.each} isOn={props.isEach} onChange={props.onEach} />
      <label htmlFor={id}>{say.compare}</label>
      <select id={id} value={props.other} onChange={(event) => props.onOther(event.currentTarget.value)}>
        <option value="">{say.compareNone}</option>
        {props.choices.map(({ key, name }) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
      <span className={css['end']}>
        <Truth truth={truth} words={words} />
        <Button kind="quiet" why={why} onClick={() => saveCsv(props)}>
          <Icon name="download" size="small" />
          {say.csv}
        </Button>
        <Button kind="quiet" why={why} onClick={() => savePicture(props)}>
          <Icon name="camera" size="small" />
          {say.png}
        </Button>
      </span>
    </div>
  );
}

function Truth({ truth, words }: { readonly truth: PerformanceToolsProps['truth']; readonly words: string }) {
  if (truth === 'live') return <AgeMark truth="live" word={words === '' ? say.live : words} />;
  return <AgeMark truth="last-known" word={truth === 'stopped' ? say.stopped : say.lastKnown} />;
}

function fileName({ name, span }: PerformanceToolsProps, ending: string): string {
  return `${name.replaceAll(/[^\w.-]/g, '-')}-${span}.${ending}`;
}

function saveCsv(props: PerformanceToolsProps): void {
  const name = fileName(props, 'csv');
  saveTextAs(name, csvOfGraphs(props.times, props.graphs));
  showToast({ id: 'performance.saved', tone: 'ok', text: say.saved(name) });
}

function savePicture(props: PerformanceToolsProps): void {
  const name = fileName(props, 'png');
  pictureOf(document, props.name).then(
    (content) => {
      saveBlobAs(name, content);
      showToast({ id: 'performance.saved', tone: 'ok', text: say.saved(name) });
    },
    (error: unknown) => reportError(error),
  );
}
