import { failureText } from '#shared/text/failure-text.ts';
import { terminalText as say } from '#shared/text/terminal-text.ts';
import type { TerminalSession } from '#renderer/state/terminals-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import css from './TerminalNote.module.css';

/** How the terminal stands; what it printed stays in sight whatever has happened to the way. */
export function TerminalNote({ session: { state }, onReconnect }: { readonly session: TerminalSession; readonly onReconnect: () => void }) {
  if (state.is === 'wanted') return <output className={css['note']}>{say.opening}</output>;
  if (state.is === 'open') return <p className={css['note']}>{say.keys}</p>;
  return (
    <div className={css['note']} data-over="true" role={state.is === 'broken' ? 'alert' : 'status'}>
      <Icon name={state.is === 'broken' ? 'warning' : 'info'} tone={state.is === 'broken' ? 'warn' : 'quiet'} size="small" />
      <span>{state.is === 'broken' ? say.brokenNote(failureText(state.failure).what) : say.endedNote}</span>
      <Button onClick={onReconnect}>
        <Icon name="refresh" size="small" />
        {say.reconnect}
      </Button>
    </div>
  );
}
