import { useId } from 'react';
import type { BootFrom } from '#shared/domain/operations/new-vm-request.ts';
import { discChoices } from '#shared/domain/wizards/new-vm/templates.ts';
import { newVmText as say } from '#shared/text/new-vm-text.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { SelectField } from '#renderer/ui/Choice.tsx';
import css from './NewVm.module.css';
import type { NewVm } from './use-new-vm.ts';

const WAYS: readonly { readonly is: BootFrom['is']; readonly label: string }[] = [
  { is: 'disk', label: say.fromDisk },
  { is: 'disc', label: say.fromDisc },
  { is: 'network', label: say.fromNetwork },
];

export function BootPage({ wizard }: { readonly wizard: NewVm }) {
  const { draft, change, target } = wizard;
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
      <CloudFields wizard={wizard} />
    </>
  );
}

/** What its guest is told when it starts for the first time. */
function CloudFields({ wizard: { draft, change } }: { readonly wizard: NewVm }) {
  const id = useId();
  return (
    <>
      <Checkbox label={say.configured} isOn={draft.isConfigured} onChange={(isConfigured) => change({ isConfigured })} />
      {draft.isConfigured && (
        <div className={css['config']}>
          <p className={css['note']}>{say.configuredHint}</p>
          <label htmlFor={`${id}-user`}>{say.userData}</label>
          <textarea
            id={`${id}-user`}
            rows={7}
            spellCheck={false}
            value={draft.userData}
            onChange={(event) => change({ userData: event.currentTarget.value })}
          />
          <label htmlFor={`${id}-network`}>{say.networkConfig}</label>
          <textarea
            id={`${id}-network`}
            rows={3}
            spellCheck={false}
            placeholder={say.networkConfigHint}
            value={draft.networkConfig}
            onChange={(event) => change({ networkConfig: event.currentTarget.value })}
          />
        </div>
      )}
    </>
  );
}
