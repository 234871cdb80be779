import css from './AgeMark.module.css';
import { Icon } from './Icon.tsx';

/** How true a fact is, and since when: an icon and a word. */
export function AgeMark({ truth, word, full }: { readonly truth: 'live' | 'last-known' | 'ssh'; readonly word: string; readonly full?: string }) {
  const icon = truth === 'live' ? 'live' : truth === 'ssh' ? 'key' : 'clock';
  return (
    <span className={css['mark']} data-truth={truth} title={full}>
      <Icon name={icon} size="small" />
      {word}
    </span>
  );
}
