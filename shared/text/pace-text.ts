import { durationText } from './format.ts';
import { rateText, sizeOfText, sizeText } from './size-text.ts';

/** How a long way of bytes goes. */
export interface Pace {
  /** So much has passed, where it was counted here. */
  readonly doneBytes?: number | undefined;
  readonly wholeBytes?: number | undefined;
  /** Undefined while nobody can say. */
  readonly bytesPerSecond: number | undefined;
  /** By how far the server says it is, not by bytes that were counted. */
  readonly isEstimate: boolean;
  readonly leftMs: number | undefined;
}

/** As '120 MiB of 2 GiB, 24 MiB/s. About 80 s left at this pace'. */
export function paceText({ doneBytes, wholeBytes, bytesPerSecond, isEstimate, leftMs }: Pace): string {
  const done = doneBytes === undefined ? [] : [wholeBytes === undefined ? sizeText(doneBytes) : sizeOfText(doneBytes, wholeBytes)];
  const rate = bytesPerSecond === undefined ? [] : [isEstimate ? `about ${rateText(bytesPerSecond)}` : rateText(bytesPerSecond)];
  const way = [...done, ...rate].join(', ');
  return [...(way === '' ? [] : [way.charAt(0).toUpperCase() + way.slice(1)]), leftText(leftMs)].join('. ');
}

export function leftText(leftMs: number | undefined): string {
  return leftMs === undefined ? 'Time left: not known yet' : `About ${durationText(leftMs)} left at this pace`;
}
