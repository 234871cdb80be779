import type { ReactNode } from 'react';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { type Target, useCommands } from '#renderer/state/command.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';
import { Button } from '#renderer/ui/Button.tsx';

export interface RequestButtonProps {
  readonly target: Target;
  readonly requests: readonly OperationRequest[];
  readonly whyNothing?: string;
  readonly children: ReactNode;
}

/** Starts what is possible of these; disabled, with every reason, where none is. */
export function RequestButton({ target, requests, whyNothing, children }: RequestButtonProps) {
  const commands = useCommands();
  const judged = requests.map((request) => ({ request, problems: problemsNow(request, target) }));
  const possible = judged.filter(({ problems }) => problems.length === 0).map(({ request }) => request);
  const reasons = [...new Set(judged.flatMap(({ problems }) => problems.map(problemText)))];
  const why = possible.length > 0 ? undefined : requests.length === 0 ? whyNothing : reasons.join(' ');
  return (
    <Button why={why} onClick={() => commands.start(possible)}>
      {children}
    </Button>
  );
}
