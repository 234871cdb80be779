import { type ColumnId, factOf } from '#shared/domain/search/columns.ts';
import type { Fact } from '#shared/domain/search/fact.ts';
import type { Found } from '#shared/domain/search/found.ts';
import { isLastKnown, stateOf } from '#shared/domain/search/state-of.ts';
import { columnText, factText, stateText } from '#shared/text/search-text.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Meter } from '#renderer/ui/Meter.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import { iconOf, stateLook } from './object-look.ts';
import css from './SearchCell.module.css';

export interface SearchCellProps {
  readonly found: Found;
  readonly column: ColumnId;
  readonly nowMs: number;
  /** When what is shown was true last, in words. */
  readonly age: string | undefined;
}

export function SearchCell({ found, column, nowMs, age }: SearchCellProps) {
  if (column === 'name') return <NameCell found={found} age={age} />;
  const fact = factOf(found, column);
  if (fact === undefined) return null;
  if (fact.is === 'state') return <StatusWord {...stateLook[fact.state]} word={stateText[fact.state]} />;
  if (fact.is === 'share') return <ShareCell fact={fact} column={column} nowMs={nowMs} />;
  const text = factText(fact, nowMs);
  return (
    <span className={css['text']} data-quiet={fact.is === 'unknown'} title={text}>
      {text}
    </span>
  );
}

/** The description stands behind the name, because names alone say little in a big pool. */
function NameCell({ found, age }: { readonly found: Found; readonly age: string | undefined }) {
  const { item, record } = found;
  const isOld = isLastKnown(found);
  return (
    <>
      <Icon name={iconOf(item.is, stateOf(found))} tone={isOld ? 'known' : stateOf(found) === 'running' ? 'ok' : 'neutral'} isLastKnown={isOld} />
      <span className={css['text']} title={record.name}>
        {record.name}
      </span>
      {record.description !== '' && (
        <span className={css['description']} title={record.description}>
          {record.description}
        </span>
      )}
      {isOld && age !== undefined && <span className={css['age']}>{age}</span>}
    </>
  );
}

const HIGH = 0.85;
const FULL = 0.95;

function ShareCell({ fact, column, nowMs }: { readonly fact: Extract<Fact, { is: 'share' }>; readonly column: ColumnId; readonly nowMs: number }) {
  const text = factText(fact, nowMs);
  const tone = fact.share >= FULL ? 'danger' : fact.share >= HIGH ? 'warn' : 'normal';
  return (
    <span className={css['share']} title={text}>
      <Meter value={fact.share} label={`${columnText(column)}: ${text}`} tone={tone} />
      <span className={css['figure']} data-of={fact.total === undefined ? 'share' : 'total'}>
        {text}
      </span>
    </span>
  );
}
