import { useId, useState } from 'react';
import type { Access } from '#shared/contract/calls/access-calls.ts';
import { sshSettingsText as say } from '#shared/text/ssh-settings-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './SettingsDialog.module.css';
import type { Took } from './SshSettings.tsx';

type OwnKey = Access['keys'][number];

/** Keys that are offered to every host; their files are read once and never looked for again. */
export function OwnKeys({ keys, took }: { readonly keys: readonly OwnKey[]; readonly took: Took }) {
  const client = useClient();
  return (
    <section aria-label={say.keys}>
      <h3>{say.keys}</h3>
      {keys.length === 0 ? (
        <p>{say.noKeys}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{say.key}</th>
              <th scope="col">{say.fingerprint}</th>
              <th scope="col">{say.kept}</th>
              <th scope="col">{say.remove}</th>
            </tr>
          </thead>
          <tbody>
            {keys.map((key) => (
              <tr key={key.id}>
                <td>{key.name}</td>
                <td>
                  <code>{`${key.type} ${key.fingerprint}`}</code>
                </td>
                <td>{keptWord(key)}</td>
                <td>
                  <Button label={say.removeKey(key.name)} onClick={() => took(client.call('access.remove-key', { key: key.id }))}>
                    {say.remove}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <KeyForm took={took} />
    </section>
  );
}

function keptWord({ isKept, isHere }: OwnKey): string {
  if (!isHere) return say.keptMissing;
  return isKept ? say.keptYes : say.keptNo;
}

function KeyForm({ took }: { readonly took: Took }) {
  const client = useClient();
  const id = useId();
  const [file, setFile] = useState<File>();
  const [passphrase, setPassphrase] = useState('');
  const [isKept, setKept] = useState(false);

  async function add(chosen: File) {
    const text = await chosen.text();
    return await client.call('access.add-key', { name: chosen.name, text, isKept, ...(passphrase !== '' && { passphrase }) });
  }

  return (
    <form
      className={css['fields']}
      onSubmit={(event) => {
        event.preventDefault();
        if (file === undefined) return;
        took(add(file));
        setPassphrase('');
      }}
    >
      <div className={css['file']}>
        <label htmlFor={id}>{say.keyFile}</label>
        <input id={id} type="file" onChange={(event) => setFile(event.currentTarget.files?.[0])} />
      </div>
      <TextField label={say.passphrase} value={passphrase} onType={setPassphrase} isSecret />
      <Checkbox label={say.keep} isOn={isKept} onChange={setKept} />
      <div>
        <Button submits why={file === undefined ? say.keyFirst : undefined}>
          {say.addKey}
        </Button>
      </div>
    </form>
  );
}
