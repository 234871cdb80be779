import { type Target, useCommands } from '#renderer/state/command.ts';
import { Button } from '#renderer/ui/Button.tsx';

export interface CommandButtonProps {
  readonly id: string;
  readonly targets: readonly Target[];
  /** What to say while nothing is chosen. */
  readonly whyNothing?: string;
  readonly kind?: 'primary';
}

/** One of the window's commands as a button; it says itself why it cannot be run. */
export function CommandButton({ id, targets, whyNothing, kind }: CommandButtonProps) {
  const commands = useCommands();
  const command = commands.all.find((candidate) => candidate.id === id);
  if (command === undefined) return null;
  const reasons = targets.length === 0 ? [whyNothing ?? ''] : command.appliesTo(targets) ? command.blockedBy(targets) : [whyNothing ?? ''];
  return (
    <Button
      {...(kind !== undefined && { kind })}
      why={reasons.length === 0 ? undefined : reasons.join(' ')}
      onClick={() => commands.run(command, targets)}
    >
      {command.label(targets)}
    </Button>
  );
}
