import css from './Chips.module.css';
import { Icon } from './Icon.tsx';

export interface ChipsProps {
  readonly items: readonly string[];
  readonly onRemove?: ((item: string) => void) | undefined;
  readonly removeLabel?: (item: string) => string;
}

/** Short words in frames. */
export function Chips({ items, onRemove, removeLabel }: ChipsProps) {
  return (
    <ul className={css['chips']}>
      {items.map((item) => (
        <li key={item}>
          {item}
          {onRemove !== undefined && (
            <button type="button" aria-label={removeLabel?.(item)} onClick={() => onRemove(item)}>
              <Icon name="close" size="small" />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
