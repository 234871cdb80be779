import { type KeyboardEvent, useLayoutEffect, useRef, useState, type WheelEvent } from 'react';
import type { Investigation } from '#shared/contract/recovery-schema.ts';
import type { HostSight } from '#shared/domain/diagnosis/sight.ts';
import type { LogLine } from '#shared/domain/diagnosis/sight-machine.ts';
import { panelText } from '#shared/text/recovery-panels-text.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './LogsPanel.module.css';
import { chosenLines, newerThan } from './log-lines.ts';
import { PanelFrame } from './Panel.tsx';
import { useFollowedLogs } from './use-followed-logs.ts';

const none: readonly LogLine[] = [];

export interface LogsPanelProps {
  readonly investigation: Investigation;
}

/** The ends of the host's logs, merged, as it writes them; what is known to mean something is marked. Whoever reads in them holds them. */
export function LogsPanel({ investigation }: LogsPanelProps) {
  const { server, host, isPaused } = investigation;
  const { logs } = investigation.sight;
  const isRead = investigation.is === 'connected' && !isPaused;
  const following = useFollowedLogs({ server, host, isWanted: !isPaused });
  const [filter, setFilter] = useState('');
  const [onlySigned, setOnlySigned] = useState(true);
  const live = following.lines ?? (logs.is === 'seen' ? logs.value : none);
  const [held, setHeld] = useState<readonly LogLine[]>();
  const choice = { filter, onlySigned };
  const all = held ?? live;
  const shown = chosenLines(all, choice);
  return (
    <PanelFrame
      title={panelText.titles.logs}
      icon="doc"
      mark={panelText.logNote(shown.length, all.length)}
      text={() => shown.map(lineText).join('\n')}
    >
      <div className={css['tools']}>
        <TextField label={panelText.logFilter} value={filter} onType={setFilter} isLabelHidden />
        <Checkbox label={panelText.linesThatMatter} isOn={onlySigned} onChange={setOnlySigned} />
        <Checkbox label={panelText.follow} isOn={held === undefined} onChange={(isOn) => setHeld(isOn ? undefined : live)} />
        <output>
          {held === undefined ? isRead && panelText.following[following.how] : panelText.held(newerThan(held, chosenLines(live, choice)))}
        </output>
      </div>
      {shown.length === 0 ? (
        <p className={css['note']}>{logNote(logs)}</p>
      ) : (
        <Lines lines={shown} isFollowing={held === undefined} onHold={() => setHeld(all)} onFollow={() => setHeld(undefined)} />
      )}
    </PanelFrame>
  );
}

function logNote(logs: HostSight['logs']): string {
  if (logs.is === 'not-asked') return panelText.notAsked;
  return logs.is === 'failed' ? panelText.unread(panelText.why[logs.why]) : panelText.logEmpty;
}

function lineText({ file, at = '', text }: LogLine): string {
  return `${panelText.logFiles[file]}\t${at}\t${text}`;
}

interface LinesProps {
  readonly lines: readonly LogLine[];
  readonly isFollowing: boolean;
  readonly onHold: () => void;
  readonly onFollow: () => void;
}

const backwards: ReadonlySet<string> = new Set(['ArrowUp', 'PageUp', 'Home']);

/** Keeps the end in sight as lines are added, until somebody goes back in them or begins to mark some. */
function Lines({ lines, isFollowing, onHold, onFollow }: LinesProps) {
  const box = useRef<HTMLPreElement>(null);
  useLayoutEffect(() => {
    if (isFollowing && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  });
  function press({ key }: KeyboardEvent): void {
    if (backwards.has(key)) onHold();
    if (key === 'End') onFollow();
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- nothing is operated by these: they only tell reading from following
    <pre
      className={css['lines']}
      ref={box}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
      tabIndex={0}
      role="log"
      aria-label={panelText.titles.logs}
      aria-live="off"
      onPointerDown={onHold}
      onWheel={({ deltaY }: WheelEvent) => deltaY < 0 && onHold()}
      onKeyDown={press}
    >
      {lines.map((line, index) => (
        <span key={index} data-signed={line.signature !== undefined}>
          <em>{`${panelText.logFiles[line.file].padEnd(8)}${line.at === undefined ? '' : `${line.at} `}`}</em>
          {`${line.text}\n`}
        </span>
      ))}
    </pre>
  );
}
