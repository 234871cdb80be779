import { useState } from 'react';
import type { HaDraftAction } from '#shared/domain/ha/ha-draft.ts';
import type { HaVm } from '#shared/domain/ha/ha-facts.ts';
import type { HaPriority } from '#shared/domain/operations/request.ts';
import { haPriorityText, haText } from '#shared/text/ha-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { SelectField } from '#renderer/ui/Choice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './Ha.module.css';

const KEEP = 'keep';
const choices: readonly (HaPriority | typeof KEEP)[] = [KEEP, 'restart', 'best-effort', 'none'];

/** What is left empty stays as it is. */
export function BulkEdit({ chosen, onAction }: { readonly chosen: readonly HaVm[]; readonly onAction: (action: HaDraftAction) => void }) {
  const [priority, setPriority] = useState<HaPriority | typeof KEEP>(KEEP);
  const [order, setOrder] = useState('');
  const [delay, setDelay] = useState('');
  const problem = (text: string): string | undefined => (text === '' || wholeNumber(text) !== undefined ? undefined : haText.wholeNumber);
  const tied = chosen.filter(({ obstacles }) => obstacles.length > 0).length;
  const why = whyNot({
    chosen: chosen.length,
    tied: priority === 'restart' ? tied : 0,
    isBad: [order, delay].some((text) => problem(text) !== undefined),
  });
  return (
    <form
      className={css['bulk']}
      onSubmit={(event) => {
        event.preventDefault();
        if (why !== undefined) return;
        onAction({
          do: 'set',
          vms: chosen,
          ...(priority !== KEEP && { priority }),
          ...optional('order', wholeNumber(order)),
          ...optional('startDelaySeconds', wholeNumber(delay)),
        });
      }}
    >
      <SelectField
        label={haText.priority}
        value={priority}
        options={choices.map((value) => ({ value, label: value === KEEP ? haText.keep : haPriorityText[value] }))}
        onChoose={setPriority}
      />
      <TextField label={haText.order} value={order} onType={setOrder} hint={haText.keep} problem={problem(order)} />
      <TextField label={haText.delay} value={delay} onType={setDelay} hint={haText.keep} problem={problem(delay)} />
      <Button submits={true} size="dialog" why={why}>
        {haText.apply}
      </Button>
      <output>{haText.selected(chosen.length)}</output>
    </form>
  );
}

function whyNot({ chosen, tied, isBad }: { readonly chosen: number; readonly tied: number; readonly isBad: boolean }): string | undefined {
  if (chosen === 0) return haText.pickVms;
  if (tied > 0) return haText.someTied(tied);
  return isBad ? haText.wholeNumber : undefined;
}

function optional<K extends 'order' | 'startDelaySeconds'>(key: K, value: number | undefined): { readonly [P in K]?: number } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: number });
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,5}$/.test(text.trim()) ? Number(text) : undefined;
}
