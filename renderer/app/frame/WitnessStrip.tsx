import { isHostLive } from '#shared/domain/inventory/facts.ts';
import type { PortState } from '#shared/domain/liveness/witness.ts';
import { frameText } from '#shared/text/frame-text.ts';
import { windowText } from '#shared/text/window-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { useWitnesses } from '#renderer/state/witness-store.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import css from './WitnessStrip.module.css';

const probeWords: Readonly<Record<PortState, string>> = {
  open: frameText.answers,
  refused: frameText.refuses,
  silent: frameText.silent,
  'no-way': frameText.noWay,
};

/** What each witness says of a host, always in the same order. */
export function WitnessStrip({ target: { item, server, inventory } }: { readonly target: Target }) {
  const said = useWitnesses(server.id)?.get(item.is === 'host' ? item.ref : '');
  if (item.is !== 'host') return null;
  const pool = poolWord(isHostLive(inventory, item.ref), server.state.is === 'live');
  return (
    <div className={css['strip']}>
      <span>
        <Icon name="house" tone={pool.tone} size="small" />
        <em>{frameText.poolSays}</em> {pool.word}
      </span>
      {said?.probe !== undefined && (
        <span>
          <Icon name="probe" tone={said.probe.https === 'open' ? 'ok' : 'warn'} size="small" />
          <em>{frameText.probeSays}</em> {probeWords[said.probe.https]}
        </span>
      )}
    </div>
  );
}

/** What a lost pool said last is no longer its word. */
function poolWord(isLive: boolean, isNow: boolean) {
  const say = windowText.details;
  if (!isNow) return { tone: 'known', word: isLive ? say.wasLive : say.wasDark } as const;
  return isLive ? ({ tone: 'ok', word: say.live } as const) : ({ tone: 'warn', word: say.dark } as const);
}
