import { disksText } from '#shared/text/disks-text.ts';
import { type Command, type Target, useCommands } from '#renderer/state/command.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';

/** A command of the registry as a button of a list: about what is selected there, or about the list's own object. */
export function CommandButton({ command, targets }: { readonly command: Command; readonly targets: readonly Target[] }) {
  const commands = useCommands();
  const reasons = targets.length === 0 ? [disksText.choose] : command.blockedBy(targets);
  return (
    <Button kind="quiet" why={reasons.length === 0 ? undefined : reasons.join(' ')} onClick={() => commands.run(command, targets)}>
      {command.icon !== undefined && <Icon name={command.icon} />}
      {command.label(targets)}
    </Button>
  );
}
