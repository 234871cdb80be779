import type { RecordOf } from '#shared/domain/inventory/watched.ts';
import type { CardsWord } from './cards-word.ts';

type Metrics = RecordOf<'pifMetrics'>;

/** The link of a card, by whoever knows best. */
export type SeenLink =
  | {
      readonly by: 'pool';
      readonly isNow: boolean;
      readonly is: 'up' | 'down' | 'unknown';
      readonly speedMbit: number;
      readonly isFullDuplex: boolean;
    }
  | {
      readonly by: 'ssh';
      readonly atMs: number;
      readonly is: 'up' | 'down' | 'off' | 'gone';
      readonly speedMbit: number;
      readonly isFullDuplex: boolean | undefined;
    };

export interface LinkWords {
  readonly device: string;
  readonly metrics: Metrics | undefined;
  /** The pool hears from the host. */
  readonly isNow: boolean;
  /** What the host itself said when it was asked. */
  readonly word: CardsWord | undefined;
}

/** What the pool hears now goes before what was asked a while ago. */
export function seenLink({ device, metrics, isNow, word }: LinkWords): SeenLink {
  if (!isNow && word?.is === 'said') return overSsh(device, word);
  if (metrics === undefined) return { by: 'pool', isNow, is: 'unknown', speedMbit: 0, isFullDuplex: false };
  const { hasCarrier, speed, isFullDuplex } = metrics;
  return { by: 'pool', isNow, is: hasCarrier ? 'up' : 'down', speedMbit: speed, isFullDuplex };
}

function overSsh(device: string, { atMs, cards }: Extract<CardsWord, { is: 'said' }>): SeenLink {
  const card = cards.find((one) => one.device === device);
  if (card === undefined) return { by: 'ssh', atMs, is: 'gone', speedMbit: 0, isFullDuplex: undefined };
  const { hasLink, speedMbit = 0, isFullDuplex } = card;
  return { by: 'ssh', atMs, is: hasLink === undefined ? 'off' : hasLink ? 'up' : 'down', speedMbit, isFullDuplex };
}
