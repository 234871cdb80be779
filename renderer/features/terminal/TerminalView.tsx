import { useEffect, useRef, useState } from 'react';
import { commandText } from '#shared/text/commands-text.ts';
import { terminalText as say } from '#shared/text/terminal-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { TerminalSession } from '#renderer/state/terminals-store.ts';
import { showToast } from '#renderer/state/ui-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { FindBar } from './FindBar.tsx';
import { type LiveTerminal, liveTerminal } from './live-terminal.ts';
import { TerminalNote } from './TerminalNote.tsx';
import css from './TerminalView.module.css';

/** One terminal in its place: its tools above, what it shows, and how it stands below. */
export function TerminalView({ session }: { readonly session: TerminalSession }) {
  const [isFinding, setFinding] = useState(false);
  const tools = useRef<HTMLDivElement>(null);
  const { place, live } = useTerminal(session, {
    released: () => tools.current?.querySelector('button')?.focus(),
    searched: () => setFinding(true),
  });
  const name = say.numbered(say[session.program], session.number);
  return (
    <section className={css['view']} aria-label={name}>
      <div className={css['tools']} ref={tools} role="toolbar" aria-label={name}>
        <Button kind="quiet" onClick={() => copySelection(live)}>
          <Icon name="copy" size="small" />
          {say.copy}
        </Button>
        <Button kind="quiet" onClick={() => paste(live)}>
          {say.paste}
        </Button>
        <Button kind="quiet" isPressed={isFinding} onClick={() => setFinding(!isFinding)}>
          <Icon name="search" size="small" />
          {say.find}
        </Button>
        <Button kind="quiet" onClick={() => live?.screen.clear()}>
          {say.clear}
        </Button>
        <span className={css['end']}>
          <Button kind="quiet" shape="icon" label={say.close(name)} onClick={() => live?.close()}>
            <Icon name="close" size="small" />
          </Button>
        </span>
      </div>
      {isFinding && live !== undefined && (
        <FindBar
          screen={live.screen}
          onClose={() => {
            setFinding(false);
            live.screen.focus();
          }}
        />
      )}
      <div className={css['place']} ref={place} data-keys="own" tabIndex={-1} />
      <TerminalNote
        session={session}
        onReconnect={() => {
          live?.connect();
          live?.screen.focus();
        }}
      />
    </section>
  );
}

function copySelection(live: LiveTerminal | undefined): void {
  const text = live?.screen.selection() ?? '';
  if (text === '') return showToast({ id: 'copied', tone: 'info', text: say.nothingSelected });
  navigator.clipboard.writeText(text).then(
    () => showToast({ id: 'copied', tone: 'ok', text: commandText.copied(say.copied) }),
    () => showToast({ id: 'copied', tone: 'warn', text: commandText.notCopied }),
  );
}

function paste(live: LiveTerminal | undefined): void {
  navigator.clipboard.readText().then(
    (text) => {
      live?.screen.paste(text);
      live?.screen.focus();
    },
    // The browser may forbid it, or the person did; its own keys need no leave.
    () => showToast({ id: 'copied', tone: 'warn', text: say.cannotPaste }),
  );
}

interface Signs {
  readonly released: () => void;
  readonly searched: () => void;
}

/** Puts the session's screen into this place, keeps it as large as the place, and takes it out again. */
function useTerminal(session: TerminalSession, signs: Signs) {
  const client = useClient();
  const place = useRef<HTMLDivElement>(null);
  const [live, setLive] = useState<LiveTerminal>();
  const first = useRef({ session, signs });
  useEffect(() => {
    const box = place.current;
    if (box === null) return undefined;
    let isShown = true;
    // Until the screen is there, keys must not reach the button that asked for it.
    box.focus();
    let shown: LiveTerminal | undefined;
    const watch = new ResizeObserver(() => shown?.screen.fit());
    const themes = new MutationObserver(() => shown?.screen.recolour());
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const recolour = (): void => shown?.screen.recolour();
    liveTerminal(client, first.current.session, first.current.signs).then(
      (terminal) => {
        if (!isShown) return;
        shown = terminal;
        box.append(terminal.screen.element);
        terminal.screen.fit();
        if (first.current.session.state.is === 'wanted') terminal.connect();
        terminal.screen.focus();
        watch.observe(box);
        themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
        scheme.addEventListener('change', recolour);
        setLive(terminal);
      },
      (error: unknown) => reportError(error),
    );
    return () => {
      isShown = false;
      watch.disconnect();
      themes.disconnect();
      scheme.removeEventListener('change', recolour);
      shown?.screen.element.remove();
    };
  }, [client]);
  return { place, live };
}
