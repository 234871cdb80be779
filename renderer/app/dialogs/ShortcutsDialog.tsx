import { commandGroups } from '#shared/text/command-group.ts';
import { commandText } from '#shared/text/commands-text.ts';
import { frameText } from '#shared/text/frame-text.ts';
import { useCommands } from '#renderer/state/command.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import css from './ShortcutsDialog.module.css';

/** Keys that are no commands. */
const others = [
  { keys: 'Ctrl+1 … Ctrl+9', label: commandText.tabs },
  { keys: 'Alt', label: commandText.releaseMenu },
  { keys: 'Shift+F10', label: commandText.contextKey },
] as const;

/** Read from the commands themselves, so it cannot be wrong. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  const { all } = useCommands();
  return (
    <Dialog title={frameText.shortcuts} closeLabel={frameText.close} onClose={onClose} size="wide">
      <div className={css['groups']}>
        {commandGroups.map((group) => {
          const members = all.filter((command) => command.group === group && command.shortcut !== undefined);
          if (members.length === 0) return null;
          return (
            <section key={group} aria-label={commandText.groups[group]}>
              <h3>{commandText.groups[group]}</h3>
              <dl>
                {members.map((command) => (
                  <Line key={command.id} label={command.label([])} keys={command.shortcut ?? ''} />
                ))}
                {group === 'view' && others.map(({ label, keys }) => <Line key={label} label={label} keys={keys} />)}
              </dl>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}

function Line({ label, keys }: { readonly label: string; readonly keys: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <kbd>{keys}</kbd>
      </dd>
    </div>
  );
}
