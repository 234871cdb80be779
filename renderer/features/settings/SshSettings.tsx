import { useState } from 'react';
import type { Access } from '#shared/contract/calls/access-calls.ts';
import type { Failure } from '#shared/contract/failure.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { rehearsalPaces } from '#shared/domain/settings/settings.ts';
import { sshSettingsText as say } from '#shared/text/ssh-settings-text.ts';
import type { Result } from '#shared/kernel/result.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { changeSettings, useSettings } from '#renderer/state/settings-store.ts';
import { useAnswer } from '#renderer/state/use-answer.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { SelectField, Toggle } from '#renderer/ui/Choice.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { Bastions } from './Bastions.tsx';
import { HostKeys } from './HostKeys.tsx';
import { OwnKeys } from './OwnKeys.tsx';
import css from './SettingsDialog.module.css';

/** Shows the refusal of a change, or takes over what came of it. */
export type Took = (asked: Promise<Result<unknown, Failure>>) => void;

/** Who we are to hosts, whom we may go over, and which hosts we know. */
export function SshSettings() {
  const { value, askAgain } = useAnswer('access.get', {});
  const [failure, setFailure] = useState<Failure>();
  if (value === undefined) return null;
  const took: Took = (asked) => {
    asked.then(
      (result) => {
        setFailure(result.ok ? undefined : result.failure);
        askAgain();
      },
      (error: unknown) => reportError(error),
    );
  };
  const { access } = value;
  return (
    <>
      {failure !== undefined && <Refused failure={failure} />}
      <Login key={access.user} access={access} took={took} />
      <Rehearsals />
      <OwnKeys keys={access.keys} took={took} />
      <Bastions bastions={access.bastions} took={took} />
      <HostKeys />
    </>
  );
}

function Refused({ failure }: { readonly failure: Failure }) {
  const { what, next, code } = failureText(failure);
  return <Notice tone="danger" what={what} next={next} code={code} />;
}

const paces = rehearsalPaces.map((value) => ({ value, label: say.rehearsalPaces[value] }));

function Rehearsals() {
  const client = useClient();
  const pace = useSettings((settings) => settings.rehearsals);
  return (
    <div className={css['fields']}>
      <SelectField label={say.rehearsals} value={pace} options={paces} onChoose={(chosen) => changeSettings(client, { rehearsals: chosen })} />
      <p>{say.rehearsalsNote}</p>
    </div>
  );
}

function Login({ access, took }: { readonly access: Access; readonly took: Took }) {
  const client = useClient();
  const [user, setUser] = useState(access.user);
  const isSame = user.trim() === access.user || user.trim() === '';
  return (
    <form
      className={css['fields']}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSame) took(client.call('access.set', { user: user.trim() }));
      }}
    >
      <TextField label={say.user} value={user} onType={setUser} />
      {!isSame && (
        <div>
          <Button submits>{say.save}</Button>
        </div>
      )}
      <Toggle
        label={say.agent}
        hint={say.agentHint}
        isOn={access.usesAgent}
        onChange={(usesAgent) => took(client.call('access.set', { usesAgent }))}
      />
    </form>
  );
}
