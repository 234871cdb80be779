import { useId } from 'react';
import type { BootFrom } from '#shared/domain/operations/new-vm-request.ts';
import { discChoices } from '#shared/domain/wizards/new-vm/templates.ts';
import { newVmText as say } from '#shared/text/new-vm-text.ts';
import { SelectField } from '#renderer/ui/Choice.tsx';
import css from './NewVm.module.css';
import type { NewVm } from './use-new-vm.ts';

const WAYS: readonly { readonly is: BootFrom['is']; readonly label: string }[] = [
  { is: 'disk', label: say.fromDisk },
  { is: 'disc', label: say.fromDisc },
  { is: 'network', label: say.fromNetwork },
];

export function BootPage({ wizard: { draft, change, target } }: { readonly wizard: NewVm }) {
  const group = useId();
  const discs = discChoices(target.inventory);
  return (
    <>
      <fieldset className={css['ways']}>
        <legend>{say.start}</legend>
        {WAYS.map(({ is, label }) => (
          <span key={is}>
            <input
              id={`${group}-${is}`}
              type="radio"
              name={group}
              checked={draft.boot === is}
              data-first-focus={draft.boot === is ? '' : undefined}
              onChange={() => change({ boot: is })}
            />
            <label htmlFor={`${group}-${is}`}>{label}</label>
          </span>
        ))}
      </fieldset>
      {draft.boot === 'disc' && (
        <SelectField
          label={say.disc}
          value={draft.disc ?? ''}
          options={[
            { value: '', label: say.noDisc },
            ...discs.map(({ ref, name, library }) => ({ value: ref as string, label: say.discOn(name, library) })),
          ]}
          onChoose={(chosen) => change({ disc: discs.find(({ ref }) => ref === chosen)?.ref })}
        />
      )}
    </>
  );
}
