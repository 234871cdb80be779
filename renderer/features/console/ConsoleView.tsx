import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { ConsoleChoice, ConsoleProtocol, ConsoleStanding } from '#shared/domain/console/standing.ts';
import { consoleText as say } from '#shared/text/console-text.ts';
import { showToast } from '#renderer/state/ui-store.ts';
import type { Target } from '#renderer/state/command.ts';
import { ConsoleNote } from './ConsoleNote.tsx';
import { ConsoleTools } from './ConsoleTools.tsx';
import { GuestDialog } from './GuestDialog.tsx';
import css from './ConsoleView.module.css';
import type { LiveConsole } from './live-console.ts';
import { TypeTextDialog } from './TypeTextDialog.tsx';

export interface ConsoleViewProps {
  readonly live: LiveConsole;
  readonly name: string;
  readonly target: Target;
  readonly standing: Exclude<ConsoleStanding, { is: 'off' }>;
  readonly choices: readonly ConsoleChoice[];
  readonly choice: ConsoleChoice | undefined;
  readonly isReachable: boolean;
  readonly onProtocol: (protocol: ConsoleProtocol) => void;
  readonly onUndock: (() => void) | undefined;
}

/** A screen with its tools above and how it stands below. */
export function ConsoleView(props: ConsoleViewProps) {
  const { live, name, standing } = props;
  const state = useSyncExternalStore(live.listen, live.state);
  const frame = useRef<HTMLElement>(null);
  const tools = useRef<HTMLDivElement>(null);
  const place = usePlace(live, () => tools.current?.querySelector('button')?.focus());
  const [isTyping, setTyping] = useState(false);
  const [isAtGuest, setAtGuest] = useState(false);
  const { target } = props;
  return (
    <section className={css['view']} ref={frame} aria-label={say.tools(name)}>
      <div className={css['tools']} ref={tools} role="toolbar" aria-label={say.tools(name)}>
        <ConsoleTools
          {...props}
          state={state}
          onType={() => setTyping(true)}
          onGuest={() => setAtGuest(true)}
          onFullScreen={() => {
            // Also refused by hosts that allow no such thing.
            frame.current?.requestFullscreen().then(live.focus, () => showToast({ id: 'console.full', tone: 'warn', text: say.noFullScreen }));
          }}
        />
      </div>
      <div className={css['place']} ref={place} data-keys="own" data-link={state.link.is} data-scale={state.scale} />
      <ConsoleNote {...props} standing={standing} state={state} />
      {isAtGuest && target.item.is === 'vm' && <GuestDialog target={target} vm={target.item.ref} onClose={() => setAtGuest(false)} />}
      {isTyping && (
        <TypeTextDialog
          onClose={() => setTyping(false)}
          onType={(text) => {
            setTyping(false);
            live.focus();
            live.type(text).then(
              (count) => showToast({ id: 'console.typed', tone: 'ok', text: say.typed(count) }),
              (error: unknown) => reportError(error),
            );
          }}
        />
      )}
    </section>
  );
}

/** Puts the console into this place for as long as it is seen, and keeps it as large and as coloured as the place. */
function usePlace(live: LiveConsole, released: () => void) {
  const place = useRef<HTMLDivElement>(null);
  const first = useRef(released);
  useEffect(() => {
    const box = place.current;
    if (box === null) return undefined;
    box.append(live.element);
    const look = (): void => live.show(!document.hidden, first.current);
    look();
    live.fit();
    const sizes = new ResizeObserver(() => live.fit());
    const themes = new MutationObserver(() => live.recolour());
    sizes.observe(box);
    themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    document.addEventListener('visibilitychange', look);
    return () => {
      sizes.disconnect();
      themes.disconnect();
      document.removeEventListener('visibilitychange', look);
      live.show(false, () => undefined);
      live.element.remove();
    };
  }, [live]);
  return place;
}
