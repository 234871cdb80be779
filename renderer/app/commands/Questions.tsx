import { recordAt } from '#shared/domain/inventory/facts.ts';
import { emptyInventory, type Inventory } from '#shared/domain/inventory/inventory.ts';
import { type DiskRequest, isDiskRequest } from '#shared/domain/operations/disk-request.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { confirmText } from '#shared/text/commands-text.ts';
import { commandText } from '#shared/text/commands-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { useSettings } from '#renderer/state/settings-store.ts';
import { useInventory } from '#renderer/state/tree-state.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ConfirmDialog } from '#renderer/ui/ConfirmDialog.tsx';
import { poolNameOf } from '#renderer/state/pool-name.ts';
import { copyXe } from '#renderer/state/copy-xe.ts';
import { questionFor, questionText } from './confirm-class.ts';

export type Question =
  | { readonly is: 'start'; readonly requests: readonly OperationRequest[] }
  | { readonly is: 'disconnect'; readonly target: Target };

export interface QuestionsProps {
  readonly question: Question;
  readonly onAnswer: () => void;
  readonly onClose: () => void;
}

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
  const confirmations = useSettings((settings) => settings.confirmations);
  const [first, ...rest] = requests;
  if (first === undefined) return null;
  const inventoryOf = (server: string): Inventory => [...inventories].find(([id]) => id === server)?.[1] ?? emptyInventory;
  const names = requests.flatMap((request) => subjectName(request, inventoryOf(request.server)) ?? []);
  const { title, effect, verb } = questionText([first, ...rest], { names, inventory: inventoryOf(first.server) });
  const asked = questionFor(requests, confirmations) ?? 'C1';
  const [name = ''] = names;
  return (
    <ConfirmDialog
      class={asked}
      typed={asked === 'C1' ? undefined : { name, label: confirmText.typeName(name), why: confirmText.notTyped }}
      title={title}
      effect={effect}
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

function subjectName(request: OperationRequest, inventory: Inventory): string | undefined {
  if (isDiskRequest(request)) return diskName(request, inventory);
  const named = directName(request, inventory);
  if (named !== undefined) return named;
  if (!('class' in request)) return undefined;
  const records: ReadonlyMap<string, { readonly name: string }> = inventory[request.class];
  return records.get(request.ref)?.name;
}

function diskName(request: DiskRequest, inventory: Inventory): string | undefined {
  if (request.kind === 'disk.create') return request.name;
  const disk = request.kind === 'disk.detach' ? inventory.vbd.get(request.drive)?.vdi : request.disk;
  return recordAt(inventory.vdi, disk)?.name;
}

/** Of what is named by its kind; a VM that goes to a host is asked about by its own name. */
function directName(request: OperationRequest, inventory: Inventory): string | undefined {
  if ('vm' in request) return inventory.vm.get(request.vm)?.name;
  if ('sr' in request) return inventory.sr.get(request.sr)?.name;
  if ('network' in request) return inventory.network.get(request.network)?.name;
  return 'host' in request ? inventory.host.get(request.host)?.name : undefined;
}
