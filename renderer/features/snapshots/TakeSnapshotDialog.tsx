import { type FormEvent, useId, useState } from 'react';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import { snapshotKeeps, type SnapshotKeeps } from '#shared/domain/operations/vm-request.ts';
import { timeText } from '#shared/text/format.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { snapshotsText as say } from '#shared/text/snapshots-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';
import { startNow } from '#renderer/state/start-now.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { type Choice, ChoiceList } from '#renderer/ui/ChoiceList.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './SnapshotsTab.module.css';

/** Keeps what a VM is now, under a name. */
export function TakeSnapshotDialog({ target, onClose }: { readonly target: Target; readonly onClose: () => void }) {
  const client = useClient();
  const form = useId();
  const [name, setName] = useState(() => say.suggested(timeText(Date.now(), 0)));
  const [description, setDescription] = useState('');
  const [keeps, setKeeps] = useState<SnapshotKeeps>('disks');
  const request = requestOf(target, { name, description, keeps });
  const problems = request === undefined ? [] : problemsNow(request, target);
  const why = problems.length === 0 ? undefined : problems.map(problemText).join(' ');
  const vm = target.item.is === 'vm' ? (target.inventory.vm.get(target.item.ref)?.name ?? '') : '';

  function take(event: FormEvent): void {
    event.preventDefault();
    if (why !== undefined || request === undefined) return;
    startNow(client, [request]);
    onClose();
  }

  return (
    <Dialog
      title={say.takeTitle(vm)}
      closeLabel={say.close}
      onClose={onClose}
      footer={
        <>
          <Button size="dialog" onClick={onClose}>
            {say.cancel}
          </Button>
          <Button size="dialog" kind="primary" why={why} onClick={() => (document.getElementById(form) as HTMLFormElement | null)?.requestSubmit()}>
            {say.takeVerb}
          </Button>
        </>
      }
    >
      <form id={form} className={css['form']} onSubmit={take}>
        <TextField label={say.name} value={name} onType={setName} takesFocus />
        <TextField label={say.description} value={description} onType={setDescription} />
        <ChoiceList
          label={say.keeps}
          choices={snapshotKeeps.map((kind) => choiceOf(target, { name, description, keeps: kind }))}
          chosen={keeps}
          onChoose={(key) => setKeeps(snapshotKeeps.find((kind) => kind === key) ?? 'disks')}
        />
        {why !== undefined && <output>{why}</output>}
      </form>
    </Dialog>
  );
}

type Wish = Pick<RequestOf<'vm.snapshot'>, 'name' | 'description' | 'keeps'>;

/** With what speaks against this way of all. */
function choiceOf(target: Target, wish: Wish): Choice {
  const request = requestOf(target, { ...wish, name: say.tab });
  const problems = request === undefined ? [] : problemsNow(request, target);
  const remark = problems.length === 0 ? undefined : problems.map(problemText).join(' ');
  return { key: wish.keeps, name: say.keepsWhat[wish.keeps], remark, isFit: remark === undefined };
}

function requestOf({ item, server }: Target, how: Wish): RequestOf<'vm.snapshot'> | undefined {
  return item.is === 'vm' ? { kind: 'vm.snapshot', server: server.id, vm: item.ref, ...how } : undefined;
}
