import { useLayoutEffect, useRef, useState } from 'react';
import type { HostSight } from '#shared/domain/diagnosis/sight.ts';
import type { LogLine } from '#shared/domain/diagnosis/sight-machine.ts';
import { panelText } from '#shared/text/recovery-panels-text.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './LogsPanel.module.css';
import { chosenLines } from './log-lines.ts';
import { PanelFrame } from './Panel.tsx';

const none: readonly LogLine[] = [];

/** The ends of the host's logs, merged; what is known to mean something is marked. */
export function LogsPanel({ sight: { logs } }: { readonly sight: HostSight }) {
  const [filter, setFilter] = useState('');
  const [onlySigned, setOnlySigned] = useState(true);
  const [isFollowing, setFollowing] = useState(true);
  const all = logs.is === 'seen' ? logs.value : none;
  const shown = chosenLines(all, { filter, onlySigned });
  const box = useFollowing(isFollowing, shown.at(-1));
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
        <Checkbox label={panelText.follow} isOn={isFollowing} onChange={setFollowing} />
      </div>
      {shown.length === 0 ? (
        <p className={css['note']}>{logNote(logs)}</p>
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
        <pre className={css['lines']} ref={box} tabIndex={0} role="log" aria-label={panelText.titles.logs} aria-live="off">
          {shown.map((line, index) => (
            <span key={index} data-signed={line.signature !== undefined}>
              <em>{panelText.logFiles[line.file].padEnd(8)}</em>
              {`${line.text}\n`}
            </span>
          ))}
        </pre>
      )}
    </PanelFrame>
  );
}

function logNote(logs: HostSight['logs']): string {
  if (logs.is === 'not-asked') return panelText.notAsked;
  return logs.is === 'failed' ? panelText.unread(panelText.why[logs.why]) : panelText.logEmpty;
}

function lineText({ file, text }: LogLine): string {
  return `${panelText.logFiles[file]}\t${text}`;
}

/** Keeps the end in sight as lines are added. */
function useFollowing(isFollowing: boolean, newest: LogLine | undefined) {
  const box = useRef<HTMLPreElement>(null);
  useLayoutEffect(() => {
    if (isFollowing && newest !== undefined && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [isFollowing, newest]);
  return box;
}
