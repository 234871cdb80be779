import type { ReactNode } from 'react';
import { type ColumnId, columnIds } from '#shared/domain/search/columns.ts';
import { type Condition, type ConditionGroup, type Filter, needsValue, operatorsFor } from '#shared/domain/search/filter.ts';
import type { SearchServer } from '#shared/domain/search/found.ts';
import { columnText, kindText, operatorText, searchText, stateText, unitText } from '#shared/text/search-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { customFields } from './column-menu.ts';
import css from './FilterEditor.module.css';

export interface FilterEditorProps {
  readonly filter: Filter;
  readonly servers: readonly SearchServer[];
  readonly onChange: (filter: Filter) => void;
}

const first: Condition = { column: 'name', operator: 'contains', value: '' };

/** Conditions of which all or any must be so, and groups of such conditions among them. */
export function FilterEditor({ filter, servers, onChange }: FilterEditorProps) {
  const columns = [...columnIds, ...customFields(servers)];
  const shared = { columns };
  return (
    <section className={css['editor']} aria-label={searchText.filter}>
      <Conditions {...shared} group={filter} onChange={(group) => onChange({ ...filter, ...group })}>
        <Button onClick={() => onChange({ ...filter, groups: [...filter.groups, { match: 'any', conditions: [first] }] })}>
          {searchText.addGroup}
        </Button>
      </Conditions>
      {filter.groups.map((group, index) => (
        // A group has no name; its place is what it is known by.
        <div key={`group ${String(index)}`} className={css['inner']}>
          <Conditions
            {...shared}
            group={group}
            onChange={(next) => {
              const groups = next.conditions.length === 0 ? filter.groups.toSpliced(index, 1) : filter.groups.with(index, next);
              onChange({ ...filter, groups });
            }}
          />
        </div>
      ))}
    </section>
  );
}

interface ConditionsProps {
  readonly group: ConditionGroup;
  readonly columns: readonly ColumnId[];
  readonly onChange: (group: ConditionGroup) => void;
  readonly children?: ReactNode;
}

function Conditions({ group, columns, onChange, children }: ConditionsProps) {
  const { match, conditions } = group;
  return (
    <div className={css['group']}>
      <label className={css['match']}>
        {searchText.match}
        <select value={match} onChange={(event) => onChange({ match: event.currentTarget.value === 'any' ? 'any' : 'all', conditions })}>
          <option value="all">{searchText.all}</option>
          <option value="any">{searchText.any}</option>
        </select>
      </label>
      {conditions.map((condition, index) => (
        <ConditionLine
          key={`condition ${String(index)}`}
          condition={condition}
          columns={columns}
          onChange={(next) => onChange({ match, conditions: conditions.with(index, next) })}
          onRemove={() => onChange({ match, conditions: conditions.toSpliced(index, 1) })}
        />
      ))}
      <div className={css['line']}>
        <Button onClick={() => onChange({ match, conditions: [...conditions, first] })}>{searchText.addCondition}</Button>
        {children}
      </div>
    </div>
  );
}

interface ConditionLineProps {
  readonly condition: Condition;
  readonly columns: readonly ColumnId[];
  readonly onChange: (condition: Condition) => void;
  readonly onRemove: () => void;
}

function ConditionLine({ condition, columns, onChange, onRemove }: ConditionLineProps) {
  const { column, operator } = condition;
  const offered = operatorsFor(column);
  return (
    <div className={css['line']}>
      <select
        aria-label={searchText.property}
        value={column}
        onChange={(event) => {
          const next = columns.find((id) => id === event.currentTarget.value) ?? 'name';
          const [usual = 'contains'] = operatorsFor(next);
          onChange({ column: next, operator: operatorsFor(next).includes(operator) ? operator : usual, value: firstValue(next) });
        }}
      >
        {columns.map((id) => (
          <option key={id} value={id}>
            {columnText(id)}
          </option>
        ))}
      </select>
      <select
        aria-label={searchText.operator}
        value={operator}
        onChange={(event) => onChange({ ...condition, operator: offered.find((known) => known === event.currentTarget.value) ?? operator })}
      >
        {offered.map((known) => (
          <option key={known} value={known}>
            {operatorText[known]}
          </option>
        ))}
      </select>
      {needsValue(operator) && <ValueField condition={condition} onChange={onChange} />}
      <Button kind="quiet" shape="icon" label={searchText.removeCondition} onClick={onRemove}>
        <Icon name="close" />
      </Button>
    </div>
  );
}

/** Words the product chose itself are chosen, not typed. */
function choicesOf(column: ColumnId): Readonly<Record<string, string>> | undefined {
  if (column === 'kind') return kindText;
  return column === 'state' ? stateText : undefined;
}

function firstValue(column: ColumnId): string {
  return Object.keys(choicesOf(column) ?? {})[0] ?? '';
}

function ValueField({ condition, onChange }: Pick<ConditionLineProps, 'condition' | 'onChange'>) {
  const { column, value } = condition;
  const choices = choicesOf(column);
  if (choices === undefined) {
    return (
      <>
        <input aria-label={searchText.value} value={value} onChange={(event) => onChange({ ...condition, value: event.currentTarget.value })} />
        {unitText(column)}
      </>
    );
  }
  return (
    <select aria-label={searchText.value} value={value} onChange={(event) => onChange({ ...condition, value: event.currentTarget.value })}>
      {Object.entries(choices).map(([word, label]) => (
        <option key={word} value={word}>
          {label}
        </option>
      ))}
    </select>
  );
}
