import { type SubmitEvent, useState } from 'react';
import type { SavedServer } from '#shared/contract/calls/saved-calls.ts';
import { savedText } from '#shared/text/connect-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import type { Act } from './SavedServersDialog.tsx';
import css from './SavedServersDialog.module.css';

export interface SavedServerEditorProps {
  readonly server: SavedServer;
  readonly act: Act;
  readonly onClose: () => void;
}

export function SavedServerEditor({ server, act, onClose }: SavedServerEditorProps) {
  const client = useClient();
  const { id, name, address, user, connectsAtStart } = server;
  const [draft, setDraft] = useState({ name, address, user, connectsAtStart });

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    act(client.call('saved.update', { server: id, change: changesOf(server, draft) }));
    onClose();
  }

  return (
    <li>
      <form className={css['editor']} onSubmit={submit}>
        <TextField
          label={savedText.name}
          hint={savedText.nameHint}
          value={draft.name}
          takesFocus
          onType={(text) => setDraft({ ...draft, name: text })}
        />
        <TextField label={savedText.address} value={draft.address} onType={(text) => setDraft({ ...draft, address: text })} />
        <TextField label={savedText.user} value={draft.user} onType={(text) => setDraft({ ...draft, user: text })} />
        <Checkbox label={savedText.atStart} isOn={draft.connectsAtStart} onChange={(isOn) => setDraft({ ...draft, connectsAtStart: isOn })} />
        <div className={css['answers']}>
          <Button submits>{savedText.save}</Button>
          <Button onClick={onClose}>{savedText.cancel}</Button>
        </div>
      </form>
    </li>
  );
}

type Draft = Pick<SavedServer, 'name' | 'address' | 'user' | 'connectsAtStart'>;

/** Only what was changed: a name nobody gave is the pool's, and would stay for good if it were sent back. */
function changesOf(server: Draft, draft: Draft): Partial<Draft> {
  return {
    ...(draft.name !== server.name && { name: draft.name }),
    ...(draft.address !== server.address && { address: draft.address }),
    ...(draft.user !== server.user && { user: draft.user }),
    ...(draft.connectsAtStart !== server.connectsAtStart && { connectsAtStart: draft.connectsAtStart }),
  };
}
