import { type Command, type Target, useCommands } from '#renderer/state/command.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';

export interface CommandButtonProps {
  readonly id: string;
  readonly targets: readonly Target[];
  /** What to say while nothing is chosen that it could be done with; without it the button is absent then. */
  readonly whyNothing?: string;
  readonly kind?: 'primary' | 'quiet';
}

/** One of the window's commands as a button; it says itself why it cannot be run. */
export function CommandButton({ id, targets, whyNothing, kind }: CommandButtonProps) {
  const commands = useCommands();
  const command = commands.all.find((candidate) => candidate.id === id);
  if (command === undefined) return null;
  const reasons = whyNot(command, targets, whyNothing);
  if (reasons === undefined) return null;
  return (
    <Button
      {...(kind !== undefined && { kind })}
      why={reasons.length === 0 ? undefined : reasons.join(' ')}
      onClick={() => commands.run(command, targets)}
    >
      {kind === 'quiet' && command.icon !== undefined && <Icon name={command.icon} />}
      {command.label(targets)}
    </Button>
  );
}

function whyNot(command: Command, targets: readonly Target[], whyNothing: string | undefined): readonly string[] | undefined {
  if (targets.length > 0 && command.appliesTo(targets)) return command.blockedBy(targets);
  return whyNothing === undefined ? undefined : [whyNothing];
}
