import { useMemo } from 'react';
import type { Investigation } from '#shared/contract/recovery-schema.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { clockText } from '#shared/text/format.ts';
import { recoveryText as say } from '#shared/text/recovery-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { AgeMark } from '#renderer/ui/AgeMark.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { Columns, Stack } from '#renderer/ui/Columns.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { useSeconds } from '#renderer/ui/use-seconds.ts';
import { poolWordOf } from './believed-of.ts';
import css from './LiveSection.module.css';
import { panelStacks } from './panel-stacks.ts';
import { LogsPanel } from './panels/LogsPanel.tsx';
import { Panel } from './panels/Panel.tsx';
import { newestOf } from './panels/panel-model.ts';

export interface LiveSectionProps {
  readonly target: Target;
  readonly host: HostRef;
  readonly investigation: Investigation;
}

/** How often the host is read while somebody looks. */
const EVERY_S = 5;

/** What the host says of itself, as its own screen would show it and more. */
export function LiveSection({ target, host, investigation }: LiveSectionProps) {
  const { inventory } = target;
  const { sight } = investigation;
  const nowMs = useSeconds();
  const believed = useMemo(() => poolWordOf(inventory, host), [inventory, host]);
  const stacks = panelStacks({ sight, believed, nowMs });
  return (
    <section className={css['live']} aria-label={say.live}>
      <LiveHeader investigation={investigation} />
      <Columns of="panels">
        {stacks.map(({ width, panels }) => (
          <Stack key={width} width={width}>
            {panels.map((model) => (
              <Panel key={model.id} model={model} nowMs={nowMs} />
            ))}
          </Stack>
        ))}
      </Columns>
      <LogsPanel investigation={investigation} />
    </section>
  );
}

function LiveHeader({ investigation }: { readonly investigation: Investigation }) {
  const client = useClient();
  const { server, host, isPaused, sight, is } = investigation;
  const newestMs = newestOf(sight);
  function tell(name: 'recovery.check-again', input: { server: Investigation['server']; host: HostRef }): void {
    client.call(name, input).catch((error: unknown) => reportError(error));
  }
  return (
    <header className={css['header']}>
      <h2>{say.live}</h2>
      {newestMs === undefined ? (
        <AgeMark truth="last-known" word={say.notRead} />
      ) : (
        <AgeMark
          truth={is === 'connected' && !isPaused ? 'ssh' : 'last-known'}
          word={(is === 'connected' ? say.verifiedAt : say.lastReadAt)(clockText(newestMs))}
        />
      )}
      <p>{isPaused ? say.pausedNote : say.liveNote(EVERY_S)}</p>
      <span className={css['buttons']}>
        <Button kind="quiet" onClick={() => tell('recovery.check-again', { server, host })}>
          <Icon name="refresh" size="small" />
          {say.refresh}
        </Button>
        <Button
          kind="quiet"
          isPressed={isPaused}
          onClick={() => {
            client.call('recovery.pause', { server, host, isPaused: !isPaused }).catch((error: unknown) => reportError(error));
          }}
        >
          <Icon name={isPaused ? 'play' : 'pause'} size="small" />
          {isPaused ? say.resume : say.pause}
        </Button>
      </span>
    </header>
  );
}
