import { useState } from 'react';
import { connectText } from '#shared/text/connect-text.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import { OpenFileDialog } from './OpenFileDialog.tsx';
import css from './OtherWays.module.css';
import { SavedServersDialog } from './SavedServersDialog.tsx';
import { useSavedServers } from './use-saved-servers.ts';

type Way = 'list' | 'file' | 'saved';

/** What else there is than typing an address. */
export function OtherWays({ onOpened }: { readonly onOpened: (server: string) => void }) {
  const [way, setWay] = useState<Way>();
  const saved = useSavedServers();
  const count = saved.servers?.length ?? 0;
  function close(): void {
    setWay(undefined);
    saved.ask();
  }
  return (
    <div className={css['ways']}>
      <span>{connectText.other}</span>
      <Icon name="tasks" tone="quiet" />
      <LinkButton onClick={() => setWay('list')}>{connectText.list}</LinkButton>
      <Icon name="disk" tone="quiet" />
      <LinkButton onClick={() => setWay('file')}>{connectText.file}</LinkButton>
      {count > 0 && <Icon name="clock" tone="quiet" />}
      {count > 0 && <LinkButton onClick={() => setWay('saved')}>{connectText.saved(count)}</LinkButton>}
      {way === 'list' && <ImportDialog known={saved.servers ?? []} onClose={close} />}
      {way === 'file' && <OpenFileDialog onOpened={onOpened} onClose={close} />}
      {way === 'saved' && <SavedServersDialog onClose={close} />}
    </div>
  );
}
