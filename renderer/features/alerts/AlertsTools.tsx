import { type Alert, severities, type Severity } from '#shared/domain/alerts/alert.ts';
import type { AlertFilter } from '#shared/domain/alerts/alert-filter.ts';
import { alertsText, severityText } from '#shared/text/alerts-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { SelectField } from '#renderer/ui/Choice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import css from './AlertsTools.module.css';
import { saveList } from './save-list.ts';
import type { AlertReader } from './use-alert-reader.ts';

export interface AlertsToolsProps {
  readonly filter: AlertFilter;
  readonly onFilter: (filter: AlertFilter) => void;
  readonly shown: readonly Alert[];
  readonly all: number;
  readonly chosen: readonly Alert[];
  readonly reader: AlertReader;
  readonly onTickAll: (isOn: boolean) => void;
  readonly onDismiss: () => void;
}

const HOUR_MS = 3_600_000;
const ages = [
  { value: 'ever', label: alertsText.ever, ms: undefined },
  { value: 'hour', label: alertsText.lastHour, ms: HOUR_MS },
  { value: 'day', label: alertsText.lastDay, ms: 24 * HOUR_MS },
  { value: 'week', label: alertsText.lastWeek, ms: 7 * 24 * HOUR_MS },
] as const;
type Age = (typeof ages)[number]['value'];

export function AlertsTools({ filter, onFilter, shown, all, chosen, reader, onTickAll, onDismiss }: AlertsToolsProps) {
  const isAllTicked = shown.length > 0 && chosen.length === shown.length;
  return (
    <div className={css['tools']}>
      <Filters filter={filter} onFilter={onFilter} reader={reader} />
      <fieldset>
        <legend>{alertsText.severity}</legend>
        {severities.map((severity) => (
          <Checkbox
            key={severity}
            label={severityText[severity]}
            isOn={filter.severities.has(severity)}
            onChange={(isOn) => onFilter({ ...filter, severities: withSeverity(filter.severities, severity, isOn) })}
          />
        ))}
      </fieldset>
      <div className={css['actions']}>
        <Checkbox label={alertsText.selectAll} isOn={isAllTicked} onChange={onTickAll} />
        <output>{alertsText.count(shown.length, all)}</output>
        {chosen.length > 0 && <Button onClick={onDismiss}>{alertsText.dismissSelected(chosen.length)}</Button>}
        {shown.length > 0 && <Button onClick={() => saveList(shown, reader)}>{alertsText.exportList}</Button>}
      </div>
    </div>
  );
}

function Filters({ filter, onFilter, reader }: Pick<AlertsToolsProps, 'filter' | 'onFilter' | 'reader'>) {
  const nowMs = useNow();
  const age = ages.find(({ ms }) => ms !== undefined && filter.sinceMs !== undefined && nowMs - filter.sinceMs < ms + HOUR_MS)?.value ?? 'ever';
  const pools = [{ value: '', label: alertsText.allPools }, ...reader.pools.map(({ id, name }) => ({ value: id, label: name }))];
  function since(chosen: Age): void {
    const ms = ages.find(({ value }) => value === chosen)?.ms;
    onFilter({ ...filter, sinceMs: ms === undefined ? undefined : nowMs - ms });
  }
  return (
    <div className={css['filters']}>
      <TextField label={alertsText.search} value={filter.words} onType={(words) => onFilter({ ...filter, words })} />
      <SelectField
        label={alertsText.pool}
        value={filter.server ?? ''}
        options={pools}
        onChoose={(server) => onFilter({ ...filter, server: server === '' ? undefined : server })}
      />
      <SelectField label={alertsText.since} value={age} options={ages} onChoose={since} />
    </div>
  );
}

function withSeverity(chosen: ReadonlySet<Severity>, severity: Severity, isOn: boolean): ReadonlySet<Severity> {
  const others = severities.filter((other) => other !== severity && chosen.has(other));
  return new Set(isOn ? [...others, severity] : others);
}
