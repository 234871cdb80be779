import type { TaskFilter } from '#shared/domain/tasks/task-counts.ts';
import { tasksText } from '#shared/text/tasks-text.ts';
import css from './TaskFilters.module.css';

const whose = [
  { value: 'everyone', label: tasksText.everyone },
  { value: 'us', label: tasksText.us },
] as const;
const show = [
  { value: 'all', label: tasksText.all },
  { value: 'running', label: tasksText.onlyRunning },
  { value: 'failed', label: tasksText.onlyFailed },
] as const;

/** In one line, as there is no more room in the head of the drawer. */
export function TaskFilters({ filter, onFilter }: { readonly filter: TaskFilter; readonly onFilter: (filter: TaskFilter) => void }) {
  return (
    <div className={css['filters']}>
      <Pick label={tasksText.whose} value={filter.whose} options={whose} onChoose={(value) => onFilter({ ...filter, whose: value })} />
      <Pick label={tasksText.show} value={filter.show} options={show} onChoose={(value) => onFilter({ ...filter, show: value })} />
      <input
        type="search"
        aria-label={tasksText.search}
        placeholder={tasksText.search}
        value={filter.words}
        onChange={(event) => onFilter({ ...filter, words: event.currentTarget.value })}
      />
    </div>
  );
}

interface PickProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly options: readonly { readonly value: V; readonly label: string }[];
  readonly onChoose: (value: V) => void;
}

function Pick<V extends string>({ label, value, options, onChoose }: PickProps<V>) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => {
        const chosen = options.find((option) => option.value === event.currentTarget.value);
        if (chosen !== undefined) onChoose(chosen.value);
      }}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
