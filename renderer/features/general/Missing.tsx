import { propertiesText } from '#shared/text/properties-text.ts';
import css from './Missing.module.css';

export type MissingKind = keyof typeof propertiesText.missing;

/** Nothing there, nothing said, not here yet and not to be had are four different things. */
export function Missing({ is }: { readonly is: MissingKind }) {
  return (
    <span className={css['missing']} data-missing={is}>
      {propertiesText.missing[is]}
    </span>
  );
}
