import { EVERY_TARGET } from '#shared/domain/storage/discovery/targets.ts';
import { typingHindrances } from '#shared/domain/wizards/new-storage/hindrances.ts';
import { hindranceText, storageWizardText } from '#shared/text/storage-wizard-text.ts';
import { SelectField } from '#renderer/ui/Choice.tsx';
import { Field } from './Field.tsx';
import { IqnNotice } from './IqnNotice.tsx';
import type { LocationProps } from './LocationPage.tsx';
import { LookButton, LookFailure } from './LookButton.tsx';
import css from './NewStorage.module.css';

export function IscsiFields(props: LocationProps) {
  const { wizard } = props;
  const { draft, look, stop } = wizard;
  const [hindrance] = typingHindrances(draft);
  return (
    <>
      <IqnNotice inventory={props.inventory} />
      <form
        className={css['fields']}
        onSubmit={(event) => {
          event.preventDefault();
          if (hindrance === undefined) look('offers');
        }}
      >
        <Field name="target" wizard={wizard} width="wide" takesFocus />
        <Field name="port" wizard={wizard} width="short" />
        <Field name="chapUser" wizard={wizard} />
        <Field name="chapPassword" wizard={wizard} isSecret />
      </form>
      <div className={css['fields']}>
        <details>
          <summary>{storageWizardText.advanced}</summary>
          <div className={css['fields']}>
            <Field name="incomingUser" wizard={wizard} />
            <Field name="incomingPassword" wizard={wizard} isSecret />
          </div>
        </details>
        <LookButton
          label={storageWizardText.look.offers}
          looked={draft.looked.offers}
          why={hindrance === undefined ? undefined : hindranceText(hindrance)}
          onLook={() => look('offers')}
          onStop={stop}
        />
      </div>
      <LookFailure looked={draft.looked.offers} />
      <Targets {...props} />
    </>
  );
}

function Targets({ wizard: { draft, tell, look, stop } }: LocationProps) {
  const { offers, devices } = draft.looked;
  if (offers.is !== 'found' || offers.discovery.found !== 'targets') return null;
  const names = Map.groupBy(offers.discovery.targets, ({ name }) => name);
  const real = [...names.keys()].filter((name) => name !== EVERY_TARGET);
  if (real.length === 0) return <p>{storageWizardText.noTargets}</p>;
  const options = [
    { value: '', label: storageWizardText.chooseTarget },
    ...real.map((name) => ({
      value: name,
      label: storageWizardText.targetPlace(name, (names.get(name) ?? []).map(({ address, port }) => `${address}:${port}`).join(', ')),
    })),
    ...(names.has(EVERY_TARGET) ? [{ value: EVERY_TARGET, label: `${storageWizardText.everyTarget} · ${real.join(', ')}` }] : []),
  ];
  return (
    <div className={css['fields']}>
      <div data-width="wide">
        <SelectField label={storageWizardText.targets} value={draft.iqn} options={options} onChoose={(iqn) => tell({ do: 'choose-target', iqn })} />
        {draft.iqn === EVERY_TARGET && <p className={css['note']}>{storageWizardText.everyTargetHint}</p>}
      </div>
      <LookButton
        label={storageWizardText.look.devices}
        looked={devices}
        why={draft.iqn === '' ? storageWizardText.chooseTarget : undefined}
        onLook={() => look('devices')}
        onStop={stop}
      />
    </div>
  );
}
