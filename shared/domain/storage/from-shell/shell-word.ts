import type { HostKey } from '#shared/domain/routes/attempt.ts';
import type { PlaceAnswer } from './answers.ts';

/** No connection to it came about; `asks`: it waits for a person, to compare the key it shows or for something else. */
export interface NoWay {
  readonly is: 'no-way';
  readonly asks?: { readonly is: 'host-key'; readonly key: HostKey } | { readonly is: 'other' } | undefined;
}

/** What came of asking the shell of a host. */
export type ShellWord = { readonly is: 'said'; readonly answers: readonly PlaceAnswer[] } | NoWay;
