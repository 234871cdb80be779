import type { ReactNode, SyntheticEvent } from 'react';
import type { Failure } from '#shared/contract/failure.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import css from './EditFrame.module.css';
import type { Edit, EditValue } from './use-edit.ts';

export interface EditFrameProps<V extends EditValue> {
  readonly label: string;
  readonly edit: Edit<V>;
  /** What is there now, for the note that somebody else has changed it. */
  readonly now: string;
  /** Why it cannot be edited at all; absent when it can. */
  readonly blocked: string | undefined;
  readonly shown: ReactNode;
  readonly field: ReactNode;
}

const say = propertiesText.edit;

/** The value with its pencil, or the field with what can be done about it. Escape gives up, Enter in one line saves. */
export function EditFrame<V extends EditValue>({ label, edit, now, blocked, shown, field }: EditFrameProps<V>) {
  if (edit.is === 'closed' || edit.is === 'saved') {
    return (
      <div className={css['shown']}>
        <span className={css['words']}>{shown}</span>
        <span className={css['tools']} data-stays={edit.is === 'saved'}>
          {edit.is === 'saved' && <StatusWord icon="ok" tone="ok" word={say.saved} />}
          {edit.canUndo && <Button onClick={edit.undo}>{say.undo}</Button>}
          <Button kind="quiet" shape="icon" label={say.edit(label)} why={blocked} onClick={edit.open}>
            <Icon name="edit" size="small" />
          </Button>
        </span>
      </div>
    );
  }
  return (
    <form className={css['form']} aria-label={say.edit(label)} onSubmit={(event) => submit(event, edit)}>
      {field}
      {edit.isOvertaken && <output>{now === '' ? say.changedToNothing : say.changedUnderneath(now)}</output>}
      {edit.failure !== undefined && <EditFailure failure={edit.failure} />}
      <div className={css['buttons']}>{edit.is === 'saving' ? <output>{say.saving}</output> : <EditButtons edit={edit} />}</div>
    </form>
  );
}

function submit<V extends EditValue>(event: SyntheticEvent, edit: Edit<V>): void {
  event.preventDefault();
  if (!edit.isOvertaken) edit.save();
}

function EditButtons<V extends EditValue>({ edit }: { readonly edit: Edit<V> }) {
  if (edit.isOvertaken) {
    return (
      <>
        <Button onClick={edit.overwrite}>{say.overwrite}</Button>
        <Button onClick={edit.cancel}>{say.keep}</Button>
      </>
    );
  }
  return (
    <>
      <Button kind="primary" submits>
        {edit.is === 'failed' ? propertiesText.tryAgain : say.save}
      </Button>
      <Button onClick={edit.cancel}>{say.cancel}</Button>
    </>
  );
}

function EditFailure({ failure }: { readonly failure: Failure }) {
  const { what, next } = failureText(failure);
  return (
    <p className={css['failure']} role="alert">
      {what} {next}
    </p>
  );
}
