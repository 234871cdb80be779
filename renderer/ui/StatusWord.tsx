import { Icon, type Tone } from './Icon.tsx';
import type { IconName } from './icon-paths.ts';
import css from './StatusWord.module.css';

/** Icon and word together; the word alone must be enough. */
export function StatusWord({ icon, tone, word }: { readonly icon: IconName; readonly tone: Tone; readonly word: string }) {
  return (
    <span className={css['status']}>
      <Icon name={icon} tone={tone} size="small" />
      {word}
    </span>
  );
}
