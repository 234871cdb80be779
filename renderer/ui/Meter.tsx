import css from './Meter.module.css';

export interface MeterProps {
  /** 0 to 1. */
  readonly value: number;
  /** What it measures, in words with the figure. */
  readonly label: string;
  readonly tone?: 'normal' | 'warn' | 'danger' | 'known';
}

/** How much of something is used; the figure itself stands beside it. */
export function Meter({ value, label, tone = 'normal' }: MeterProps) {
  return <meter className={css['meter']} data-tone={tone} aria-label={label} min={0} max={1} value={Math.min(1, Math.max(0, value))} />;
}
