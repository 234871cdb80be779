import { useState } from 'react';
import { connectText, vaultText } from '#shared/text/connect-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { useSavedServers } from './use-saved-servers.ts';
import { useVault } from './use-vault.ts';
import { VaultPrompt } from './VaultPrompt.tsx';

/** Asks once for the passphrase when servers wait for passwords that are sealed with it. */
export function VaultAtStart() {
  const vault = useVault();
  const { servers } = useSavedServers();
  const [isAsked, setAsked] = useState(false);
  const isNeeded = vault?.is === 'locked' && servers?.some(({ keepsPassword }) => keepsPassword) === true;
  if (!isNeeded || isAsked) return null;
  const close = (): void => setAsked(true);
  return (
    <Dialog title={vaultText.atStart} closeLabel={connectText.close} onClose={close}>
      <VaultPrompt why="locked" onOpen={close}>
        <Button size="dialog" onClick={close}>
          {vaultText.later}
        </Button>
      </VaultPrompt>
    </Dialog>
  );
}
