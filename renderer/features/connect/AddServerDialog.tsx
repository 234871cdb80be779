import { connectText } from '#shared/text/connect-text.ts';
import { windowText } from '#shared/text/window-text.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { ConnectForm, type ConnectFormProps } from './ConnectForm.tsx';
import { OtherWays } from './OtherWays.tsx';

export interface AddServerDialogProps extends ConnectFormProps {
  readonly onClose: () => void;
}

/** Closing it, with Escape or otherwise, keeps what was typed for the next time, but no password. */
export function AddServerDialog({ connecting, step, onClose }: AddServerDialogProps) {
  function close(): void {
    connecting.hide();
    onClose();
  }
  return (
    <Dialog title={windowText.connect.title} closeLabel={connectText.close} onClose={close}>
      <p>{windowText.connect.intro}</p>
      <ConnectForm connecting={connecting} step={step} />
      <OtherWays onOpened={connecting.show} />
    </Dialog>
  );
}
