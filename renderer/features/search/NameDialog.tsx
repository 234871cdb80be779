import { useState } from 'react';
import { nameProblem, type SavedSearches } from '#shared/domain/search/saved.ts';
import { nameProblemText, searchText } from '#shared/text/search-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './NameDialog.module.css';

export interface NameDialogProps {
  readonly saved: SavedSearches;
  /** Its own name is no other's. */
  readonly own: { readonly id: string; readonly name: string } | undefined;
  readonly onName: (name: string) => void;
  readonly onClose: () => void;
}

export function NameDialog({ saved, own, onName, onClose }: NameDialogProps) {
  const [name, setName] = useState(own?.name ?? '');
  const problem = nameProblem(saved, name, own?.id);
  return (
    <Dialog title={own === undefined ? searchText.saveAs : searchText.rename} closeLabel={searchText.close} onClose={onClose}>
      <form
        className={css['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (problem === undefined) onName(name.trim());
        }}
      >
        <TextField
          label={searchText.name}
          value={name}
          onType={setName}
          takesFocus
          problem={name !== '' && problem !== undefined ? nameProblemText(problem) : undefined}
        />
        <Button kind="primary" size="dialog" submits why={problem === undefined ? undefined : nameProblemText(problem)}>
          {own === undefined ? searchText.saveAs : searchText.rename}
        </Button>
      </form>
    </Dialog>
  );
}
