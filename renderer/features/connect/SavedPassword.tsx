import { type SubmitEvent, useState } from 'react';
import type { SavedServer } from '#shared/contract/calls/saved-calls.ts';
import { connectText, savedText } from '#shared/text/connect-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { inBackground } from '#renderer/state/in-background.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import type { Act } from './use-saved-servers.ts';
import css from './SavedServersDialog.module.css';

export interface SavedPasswordProps {
  readonly server: SavedServer;
  readonly title: string;
  readonly act: Act;
  readonly onClose: () => void;
}

/** Asked for where the password was not kept. */
export function SavedPassword({ server, title, act, onClose }: SavedPasswordProps) {
  const client = useClient();
  const [password, setPassword] = useState('');
  const [keepsPassword, setKeeps] = useState(false);

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    inBackground(
      act(client.call('saved.connect', { server: server.id, password, keepsPassword })).then((isTaken) => (isTaken ? onClose() : undefined)),
    );
  }

  return (
    <li>
      <form className={css['editor']} onSubmit={submit}>
        <TextField label={savedText.password(title)} value={password} isSecret takesFocus onType={setPassword} />
        <Checkbox label={connectText.keepPassword} isOn={keepsPassword} onChange={setKeeps} />
        <div className={css['answers']}>
          <Button submits>{savedText.connect}</Button>
          <Button onClick={onClose}>{savedText.cancel}</Button>
        </div>
      </form>
    </li>
  );
}
