import type { Target } from '#renderer/state/command.ts';
import { ConsoleStage } from './ConsoleStage.tsx';

/** The screen of a VM, wherever it runs. */
export function ConsoleTab({ target }: { readonly target: Target }) {
  const { item, server } = target;
  return item.is === 'vm' ? <ConsoleStage key={`${server.id} ${item.ref}`} target={target} vm={item.ref} place="tab" /> : null;
}
