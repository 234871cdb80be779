import { useState } from 'react';
import type { Failure } from '#shared/contract/failure.ts';
import type { HostFix } from '#shared/domain/joining/fix.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { joinText } from '#shared/text/join-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { hostNameOf, type Known } from './columns.ts';

export type DirectoryFix = Extract<HostFix, { is: 'join-directory' }>;

export interface DirectorySignInProps {
  readonly known: Known;
  readonly fix: DirectoryFix;
  readonly onReady: (request: OperationRequest) => void;
  readonly onClose: () => void;
}

/** Whoever may add machines to the directory signs in, once, for this host. */
export function DirectorySignIn({ known, fix, onReady, onClose }: DirectorySignInProps) {
  const client = useClient();
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [failure, setFailure] = useState<Failure>();
  const say = joinText.directory;
  const why = user.trim() === '' || password === '' ? say.lacking : undefined;

  async function join(): Promise<void> {
    const { id: server } = known.server;
    const kept = await client.call('storage.keep-password', { server, password });
    if (!kept.ok) return setFailure(kept.failure);
    onReady({ kind: 'host.join-directory', server, host: fix.host, directory: fix.directory, user: user.trim(), secret: kept.value.secret });
  }

  return (
    <Dialog
      title={say.title(hostNameOf(known), fix.directory)}
      closeLabel={joinText.close}
      onClose={onClose}
      footer={
        <>
          <Button size="dialog" onClick={onClose}>
            {joinText.cancel}
          </Button>
          <Button size="dialog" kind="primary" why={why} onClick={() => void join().catch((error: unknown) => reportError(error))}>
            {say.join}
          </Button>
        </>
      }
    >
      <p>{say.effect}</p>
      {failure !== undefined && <Notice tone="danger" {...failureText(failure)} />}
      <TextField label={say.user} value={user} onType={setUser} takesFocus />
      <TextField label={say.password} value={password} onType={setPassword} isSecret />
    </Dialog>
  );
}
