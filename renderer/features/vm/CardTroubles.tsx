import { useMemo } from 'react';
import type { VmCard } from '#shared/domain/devices/cards.ts';
import type { Vm } from '#shared/domain/inventory/watched.ts';
import { cardTroubles } from '#shared/domain/networks/card-trouble.ts';
import { macConflicts } from '#shared/domain/networks/mac-conflicts.ts';
import { cardsText as say, cardTroubleText } from '#shared/text/devices-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { Notice } from '#renderer/ui/Notice.tsx';
import css from './VmTab.module.css';

interface CardTroublesProps {
  readonly target: Target;
  readonly vm: Vm;
  readonly cards: readonly VmCard[];
}

/** Absent where nothing is known to be in the way. What a lost pool said last is no news of a cable. */
export function CardTroubles({ target: { inventory, server }, vm, cards }: CardTroublesProps) {
  const conflicts = useMemo(() => macConflicts(inventory), [inventory]);
  if (server.state.is !== 'live' || vm.isTemplate || vm.isSnapshot) return null;
  const found = cards.flatMap((card) =>
    cardTroubles({ inventory, vm, card, conflicts }).map((trouble) => ({ key: `${card.ref} ${trouble.is}`, device: card.device, trouble })),
  );
  if (found.length === 0) return null;
  return (
    <section className={css['troubles']} aria-label={say.troubles}>
      {found.map(({ key, device, trouble }) => (
        <Notice key={key} tone="warn" what={`${say.troubleOf(device)} ${cardTroubleText(trouble)}`} />
      ))}
    </section>
  );
}
