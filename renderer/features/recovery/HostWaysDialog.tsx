import { useId, useState } from 'react';
import type { Access } from '#shared/contract/calls/access-calls.ts';
import { hostWaysText as say } from '#shared/text/ssh-settings-text.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { useAnswer } from '#renderer/state/use-answer.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './HostWaysDialog.module.css';

export interface HostWaysDialogProps {
  readonly target: Target;
  readonly onClose: () => void;
}

/** What the user knows of a host beyond its pool's picture. */
export function HostWaysDialog({ target: { item, inventory }, onClose }: HostWaysDialogProps) {
  const host = item.is === 'host' ? inventory.host.get(item.ref) : undefined;
  const { value } = useAnswer('access.get', {});
  if (host === undefined) return null;
  return (
    <Dialog title={say.title(host.name)} closeLabel={say.cancel} onClose={onClose}>
      {value !== undefined && <WaysForm uuid={host.uuid} known={value.access.hosts[host.uuid]} onClose={onClose} />}
    </Dialog>
  );
}

interface WaysFormProps {
  readonly uuid: string;
  readonly known: Access['hosts'][string] | undefined;
  readonly onClose: () => void;
}

function WaysForm({ uuid, known, onClose }: WaysFormProps) {
  const client = useClient();
  const id = useId();
  const [addresses, setAddresses] = useState((known?.addresses ?? []).join('\n'));
  const [bmc, setBmc] = useState(known?.bmcAddress ?? '');
  const [user, setUser] = useState(known?.bmcUser ?? '');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState('');

  async function save(): Promise<void> {
    const lines = addresses.split(/[\s,]+/).filter(Boolean);
    const result = await client.call('access.set-host', {
      uuid,
      addresses: lines,
      ...(bmc.trim() !== '' && { bmcAddress: bmc.trim() }),
      ...(user.trim() !== '' && { bmcUser: user.trim() }),
      ...(password !== '' && { bmcPassword: password }),
    });
    if (result.ok) onClose();
    else setProblem(failureText(result.failure).what);
  }

  return (
    <form
      className={css['form']}
      onSubmit={(event) => {
        event.preventDefault();
        save().catch((error: unknown) => reportError(error));
      }}
    >
      <p>{say.intro}</p>
      <label htmlFor={id}>{say.addresses}</label>
      <textarea id={id} rows={3} value={addresses} spellCheck={false} onChange={(event) => setAddresses(event.currentTarget.value)} />
      <TextField label={say.bmc} hint={say.hint} value={bmc} onType={setBmc} />
      <TextField label={say.bmcUser} value={user} onType={setUser} />
      <TextField
        label={say.bmcPassword}
        hint={known?.hasBmcPassword === true ? say.bmcKept : undefined}
        value={password}
        isSecret
        onType={setPassword}
      />
      <p>{say.bmcNote}</p>
      {problem !== '' && <p role="alert">{problem}</p>}
      <p>{say.note}</p>
      <div className={css['answers']}>
        <Button size="dialog" onClick={onClose}>
          {say.cancel}
        </Button>
        <Button size="dialog" kind="primary" submits>
          {say.save}
        </Button>
      </div>
    </form>
  );
}
