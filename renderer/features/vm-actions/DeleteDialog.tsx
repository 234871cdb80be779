import { useState } from 'react';
import { type Belongings, belongingsOf } from '#shared/domain/inventory/deletion.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import { confirmText } from '#shared/text/commands-text.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { deleteText } from '#shared/text/vm-actions-text.ts';
import { useAccess } from '#renderer/state/access-store.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { copyXe } from '#renderer/state/copy-xe.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';
import { startNow } from '#renderer/state/start-now.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogButtons } from '#renderer/ui/DialogButtons.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './DeleteDialog.module.css';
import { nameOfVm } from './vm-names.ts';

export interface DeleteDialogProps {
  readonly targets: readonly Target[];
  readonly onClose: () => void;
}

type DeleteRequest = RequestOf<'vm.delete'>;

/** What goes with each machine is listed, and its end is typed. */
export function DeleteDialog({ targets, onClose }: DeleteDialogProps) {
  const client = useClient();
  useAccess();
  const [kept, keep] = useState<ReadonlySet<string>>(() => new Set(targets.flatMap((target) => preciousOf(belongings(target)))));
  const [typed, type] = useState('');
  const requests = targets.flatMap((target) => requestFor(target, kept));
  const [first] = targets;
  const name = first === undefined ? '' : nameOfVm(first);
  const wanted = targets.length === 1 ? name : String(requests.length);
  const why = requests.length === 0 ? deleteText.none : typed.trim() === wanted ? undefined : deleteText.notTyped;

  function toggle(ref: string, isOn: boolean): void {
    keep((before) => new Set(isOn ? [...before].filter((each) => each !== ref) : [...before, ref]));
  }

  return (
    <Dialog
      title={deleteText.title(targets.length, name)}
      closeLabel={deleteText.close}
      onClose={onClose}
      footer={
        <DialogButtons
          copy={{ label: confirmText.copyXe, why: requests.length === 0 ? deleteText.none : undefined, onCopy: () => copyXe(client, requests) }}
          cancelLabel={deleteText.cancel}
          onClose={onClose}
          verb={deleteText.verb}
          kind="danger"
          why={why}
          onDo={() => startNow(client, requests)}
        />
      }
    >
      <p>{deleteText.effect}</p>
      {requests.length < targets.length && requests.length > 0 && <p>{deleteText.notAll(requests.length, targets.length)}</p>}
      <div className={css['machines']}>
        {targets.map((target) => (
          <Machine key={`${target.server.id} ${refOf(target)}`} target={target} isOnly={targets.length === 1} kept={kept} onToggle={toggle} />
        ))}
      </div>
      <TextField
        label={targets.length === 1 ? confirmText.typeName(name) : deleteText.typeCount(requests.length)}
        value={typed}
        onType={type}
        takesFocus
      />
    </Dialog>
  );
}

interface MachineProps {
  readonly target: Target;
  readonly isOnly: boolean;
  readonly kept: ReadonlySet<string>;
  readonly onToggle: (ref: string, isOn: boolean) => void;
}

function Machine({ target, isOnly, kept, onToggle }: MachineProps) {
  const { disks, snapshots } = belongings(target);
  return (
    <section aria-label={nameOfVm(target)}>
      {!isOnly && <h3>{nameOfVm(target)}</h3>}
      {disks.length === 0 && snapshots.length === 0 && <p>{deleteText.noDisks}</p>}
      {disks.map(({ disk, name, sizeBytes, sr, by, isPrecious }) =>
        by === undefined ? (
          <div key={disk}>
            <Checkbox label={deleteText.disk(name, sizeText(sizeBytes), sr)} isOn={!kept.has(disk)} onChange={(isOn) => onToggle(disk, isOn)} />
            {isPrecious && kept.has(disk) && <p>{deleteText.readOnly(name)}</p>}
          </div>
        ) : (
          <p key={disk}>{deleteText.kept(name, by)}</p>
        ),
      )}
      {snapshots.length > 0 && <h4>{deleteText.snapshots}</h4>}
      {snapshots.map((snapshot) => (
        <Checkbox
          key={snapshot.vm}
          label={deleteText.snapshot(snapshot.name, snapshot.disks)}
          isOn={!kept.has(snapshot.vm)}
          onChange={(isOn) => onToggle(snapshot.vm, isOn)}
        />
      ))}
    </section>
  );
}

function refOf({ item }: Target): string {
  return item.is === 'vm' || item.is === 'template' ? item.ref : '';
}

function belongings({ item, inventory }: Target): Belongings {
  return item.is === 'vm' || item.is === 'template' ? belongingsOf(inventory, item.ref) : { disks: [], snapshots: [] };
}

function preciousOf({ disks }: Belongings): readonly string[] {
  return disks.filter(({ isPrecious }) => isPrecious).map(({ disk }) => disk);
}

function requestFor(target: Target, kept: ReadonlySet<string>): readonly DeleteRequest[] {
  const { item, server } = target;
  if (item.is !== 'vm' && item.is !== 'template') return [];
  const { disks, snapshots } = belongings(target);
  const request: DeleteRequest = {
    kind: 'vm.delete',
    server: server.id,
    vm: item.ref,
    disks: disks.filter(({ disk, by }) => by === undefined && !kept.has(disk)).map(({ disk }) => disk),
    snapshots: snapshots.filter(({ vm }) => !kept.has(vm)).map(({ vm }) => vm),
  };
  return problemsNow(request, target).length === 0 ? [request] : [];
}
