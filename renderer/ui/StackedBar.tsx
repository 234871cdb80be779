import css from './StackedBar.module.css';

export interface BarPart {
  /** `crowded` is used to where it begins to matter. */
  readonly key: 'system' | 'used' | 'crowded' | 'free';
  readonly value: number;
  /** The words of its entry in the legend, with the figure. */
  readonly label: string;
}

const VIEW = 1000;

/** Parts of a whole beside each other, each named below with its figure. */
export function StackedBar({ parts, isLastKnown = false }: { readonly parts: readonly BarPart[]; readonly isLastKnown?: boolean }) {
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  const placed = parts.map((part, index) => ({
    ...part,
    width: total === 0 ? 0 : (part.value / total) * VIEW,
    from: total === 0 ? 0 : (parts.slice(0, index).reduce((sum, { value }) => sum + value, 0) / total) * VIEW,
  }));
  return (
    <div className={css['stacked']} data-truth={isLastKnown ? 'last-known' : 'live'}>
      <svg viewBox={`0 0 ${VIEW} 10`} preserveAspectRatio="none" aria-hidden="true">
        {placed.map(({ key, width, from }) => (
          <rect key={key} data-part={key} x={from} width={width} height="10" />
        ))}
      </svg>
      <ul>
        {parts.map(({ key, label }) => (
          <li key={key} data-part={key}>
            {label}
          </li>
        ))}
      </ul>
    </div>
  );
}
