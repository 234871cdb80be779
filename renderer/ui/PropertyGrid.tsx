import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';
import css from './PropertyGrid.module.css';

export interface Property {
  readonly label: string;
  readonly value: ReactNode;
  /** What a copy of it is; absent where there is nothing to copy. */
  readonly copy?: string | undefined;
  /** Identifiers and addresses are set in the evidence type. */
  readonly isEvidence?: boolean | undefined;
}

export interface PropertyGridProps {
  readonly properties: readonly Property[];
  readonly copyLabel: (label: string) => string;
  readonly onCopy: (property: { readonly label: string; readonly copy: string }) => void;
}

/** Labels and values; every value can be copied, with the mouse or by keyboard. */
export function PropertyGrid({ properties, copyLabel, onCopy }: PropertyGridProps) {
  return (
    <dl className={css['grid']}>
      {properties.map(({ label, value, copy, isEvidence = false }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd data-evidence={isEvidence}>
            <span className={css['value']}>{value}</span>
            {copy !== undefined && copy !== '' && (
              <span className={css['copy']}>
                <Button kind="quiet" shape="icon" label={copyLabel(label)} onClick={() => onCopy({ label, copy })}>
                  <Icon name="copy" size="small" />
                </Button>
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
