import css from './Icon.module.css';
import { type IconName, iconPaths } from './icon-paths.ts';

export type Tone = 'neutral' | 'quiet' | 'ok' | 'warn' | 'danger' | 'info' | 'known' | 'ssh';

export interface IconProps {
  readonly name: IconName;
  readonly tone?: Tone;
  readonly size?: 'small' | 'normal' | 'large';
  /** Dashed: not seen now, only known from before. */
  readonly isLastKnown?: boolean;
}

/** Always beside a word, so it is silent for screen readers. */
export function Icon({ name, tone = 'neutral', size = 'normal', isLastKnown = false }: IconProps) {
  return (
    <svg className={css['icon']} data-tone={tone} data-size={size} data-last-known={isLastKnown} viewBox="0 0 16 16" aria-hidden="true">
      <path d={iconPaths[name]} />
    </svg>
  );
}
