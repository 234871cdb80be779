import { useId, useState } from 'react';
import { failureText } from '#shared/text/failure-text.ts';
import { dateText } from '#shared/text/format.ts';
import { sshSettingsText as say } from '#shared/text/ssh-settings-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { useAnswer } from '#renderer/state/use-answer.ts';
import { Button } from '#renderer/ui/Button.tsx';
import css from './SettingsDialog.module.css';

/** The keys hosts are known by; a forgotten one is asked about again. */
export function HostKeys() {
  const client = useClient();
  const { value, askAgain } = useAnswer('access.host-keys', {});
  if (value === undefined) return null;
  const { machines, imported } = value;
  return (
    <section aria-label={say.hostKeys}>
      <h3>{say.hostKeys}</h3>
      {machines.length === 0 ? (
        <p>{say.noHostKeys}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{say.host}</th>
              <th scope="col">{say.fingerprint}</th>
              <th scope="col">{say.confirmed}</th>
              <th scope="col">{say.forget}</th>
            </tr>
          </thead>
          <tbody>
            {machines.map(({ machine, name, keys, confirmedAtMs }) => (
              <tr key={machine}>
                <td>{name}</td>
                <td>
                  <ul>
                    {keys.map(({ type, fingerprint }) => (
                      <li key={fingerprint}>
                        <code>{`${type} ${fingerprint}`}</code>
                      </li>
                    ))}
                  </ul>
                </td>
                <td>{dateText(confirmedAtMs)}</td>
                <td>
                  <Button
                    label={say.forgetHostKey(name)}
                    onClick={() => {
                      client.call('access.forget-host-key', { machine }).then(askAgain, (error: unknown) => reportError(error));
                    }}
                  >
                    {say.forget}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {imported > 0 && <p>{say.imported(imported)}</p>}
      <ImportFile onDone={askAgain} />
    </section>
  );
}

function ImportFile({ onDone }: { readonly onDone: () => void }) {
  const client = useClient();
  const id = useId();
  const [word, setWord] = useState('');

  async function take(file: File): Promise<void> {
    const result = await client.call('access.import-known-hosts', { text: await file.text() });
    setWord(result.ok ? say.importDone(result.value.added, result.value.skipped) : failureText(result.failure).what);
    onDone();
  }

  return (
    <div className={css['file']}>
      <label htmlFor={id}>{say.importFile}</label>
      <input
        id={id}
        type="file"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file !== undefined) take(file).catch((error: unknown) => reportError(error));
        }}
      />
      <output>{word}</output>
    </div>
  );
}
