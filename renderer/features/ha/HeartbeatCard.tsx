import { useId } from 'react';
import { type HeartbeatChoice, HEARTBEAT_BYTES } from '#shared/domain/ha/heartbeat.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import { haText, heartbeatText } from '#shared/text/ha-text.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import css from './Ha.module.css';

interface HeartbeatProps {
  readonly choices: readonly HeartbeatChoice[];
  readonly chosen: RefOf<'sr'> | undefined;
  readonly onChoose: (sr: RefOf<'sr'>) => void;
}

export function HeartbeatCard(props: HeartbeatProps) {
  return (
    <Card title={haText.heartbeat} mark={haText.heartbeatNeeds(HEARTBEAT_BYTES)}>
      <HeartbeatList {...props} />
    </Card>
  );
}

/** Every storage of the pool with why it would do or would not; only what would do can be chosen. */
export function HeartbeatList({ choices, chosen, onChoose }: HeartbeatProps) {
  const group = useId();
  if (choices.length === 0) return <EmptyState>{haText.noStorage}</EmptyState>;
  return (
    <fieldset className={css['choices']}>
      <legend>{haText.heartbeat}</legend>
      {choices.map((choice) => {
        const id = `${group}${choice.sr}`;
        const isFit = choice.obstacles.length === 0;
        return (
          <div key={choice.sr} className={css['choice']} data-fit={isFit} data-chosen={choice.sr === chosen}>
            <input
              id={id}
              type="radio"
              name={group}
              checked={choice.sr === chosen}
              disabled={!isFit}
              aria-describedby={`${id}-why`}
              onChange={() => onChoose(choice.sr)}
            />
            <label htmlFor={id}>{choice.name}</label>
            <span id={`${id}-why`}>
              <StatusWord {...lookOf(choice)} word={heartbeatText(choice)} />
            </span>
          </div>
        );
      })}
    </fieldset>
  );
}

function lookOf({ obstacles, doubts }: HeartbeatChoice) {
  if (obstacles.length > 0) return { icon: 'dash', tone: 'quiet' } as const;
  return doubts.length > 0 ? ({ icon: 'warning', tone: 'warn' } as const) : ({ icon: 'ok', tone: 'ok' } as const);
}
