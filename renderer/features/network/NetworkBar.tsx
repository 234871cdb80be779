import { networkText } from '#shared/text/network-text.ts';
import { CommandButton } from '#renderer/parts/CommandButton.tsx';
import type { Target } from '#renderer/state/command.ts';
import css from './Networks.module.css';

/** What is done to networks as a whole; what is done to one stands on its own page. */
const MORE = ['network.storage', 'network.move-management', 'network.rescan'];

export function NetworkBar({ target }: { readonly target: Target }) {
  return (
    <div className={css['actions']} role="toolbar" aria-label={networkText.tab}>
      <CommandButton id="network.new" targets={[target]} kind="primary" />
      {MORE.map((id) => (
        <CommandButton key={id} id={id} targets={[target]} />
      ))}
    </div>
  );
}
