import { type FormEvent, useId, useState } from 'react';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import { freeBytesOf, holdsDisks } from '#shared/domain/rules/storage-room.ts';
import { confirmText } from '#shared/text/commands-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { copyVmText } from '#shared/text/vm-actions-text.ts';
import { useAccess } from '#renderer/state/access-store.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { copyXe } from '#renderer/state/copy-xe.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';
import { startNow } from '#renderer/state/start-now.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { SelectField } from '#renderer/ui/Choice.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './CopyDialog.module.css';
import { nameOfVm } from './vm-names.ts';

export interface CopyDialogProps {
  readonly target: Target;
  readonly onClose: () => void;
}

type SrRef = RefOf<'sr'>;

export function CopyDialog({ target, onClose }: CopyDialogProps) {
  const client = useClient();
  useAccess();
  const form = useId();
  const places = placesOf(target);
  const [name, setName] = useState(() => copyVmText.suggested(nameOfVm(target)));
  const [isWhole, setWhole] = useState(false);
  const [to, setTo] = useState<SrRef | undefined>(() => firstPlace(target, places));
  const request = requestOf(target, { name, to: isWhole ? to : undefined });
  const problems = request === undefined ? [] : problemsNow(request, target);
  const why = problems.length === 0 ? undefined : problems.map(problemText).join(' ');

  function start(event: FormEvent): void {
    event.preventDefault();
    if (why !== undefined || request === undefined) return;
    startNow(client, [request]);
    onClose();
  }

  return (
    <Dialog
      title={copyVmText.title(nameOfVm(target))}
      closeLabel={copyVmText.close}
      onClose={onClose}
      footer={
        <>
          <Button size="dialog" kind="quiet" why={why} onClick={() => request !== undefined && copyXe(client, [request])}>
            {confirmText.copyXe}
          </Button>
          <Button size="dialog" onClick={onClose}>
            {copyVmText.cancel}
          </Button>
          <Button size="dialog" kind="primary" why={why} onClick={() => (document.getElementById(form) as HTMLFormElement | null)?.requestSubmit()}>
            {copyVmText.verb}
          </Button>
        </>
      }
    >
      <form id={form} className={css['form']} onSubmit={start}>
        <TextField label={copyVmText.name} value={name} onType={setName} takesFocus />
        <fieldset className={css['ways']}>
          <legend>{copyVmText.way}</legend>
          <Way label={copyVmText.fast} isOn={!isWhole} onChoose={() => setWhole(false)} />
          <Way label={copyVmText.whole} isOn={isWhole} onChoose={() => setWhole(true)} />
        </fieldset>
        {isWhole && (
          <SelectField
            label={copyVmText.storage}
            value={to ?? ''}
            options={places.map(({ sr, label }) => ({ value: sr, label }))}
            onChoose={(chosen) => setTo(places.find(({ sr }) => sr === chosen)?.sr)}
          />
        )}
        {why !== undefined && <output className={css['why']}>{why}</output>}
      </form>
    </Dialog>
  );
}

function Way({ label, isOn, onChoose }: { readonly label: string; readonly isOn: boolean; readonly onChoose: () => void }) {
  const id = useId();
  return (
    <span>
      <input id={id} type="radio" name="way" checked={isOn} onChange={onChoose} />
      <label htmlFor={id}>{label}</label>
    </span>
  );
}

function requestOf({ item, server }: Target, how: { readonly name: string; readonly to: SrRef | undefined }): RequestOf<'vm.copy'> | undefined {
  return item.is === 'vm' || item.is === 'template' ? { kind: 'vm.copy', server: server.id, vm: item.ref, ...how } : undefined;
}

interface Place {
  readonly sr: SrRef;
  readonly label: string;
}

function placesOf({ inventory }: Target): readonly Place[] {
  return [...inventory.sr]
    .filter(([, record]) => holdsDisks(record))
    .map(([sr, record]) => {
      const free = freeBytesOf(record);
      return { sr, label: copyVmText.place(record.name, free === undefined ? undefined : sizeText(free)) };
    })
    .toSorted((a, b) => a.label.localeCompare(b.label));
}

function firstPlace({ inventory }: Target, places: readonly Place[]): SrRef | undefined {
  const usual = onlyPool(inventory)?.pool.defaultSr ?? undefined;
  return places.some(({ sr }) => sr === usual) ? usual : places[0]?.sr;
}
