import { type SubmitEvent, useState } from 'react';
import type { SavedServer } from '#shared/contract/calls/saved-calls.ts';
import type { Failure } from '#shared/contract/failure.ts';
import { connectProblem, type ProxyDraft } from '#shared/domain/wizards/connect-form.ts';
import type { Result } from '#shared/kernel/result.ts';
import { savedText } from '#shared/text/connect-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { inBackground } from '#renderer/state/in-background.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { ProxyFields } from './ProxyFields.tsx';
import type { Act } from './use-saved-servers.ts';
import css from './SavedServersDialog.module.css';
import { draftOf, wayOf } from './way-of.ts';

export interface SavedServerEditorProps {
  readonly server: SavedServer;
  readonly act: Act;
  readonly onClose: () => void;
}

export function SavedServerEditor({ server, act, onClose }: SavedServerEditorProps) {
  const client = useClient();
  const { id, name, address, user, connectsAtStart } = server;
  const [draft, setDraft] = useState({ name, address, user, connectsAtStart });
  const [way, setWay] = useState<ProxyDraft>();
  const problem = way === undefined ? undefined : connectProblem({ address: draft.address, user: draft.user, proxy: way });

  async function save(): Promise<Result<unknown, Failure>> {
    const change = changesOf(server, draft);
    if (way === undefined) return await client.call('saved.update', { server: id, change });
    const found = await wayOf(client, way);
    return found.ok ? await client.call('saved.update', { server: id, change: { ...change, proxy: found.value ?? null } }) : found;
  }

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    if (problem !== undefined) return;
    // What was typed stays where it could not be kept.
    inBackground(act(save()).then((isKept) => (isKept ? onClose() : undefined)));
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
        <ProxyFields
          proxy={way ?? draftOf(server.proxy)}
          problem={problem}
          onChange={(change) => setWay({ ...(way ?? draftOf(server.proxy)), ...change })}
        />
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
