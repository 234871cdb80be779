import { consoleText as say } from '#shared/text/console-text.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { type Target, useCommands } from '#renderer/state/command.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { useSeconds } from '#renderer/ui/use-seconds.ts';
import type { ConsoleViewProps } from './ConsoleView.tsx';
import css from './ConsoleNote.module.css';
import type { ConsoleLink, ConsoleState, LiveConsole } from './live-console.ts';

export interface ConsoleNoteProps extends Pick<ConsoleViewProps, 'live' | 'target' | 'standing' | 'isReachable'> {
  readonly state: ConsoleState;
}

/** How the screen stands, and what can be done where it does not. */
export function ConsoleNote({ live, target, standing, isReachable, state }: ConsoleNoteProps) {
  const { link, typing } = state;
  if (!isReachable) return <Over words={say.noServer} />;
  if (link.is === 'lost') return <Lost link={link} live={live} />;
  if (standing.is === 'awaited') return <output className={css['note']}>{say.awaited(standing.host)}</output>;
  if (typing !== undefined) {
    return (
      <div className={css['note']}>
        <output>{say.typing(typing.done, typing.all)}</output>
        <Button onClick={live.stopTyping}>{say.stopTyping}</Button>
      </div>
    );
  }
  if (link.is !== 'live') {
    return (
      <div className={css['note']}>
        <output>{say.connecting(standing.host)}</output>
        {standing.isDark && <DarkHost target={target} host={standing.host} />}
      </div>
    );
  }
  if (standing.isPaused) return <Paused target={target} />;
  return (
    <p className={css['note']}>
      <Icon name="live" tone="ok" size="small" />
      <span>{link.size === undefined ? say.liveText : say.liveScreen(link.size.width, link.size.height)}</span>
      <span className={css['end']}>
        {say.through(standing.host)} · {say.release}
      </span>
    </p>
  );
}

function Over({ words }: { readonly words: string }) {
  return (
    <div className={css['note']} data-over="true" role="alert">
      <Icon name="warning" tone="warn" size="small" />
      <span>{words}</span>
    </div>
  );
}

function Lost({ link, live }: { readonly link: Extract<ConsoleLink, { is: 'lost' }>; readonly live: LiveConsole }) {
  const nowMs = useSeconds();
  const words = link.failure === undefined ? { what: say.lost } : failureText(link.failure);
  return (
    <div className={css['note']} data-over="true" role="alert">
      <Icon name="warning" tone="warn" size="small" />
      <span>
        {words.what} {words.next}
      </span>
      <span aria-hidden="true">{say.nextTry(Math.max(1, Math.ceil((link.retryAtMs - nowMs) / 1_000)))}</span>
      <Button onClick={live.retry}>
        <Icon name="refresh" size="small" />
        {say.tryNow}
      </Button>
    </div>
  );
}

function Paused({ target }: { readonly target: Target }) {
  const commands = useCommands();
  const command = commands.all.find(({ id }) => id === 'vm.unpause');
  return (
    <div className={css['note']} data-over="true">
      <Icon name="pause" tone="info" size="small" />
      <output>{say.paused}</output>
      {command !== undefined && <Button onClick={() => commands.run(command, [target])}>{say.unpause}</Button>}
    </div>
  );
}

function DarkHost({ target, host }: { readonly target: Target; readonly host: string }) {
  const commands = useCommands();
  const home = target.item.is === 'vm' ? (target.inventory.vm.get(target.item.ref)?.residentOn ?? undefined) : undefined;
  const command = commands.all.find(({ id }) => id === 'host.investigate');
  return (
    <>
      <span>{say.dark(host)}</span>
      {home !== undefined && command !== undefined && (
        <Button onClick={() => commands.run(command, [{ ...target, item: { is: 'host', server: target.server.id, ref: home } }])}>
          {say.openRecovery}
        </Button>
      )}
    </>
  );
}
