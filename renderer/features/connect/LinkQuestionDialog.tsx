import { type SubmitEvent, useEffect, useState } from 'react';
import type { SavedServer } from '#shared/contract/calls/saved-calls.ts';
import type { Server } from '#shared/contract/calls/server-calls.ts';
import type { Failure } from '#shared/contract/failure.ts';
import { connectProblem, type ProxyDraft } from '#shared/domain/wizards/connect-form.ts';
import type { Result } from '#shared/kernel/result.ts';
import { connectText, linkQuestionText as say, vaultText } from '#shared/text/connect-text.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { inBackground } from '#renderer/state/in-background.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './ConnectForm.module.css';
import { JumpQuestion, jumpQuestion } from './JumpQuestion.tsx';
import { ProxyFields } from './ProxyFields.tsx';
import { TrustQuestion } from './TrustQuestion.tsx';
import { useSavedServers } from './use-saved-servers.ts';
import { VaultPrompt } from './VaultPrompt.tsx';
import { draftOf, wayOf } from './way-of.ts';

/** What has to be answered before a connection can come back by itself; undefined where nothing here would help. */
export function linkQuestion(failure: Failure): keyof typeof say.open | undefined {
  switch (failure.kind) {
    case 'auth':
    case 'no-password':
      return 'password';
    case 'vault':
      return failure.why === 'locked' || failure.why === 'no-passphrase' ? 'vault' : 'password';
    case 'untrusted-certificate':
      return 'certificate';
    case 'ssh-jump':
      return jumpQuestion(failure) === undefined ? 'way' : 'jump';
    case 'proxy':
      return 'way';
    default:
      return undefined;
  }
}

export interface LinkQuestionDialogProps {
  readonly server: Server;
  readonly name: string;
  readonly onClose: () => void;
}

type Run = (call: Promise<Result<unknown, Failure>>) => void;

/** Stays open until the connection is back: what is wrong next is asked for in the same place. */
export function LinkQuestionDialog({ server, name, onClose }: LinkQuestionDialogProps) {
  const { state } = server;
  const [refusal, setRefusal] = useState<Failure>();
  useEffect(() => {
    if (state.is === 'live') onClose();
  }, [state.is, onClose]);
  const run: Run = (call) => {
    setRefusal(undefined);
    inBackground(call.then((result) => setRefusal(result.ok ? undefined : result.failure)));
  };
  return (
    <Dialog title={say.title(name)} closeLabel={connectText.close} onClose={onClose}>
      {refusal !== undefined && <Notice tone="danger" {...failureText(refusal)} />}
      {state.is === 'closed' ? (
        // Another failure is another question.
        <Question key={`${state.why.kind} ${state.sinceMs}`} server={server} failure={state.why} run={run} onClose={onClose} />
      ) : (
        <output>{state.is === 'stale' && state.nextTryAtMs !== undefined ? failureText(state.why).what : say.trying}</output>
      )}
    </Dialog>
  );
}

interface QuestionProps {
  readonly server: Server;
  readonly failure: Failure;
  readonly run: Run;
  readonly onClose: () => void;
}

function Question({ server, failure, run, onClose }: QuestionProps) {
  const client = useClient();
  const { servers } = useSavedServers();
  const [typesPassword, setTypesPassword] = useState(false);
  const saved = servers?.find(({ id }) => id === server.id);
  const again = (): void => run(client.call('server.retry', { server: server.id }));
  const jump = jumpQuestion(failure);
  if (jump !== undefined) return <JumpQuestion failure={jump} onDone={again} onRefuse={onClose} />;
  if (failure.kind === 'untrusted-certificate') {
    const { address, certificate } = failure;
    const { fingerprint, validFromMs, validToMs } = certificate;
    const pins = [{ address, fingerprint, validFromMs, validToMs }];
    return (
      <TrustQuestion
        question={{ ...failure, pinned: failure.pinned }}
        onTrust={() => run(client.call('server.retry', { server: server.id, pins }))}
        onRefuse={onClose}
      />
    );
  }
  if (failure.kind === 'vault' && !typesPassword && (failure.why === 'locked' || failure.why === 'no-passphrase')) {
    return (
      <VaultPrompt why={failure.why} onOpen={again}>
        <Button size="dialog" onClick={() => setTypesPassword(true)}>
          {say.typeInstead}
        </Button>
        <Button size="dialog" kind="quiet" onClick={onClose}>
          {vaultText.later}
        </Button>
      </VaultPrompt>
    );
  }
  if (linkQuestion(failure) === 'way') return <WayForm server={server} saved={saved} failure={failure} run={run} />;
  return <PasswordForm server={server} saved={saved} failure={failure} run={run} />;
}

interface FormProps extends Omit<QuestionProps, 'onClose'> {
  readonly saved: SavedServer | undefined;
}

function PasswordForm({ server, saved, failure, run }: FormProps) {
  const client = useClient();
  const [password, setPassword] = useState('');
  const [keepsPassword, setKeeps] = useState(saved?.keepsPassword ?? false);
  function submit(event: SubmitEvent): void {
    event.preventDefault();
    const { id } = server;
    run(
      saved === undefined
        ? client.call('server.retry', { server: id, password })
        : client.call('saved.connect', { server: id, password, keepsPassword }),
    );
  }
  return (
    <form className={css['form']} onSubmit={submit}>
      <Notice tone="danger" {...failureText(failure)} />
      <TextField label={say.password(server.user)} value={password} isSecret takesFocus onType={setPassword} />
      {saved !== undefined && <Checkbox label={connectText.keepPassword} isOn={keepsPassword} onChange={setKeeps} />}
      <div className={css['actions']}>
        <Button kind="primary" size="dialog" submits>
          {say.connect}
        </Button>
      </div>
    </form>
  );
}

function WayForm({ server, saved, failure, run }: FormProps) {
  const client = useClient();
  const [typed, setTyped] = useState<ProxyDraft>();
  const draft = typed ?? draftOf(saved?.proxy);
  const problem = connectProblem({ address: server.address, user: server.user, proxy: draft });
  async function goOn(): Promise<Result<unknown, Failure>> {
    const way = await wayOf(client, draft);
    if (!way.ok) return way;
    if (saved !== undefined) {
      const kept = await client.call('saved.update', { server: server.id, change: { proxy: way.value ?? null } });
      if (!kept.ok) return kept;
    }
    return await client.call('server.retry', { server: server.id, ...(way.value !== undefined && { proxy: way.value }) });
  }
  function submit(event: SubmitEvent): void {
    event.preventDefault();
    if (problem === undefined) run(goOn());
  }
  return (
    <form className={css['form']} onSubmit={submit}>
      <Notice tone="danger" {...failureText(failure)} />
      <ProxyFields proxy={draft} problem={problem} isOpen onChange={(change) => setTyped({ ...draft, ...change })} />
      <div className={css['actions']}>
        <Button kind="primary" size="dialog" submits>
          {say.connect}
        </Button>
      </div>
    </form>
  );
}
