import { useState } from 'react';
import type { SavedServer } from '#shared/contract/calls/saved-calls.ts';
import type { Failure } from '#shared/contract/failure.ts';
import { connectText, savedText } from '#shared/text/connect-text.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { inBackground } from '#renderer/state/in-background.ts';
import { useInventory } from '#renderer/state/tree-state.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import { SavedPassword } from './SavedPassword.tsx';
import { SavedServerEditor } from './SavedServerEditor.tsx';
import css from './SavedServersDialog.module.css';
import { type Act, useSavedServers } from './use-saved-servers.ts';

export function SavedServersDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title={savedText.title} closeLabel={connectText.close} onClose={onClose} size="wide">
      <SavedServers />
    </Dialog>
  );
}

/** The servers that are kept, each to be connected, changed or forgotten. */
export function SavedServers() {
  const { servers, ask } = useSavedServers();
  const [failure, setFailure] = useState<Failure>();
  const act: Act = async (call) => {
    const result = await call;
    setFailure(result.ok ? undefined : result.failure);
    ask();
    return result.ok;
  };
  return (
    <>
      {failure !== undefined && <Notice tone="danger" {...failureText(failure)} />}
      {servers?.length === 0 && <EmptyState>{savedText.empty}</EmptyState>}
      <ul className={css['list']}>
        {servers?.map((server) => (
          <SavedRow key={server.id} server={server} act={act} />
        ))}
      </ul>
    </>
  );
}

function SavedRow({ server, act }: { readonly server: SavedServer; readonly act: Act }) {
  const client = useClient();
  const [opened, setOpened] = useState<'editor' | 'password'>();
  const isConnected = useInventory(({ servers }) => servers.some(({ id, state }) => id === server.id && state.is === 'live'));
  const { id, name, address, user, keepsPassword } = server;
  const title = name === '' ? address : name;
  const close = (): void => setOpened(undefined);
  if (opened === 'editor') return <SavedServerEditor server={server} act={act} onClose={close} />;
  if (opened === 'password') return <SavedPassword server={server} title={title} act={act} onClose={close} />;
  function connect(): void {
    if (keepsPassword) inBackground(act(client.call('saved.connect', { server: id })));
    else setOpened('password');
  }
  return (
    <li className={css['row']}>
      <div>
        <b>{title}</b>
        <p>{[savedText.about(user, address), keepsPassword ? savedText.passwordKept : savedText.askedEachTime].join(' · ')}</p>
      </div>
      {isConnected ? (
        <StatusWord icon="ok" tone="ok" word={savedText.connected} />
      ) : (
        <Button label={savedText.act(savedText.connect, title)} onClick={connect}>
          {savedText.connect}
        </Button>
      )}
      <Button label={savedText.act(savedText.edit, title)} onClick={() => setOpened('editor')}>
        {savedText.edit}
      </Button>
      {keepsPassword && (
        <Button
          label={savedText.act(savedText.forgetPassword, title)}
          onClick={() => inBackground(act(client.call('saved.forget-password', { server: id })))}
        >
          {savedText.forgetPassword}
        </Button>
      )}
      <Button label={savedText.act(savedText.remove, title)} onClick={() => inBackground(act(client.call('saved.remove', { server: id })))}>
        {savedText.remove}
      </Button>
    </li>
  );
}
