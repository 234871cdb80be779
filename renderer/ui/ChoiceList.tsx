import { useId } from 'react';
import css from './ChoiceList.module.css';

export interface Choice {
  readonly key: string;
  readonly name: string;
  /** A figure at the end of its line. */
  readonly fact?: string | undefined;
  /** What speaks for it or against it, below. */
  readonly remark?: string | undefined;
  readonly isFit: boolean;
}

export interface ChoiceListProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly chosen: string | undefined;
  readonly onChoose: (key: string) => void;
}

/** One of several, each with what stands against it. */
export function ChoiceList({ label, choices, chosen, onChoose }: ChoiceListProps) {
  const name = useId();
  return (
    <fieldset className={css['list']}>
      <legend>{label}</legend>
      {choices.map((choice) => (
        <Line key={choice.key} group={name} choice={choice} isChosen={choice.key === chosen} onChoose={onChoose} />
      ))}
    </fieldset>
  );
}

interface LineProps {
  readonly group: string;
  readonly choice: Choice;
  readonly isChosen: boolean;
  readonly onChoose: (key: string) => void;
}

function Line({ group, choice: { key, name, fact, remark, isFit }, isChosen, onChoose }: LineProps) {
  const id = useId();
  return (
    <div className={css['choice']} data-fit={isFit}>
      <input
        id={id}
        type="radio"
        name={group}
        checked={isChosen}
        disabled={!isFit}
        aria-describedby={remark === undefined ? undefined : `${id}-why`}
        data-first-focus={isChosen ? '' : undefined}
        onChange={() => onChoose(key)}
      />
      <label htmlFor={id}>{name}</label>
      <span className={css['fact']}>{fact}</span>
      {remark !== undefined && <p id={`${id}-why`}>{remark}</p>}
    </div>
  );
}
