import type { ReactNode } from 'react';
import type { DetailClass, Details } from '#shared/domain/details/details.ts';
import type { Tone } from '#renderer/ui/Icon.tsx';
import type { IconName } from '#renderer/ui/icon-paths.ts';
import type { Property } from '#renderer/ui/PropertyGrid.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import { Missing, type MissingKind } from './Missing.tsx';
import type { DetailsState } from './use-details.ts';

export interface Word {
  readonly icon: IconName;
  readonly tone: Tone;
  readonly word: string;
}

/** Undefined is what the server did not say, an empty text is none. */
export function textProperty(label: string, text: string | undefined, look: { readonly isEvidence?: boolean } = {}): Property {
  if (text === undefined) return missingProperty(label, 'unsaid');
  return text === '' ? missingProperty(label, 'none') : { label, value: text, copy: text, ...look };
}

export function missingProperty(label: string, is: MissingKind): Property {
  return { label, value: <Missing is={is} /> };
}

export function wordProperty(label: string, word: Word): Property {
  return { label, value: <StatusWord {...word} />, copy: word.word };
}

export function nodeProperty(label: string, value: ReactNode, copy: string): Property {
  return { label, value, copy };
}

/** A fact that is asked for: it may be on its way, not to be had, or unknown to the release. */
export function detailProperty<C extends DetailClass>(
  label: string,
  details: DetailsState<C>,
  read: (fields: Details<C>) => Property | string | undefined,
): Property {
  if (details.is === 'loading') return missingProperty(label, 'loading');
  if (details.is === 'failed') return missingProperty(label, 'not-loaded');
  const value = read(details.fields);
  return typeof value === 'object' ? value : textProperty(label, value);
}
