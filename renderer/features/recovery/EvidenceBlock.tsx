import type { Evidence } from '#shared/domain/diagnosis/finding.ts';
import css from './EvidenceBlock.module.css';
import { sourceWord } from './finding-words.ts';

/** Longer ones scroll; a finding is no log. */
const MOST_LINES = 6;

/** The very lines, by who said them. */
export function EvidenceBlock({ evidence }: { readonly evidence: readonly Evidence[] }) {
  if (evidence.every(({ lines }) => lines.length === 0)) return null;
  return (
    <dl className={css['evidence']}>
      {evidence.map(({ source, lines }) => (
        <div key={`${source} ${lines[0] ?? ''}`}>
          <dt>{sourceWord(source)}</dt>
          <dd>{lines.slice(0, MOST_LINES).join('\n')}</dd>
        </div>
      ))}
    </dl>
  );
}
