import { useState } from 'react';
import type { Access } from '#shared/contract/calls/access-calls.ts';
import { sshSettingsText as say } from '#shared/text/ssh-settings-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './SettingsDialog.module.css';
import type { Took } from './SshSettings.tsx';

/** Machines of one's own that hosts can be reached over. */
export function Bastions({ bastions, took }: { readonly bastions: Access['bastions']; readonly took: Took }) {
  const client = useClient();
  return (
    <section aria-label={say.bastions}>
      <h3>{say.bastions}</h3>
      {bastions.length === 0 ? (
        <p>{say.noBastions}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{say.name}</th>
              <th scope="col">{say.address}</th>
              <th scope="col">{say.bastionUser}</th>
              <th scope="col">{say.remove}</th>
            </tr>
          </thead>
          <tbody>
            {bastions.map(({ id, name, address, user }) => (
              <tr key={id}>
                <td>{name}</td>
                <td>{address}</td>
                <td>{user}</td>
                <td>
                  <Button label={say.removeBastion(name)} onClick={() => took(client.call('access.remove-bastion', { bastion: id }))}>
                    {say.remove}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <BastionForm key={bastions.length} took={took} />
    </section>
  );
}

function BastionForm({ took }: { readonly took: Took }) {
  const client = useClient();
  const [draft, setDraft] = useState({ name: '', address: '', user: 'root' });
  const address = draft.address.trim();
  const name = draft.name.trim() === '' ? address : draft.name.trim();
  return (
    <form
      className={css['fields']}
      onSubmit={(event) => {
        event.preventDefault();
        if (address !== '') took(client.call('access.put-bastion', { name, address, user: draft.user.trim() === '' ? 'root' : draft.user.trim() }));
      }}
    >
      <TextField label={say.address} value={draft.address} onType={(text) => setDraft({ ...draft, address: text })} />
      <TextField label={say.name} value={draft.name} hint={address} onType={(text) => setDraft({ ...draft, name: text })} />
      <TextField label={say.bastionUser} value={draft.user} onType={(text) => setDraft({ ...draft, user: text })} />
      <div>
        <Button submits why={address === '' ? say.bastionFirst : undefined}>
          {say.addBastion}
        </Button>
      </div>
    </form>
  );
}
