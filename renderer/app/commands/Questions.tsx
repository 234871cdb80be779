import { emptyInventory } from '#shared/domain/inventory/inventory.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { confirmText } from '#shared/text/commands-text.ts';
import { commandText } from '#shared/text/commands-text.ts';
import { requestText } from '#shared/text/operation-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { useInventory } from '#renderer/state/tree-state.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ConfirmDialog } from '#renderer/ui/ConfirmDialog.tsx';
import { poolNameOf } from '../object-facts.ts';
import { copyXe } from './clipboard.ts';
import { effectText } from './confirm-class.ts';

export type Question =
  | { readonly is: 'start'; readonly requests: readonly OperationRequest[] }
  | { readonly is: 'disconnect'; readonly target: Target };

export interface QuestionsProps {
  readonly question: Question;
  readonly onAnswer: () => void;
  readonly onClose: () => void;
}

/** As many names as can be read at a glance. */
const NAMES = 6;

export function Questions({ question, onAnswer, onClose }: QuestionsProps) {
  if (question.is === 'start') return <StartQuestion requests={question.requests} onAnswer={onAnswer} onClose={onClose} />;
  return (
    <ConfirmDialog
      class="C1"
      title={confirmText.disconnect(poolNameOf(question.target))}
      effect={confirmText.disconnectEffect}
      verb={commandText.disconnect}
      cancelLabel={confirmText.cancel}
      onConfirm={onAnswer}
      onClose={onClose}
    />
  );
}

interface StartQuestionProps extends Omit<QuestionsProps, 'question'> {
  readonly requests: readonly OperationRequest[];
}

function StartQuestion({ requests, onAnswer, onClose }: StartQuestionProps) {
  const client = useClient();
  const inventories = useInventory((state) => state.inventories);
  const [first] = requests;
  if (first === undefined) return null;
  const names = requests.flatMap((request) => {
    if (!('vm' in request)) return [];
    return [...inventories].find(([id]) => id === request.server)?.[1].vm.get(request.vm)?.name ?? [];
  });
  const inventory = [...inventories].find(([id]) => id === first.server)?.[1] ?? emptyInventory;
  const verb = requestText(first);
  const title = names.length === 0 ? confirmText.dismiss : confirmText.title(verb, names.length, names[0] ?? '');
  return (
    <ConfirmDialog
      class="C1"
      title={title}
      effect={effectText(first, { names: confirmText.names(names.slice(0, NAMES), names.length), inventory })}
      verb={verb}
      cancelLabel={confirmText.cancel}
      extra={
        <Button size="dialog" kind="quiet" onClick={() => copyXe(client, requests)}>
          {confirmText.copyXe}
        </Button>
      }
      onConfirm={onAnswer}
      onClose={onClose}
    />
  );
}
