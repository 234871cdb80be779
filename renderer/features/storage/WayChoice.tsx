import { useId } from 'react';
import type { FoundRepository } from '#shared/domain/storage/discovery/repositories.ts';
import { knownByUuid } from '#shared/domain/storage/offer.ts';
import type { Failure } from '#shared/contract/failure.ts';
import { devicesOf, type Looked, THE_PLACE, type Way } from '#shared/domain/wizards/new-storage/draft.ts';
import { eraseWords, holdsWanted } from '#shared/domain/wizards/new-storage/hindrances.ts';
import { storageWizardText } from '#shared/text/storage-wizard-text.ts';
import { Notice } from '#renderer/ui/Notice.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import type { LocationProps } from './LocationPage.tsx';
import { LookFailure } from './LookButton.tsx';
import css from './NewStorage.module.css';

/** For everything chosen that holds something: keep it, or erase it with its name typed. */
export function WayChoice(props: LocationProps) {
  const { draft, tell } = props.wizard;
  if (draft.reattaching !== undefined) return <Wanted {...props} />;
  const words = eraseWords(draft);
  return (
    <>
      {devicesOf(draft).map((device) => (
        <DeviceWay key={device} device={device} {...props} />
      ))}
      {words.length > 0 && (
        <TextField
          label={storageWizardText.eraseTyped(words.join(', '))}
          value={draft.eraseTyped}
          onType={(text) => tell({ do: 'type-erase', text })}
        />
      )}
    </>
  );
}

/** What is attached again is there or not; nothing else can be done with what lies there. */
function Wanted({ wizard: { draft } }: LocationProps) {
  return devicesOf(draft).map((device) => {
    const looked = draft.contents[device];
    if (looked?.is === 'failed') return device === THE_PLACE ? null : <LookFailure key={device} looked={looked} />;
    const name = draft.reattaching?.name ?? '';
    const isThere = holdsWanted(draft, device);
    if (isThere === undefined) return null;
    if (isThere) return <StatusWord key={device} icon="ok" tone="ok" word={storageWizardText.liesHere(name)} />;
    return <Notice key={device} tone="danger" what={storageWizardText.liesElsewhere(name)} next={foundInstead(looked)} />;
  });
}

function foundInstead(looked: Looked<Failure> | undefined): string {
  const found = looked?.is === 'found' && looked.discovery.found === 'repositories' ? looked.discovery.repositories : [];
  return found.length === 0 ? storageWizardText.foundNothing : storageWizardText.foundInstead(found.map(({ name, uuid }) => name ?? uuid));
}

function DeviceWay(props: LocationProps & { readonly device: string }) {
  const { device, wizard } = props;
  const looked = wizard.draft.contents[device];
  if (looked?.is === 'failed') return device === THE_PLACE ? null : <LookFailure looked={looked} />;
  const repositories = looked?.is === 'found' && looked.discovery.found === 'repositories' ? looked.discovery.repositories : [];
  return repositories.length === 0 ? null : <Ways {...props} repositories={repositories} />;
}

interface WaysProps extends LocationProps {
  readonly device: string;
  readonly repositories: readonly FoundRepository[];
}

function Ways({ device, repositories, wizard: { draft, tell }, pools }: WaysProps) {
  const way = draft.ways[device] ?? { is: 'create' };
  const choose = (next: Way): void => tell({ do: 'way', device, way: next });
  const isBeside = draft.kind === 'nfs' || draft.kind === 'smb';
  const create = isBeside
    ? { label: storageWizardText.createBeside, hint: storageWizardText.createBesideHint }
    : { label: storageWizardText.erase(device === THE_PLACE ? draft.fields.devices : device), hint: storageWizardText.eraseHint };
  return (
    <fieldset className={css['ways']}>
      <legend>{device === THE_PLACE ? storageWizardText.columns.contents : device}</legend>
      {repositories.map((repository) => (
        <WayOption
          key={repository.uuid}
          group={device}
          label={storageWizardText.attach(repository.name ?? repository.uuid)}
          hint={attachHint(repository, pools)}
          why={attachedSomewhere(repository, pools)}
          isChosen={way.is === 'attach' && way.uuid === repository.uuid}
          onChoose={() => choose({ is: 'attach', uuid: repository.uuid })}
        />
      ))}
      <WayOption group={device} {...create} isChosen={way.is === 'create'} onChoose={() => choose({ is: 'create' })} />
    </fieldset>
  );
}

function attachHint({ uuid }: FoundRepository, pools: LocationProps['pools']): string {
  const [known] = knownByUuid(pools, uuid);
  const where = known === undefined ? '' : ` ${storageWizardText.attachKnown(known.pool)}`;
  return `${storageWizardText.attachHint}${where}`;
}

function attachedSomewhere({ uuid }: FoundRepository, pools: LocationProps['pools']): string | undefined {
  const attached = knownByUuid(pools, uuid).find(({ isAttached }) => isAttached);
  return attached === undefined ? undefined : storageWizardText.contents.inUse(attached, false);
}

interface WayOptionProps {
  readonly group: string;
  readonly label: string;
  readonly hint: string;
  readonly why?: string | undefined;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function WayOption({ group, label, hint, why, isChosen, onChoose }: WayOptionProps) {
  const id = useId();
  return (
    <div className={css['option']}>
      <input
        id={id}
        type="radio"
        name={`way ${group}`}
        checked={isChosen}
        disabled={why !== undefined}
        aria-describedby={`${id}-hint`}
        onChange={onChoose}
      />
      <label htmlFor={id}>{label}</label>
      <p id={`${id}-hint`}>{why ?? hint}</p>
    </div>
  );
}
