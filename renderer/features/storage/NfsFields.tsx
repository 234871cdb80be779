import type { Failure } from '#shared/contract/failure.ts';
import type { Looked } from '#shared/domain/wizards/new-storage/draft.ts';
import { shareProblem } from '#shared/domain/storage/typed.ts';
import { lookFor } from '#shared/domain/wizards/new-storage/question.ts';
import { fieldText, storageWizardText, versionText } from '#shared/text/storage-wizard-text.ts';
import { SelectField } from '#renderer/ui/Choice.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { Card } from '#renderer/ui/Card.tsx';
import { Field } from './Field.tsx';
import type { LocationProps } from './LocationPage.tsx';
import { LookButton, LookFailure } from './LookButton.tsx';
import css from './NewStorage.module.css';

export function NfsFields({ wizard }: LocationProps) {
  const { draft, look, stop } = wizard;
  const isWhole = shareProblem(draft.fields.share) === undefined;
  const contents = draft.contents[''] ?? { is: 'not-yet' };
  const looked = isWhole ? contents : draft.looked.offers;
  // Libraries have nothing to look for: their driver mounts what it is told.
  const canLook = draft.kind === 'nfs';
  const isAsking = canLook && lookFor(draft, {}) !== undefined;
  const run = (): void => (isWhole ? look('contents', '') : look('offers'));
  return (
    <>
      <form
        className={css['fields']}
        onSubmit={(event) => {
          event.preventDefault();
          if (isAsking) run();
        }}
      >
        <Field name="share" wizard={wizard} width="wide" takesFocus />
        <Version wizard={wizard} spoken={spokenIn(contents)} />
        <Field name="options" wizard={wizard} />
        {canLook && (
          <LookButton
            label={isWhole ? storageWizardText.look.contents : storageWizardText.look.exports}
            looked={looked}
            why={isAsking ? undefined : storageWizardText.writeShare}
            onLook={run}
            onStop={stop}
          />
        )}
      </form>
      <LookFailure looked={looked} />
      {!isWhole && <Exports wizard={wizard} />}
    </>
  );
}

/** Versions of the protocol the server has said it speaks. */
function spokenIn(contents: Looked<Failure>): readonly string[] | undefined {
  return contents.is === 'found' && contents.discovery.found === 'repositories' ? contents.discovery.versions : undefined;
}

function Version({ wizard: { draft, tell }, spoken }: Pick<LocationProps, 'wizard'> & { readonly spoken: readonly string[] | undefined }) {
  const options = Object.entries(versionText).filter(([value]) => spoken === undefined || spoken.includes(value === '' ? '3' : value));
  return (
    <SelectField
      label={fieldText.version.label}
      value={draft.fields.version}
      options={options.map(([value, label]) => ({ value, label }))}
      onChoose={(text) => tell({ do: 'type', field: 'version', text })}
    />
  );
}

function Exports({ wizard: { draft, tell } }: Pick<LocationProps, 'wizard'>) {
  const { offers } = draft.looked;
  if (offers.is !== 'found') return null;
  if (offers.discovery.found === 'no-list') return <p>{storageWizardText.noList}</p>;
  if (offers.discovery.found !== 'exports') return null;
  const { exports } = offers.discovery;
  const server = draft.fields.share.trim().replace(/:\/?$/, '');
  return (
    <Card title={storageWizardText.exports} mark={storageWizardText.lunCount(exports.length)}>
      {exports.length === 0 ? (
        <p className={css['note']}>{storageWizardText.noExports}</p>
      ) : (
        <table className={css['table']}>
          <thead>
            <tr>
              <th scope="col">{storageWizardText.columns.path}</th>
              <th scope="col">{storageWizardText.columns.who}</th>
            </tr>
          </thead>
          <tbody>
            {exports.map(({ path, access }) => (
              <tr key={path}>
                <td>
                  <Button kind="quiet" onClick={() => tell({ do: 'type', field: 'share', text: `${server}:${path}` })}>
                    {path}
                  </Button>
                </td>
                <td>{storageWizardText.exportAccess(access)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
