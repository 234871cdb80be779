import type { NoWay } from '#shared/domain/storage/from-shell/shell-word.ts';
import type { Nic } from '#shared/domain/diagnosis/sight-network.ts';

/** A network card as the shell of its host tells of it. */
export interface CardSeen {
  readonly device: string;
  /** Undefined where it is switched off, and does not say. */
  readonly hasLink?: boolean | undefined;
  readonly speedMbit?: number | undefined;
  readonly isFullDuplex?: boolean | undefined;
  readonly driver?: string | undefined;
  readonly bus?: string | undefined;
}

/** What came of asking the shell of a host for its cards. */
export type CardsWord = { readonly is: 'said'; readonly atMs: number; readonly cards: readonly CardSeen[] } | NoWay;

export function cardSeen({ name, hasCarrier, speedMbps, duplex, driver, pci }: Nic): CardSeen {
  return {
    device: name,
    hasLink: hasCarrier,
    speedMbit: speedMbps,
    isFullDuplex: duplex === 'full' || duplex === 'half' ? duplex === 'full' : undefined,
    driver,
    bus: pci,
  };
}
