import type { ObjectKind } from './found.ts';

/** How an object is doing, in the product's own words. */
export type StateWord =
  | 'running'
  | 'halted'
  | 'suspended'
  | 'paused'
  | 'live'
  | 'disabled'
  | 'dark'
  | 'connected'
  | 'partly'
  | 'detached'
  | 'lost'
  | 'file';
export type HaWord = 'on' | 'off' | 'restart' | 'best-effort';

/** One cell: a fact without its wording. `unknown` is there and cannot be told; an absent fact is nothing at all. */
export type Fact =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'texts'; readonly texts: readonly string[] }
  | { readonly is: 'kind'; readonly kind: ObjectKind }
  | { readonly is: 'state'; readonly state: StateWord }
  | { readonly is: 'ha'; readonly ha: HaWord }
  /** Of something that has an end; with bytes where they are counted. */
  | { readonly is: 'share'; readonly share: number; readonly used?: number; readonly total?: number }
  | { readonly is: 'rates'; readonly incoming: number; readonly outgoing: number }
  | { readonly is: 'bytes'; readonly bytes: number }
  | { readonly is: 'since'; readonly sinceMs: number }
  | { readonly is: 'unknown'; readonly why: 'no-tools' | 'no-answer' | 'no-statistics' };

/** Numbers sort as numbers and before words; what is unknown comes last. */
export function sortKeyOf(fact: Fact | undefined): number | string | undefined {
  switch (fact?.is) {
    case 'text':
      return fact.text;
    case 'texts':
      return fact.texts.length === 0 ? undefined : fact.texts.join(', ');
    case 'kind':
      return fact.kind;
    case 'state':
      return fact.state;
    case 'ha':
      return fact.ha;
    case 'share':
      return fact.share;
    case 'rates':
      return fact.incoming + fact.outgoing;
    case 'bytes':
      return fact.bytes;
    case 'since':
      // Who has been up longest has the longest time.
      return -fact.sinceMs;
    default:
      return undefined;
  }
}
