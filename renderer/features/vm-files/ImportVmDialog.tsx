import { useId, useState } from 'react';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import { networkChoices, storageChoices, usualStorage } from '#shared/domain/wizards/new-vm/defaults.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { vmFilesText } from '#shared/text/vm-files-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { poolNameOf } from '#renderer/state/pool-name.ts';
import { importVm } from '#renderer/state/vm-files.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { SelectField } from '#renderer/ui/Choice.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import css from './VmFiles.module.css';

const { import: say } = vmFilesText;

export interface ImportVmDialogProps {
  readonly target: Target;
  readonly onClose: () => void;
}

interface Wanted {
  readonly file: File | undefined;
  readonly sr: RefOf<'sr'> | undefined;
  readonly network: RefOf<'network'> | undefined;
  readonly keepsIdentity: boolean;
  readonly startsAfter: boolean;
}

function whyNot({ server }: Target, { file, sr }: Wanted): string | undefined {
  if (server.state.is !== 'live') return vmFilesText.notLive;
  if (sr === undefined) return say.noStorage;
  return file === undefined ? say.noFile : undefined;
}

export function ImportVmDialog({ target, onClose }: ImportVmDialogProps) {
  const client = useClient();
  const { item, server, inventory } = target;
  const [wanted, setWanted] = useState<Wanted>(() => ({
    file: undefined,
    sr: usualStorage(inventory, item.is === 'host' ? item.ref : undefined),
    network: undefined,
    keepsIdentity: false,
    startsAfter: false,
  }));

  function start(): void {
    const { file, sr } = wanted;
    if (file === undefined || sr === undefined) return;
    importVm(client, { ...wanted, server: server.id, file, sr });
    onClose();
  }

  return (
    <Dialog
      title={say.title(poolNameOf(target))}
      closeLabel={vmFilesText.close}
      onClose={onClose}
      footer={
        <>
          <Button size="dialog" onClick={onClose}>
            {vmFilesText.cancel}
          </Button>
          <Button size="dialog" kind="primary" why={whyNot(target, wanted)} onClick={start}>
            {say.verb}
          </Button>
        </>
      }
    >
      <Fields inventory={inventory} wanted={wanted} onChange={(part) => setWanted({ ...wanted, ...part })} />
    </Dialog>
  );
}

interface FieldsProps {
  readonly inventory: Inventory;
  readonly wanted: Wanted;
  readonly onChange: (part: Partial<Wanted>) => void;
}

function Fields({ inventory, wanted, onChange }: FieldsProps) {
  const id = useId();
  const { file, sr, network, keepsIdentity, startsAfter } = wanted;
  const places = storageChoices(inventory);
  const networks = networkChoices(inventory);
  const free = places.find(({ ref }) => ref === sr)?.freeBytes;
  return (
    <div className={css['form']}>
      <label className={css['file']} htmlFor={id}>
        {say.file}
      </label>
      <input
        id={id}
        type="file"
        accept=".xva,.ova,.gz,.zst"
        data-first-focus=""
        onChange={(event) => onChange({ file: event.currentTarget.files?.[0] })}
      />
      <SelectField<string>
        label={say.storage}
        value={sr ?? ''}
        options={places.map(({ ref, name, freeBytes }) => ({
          value: ref,
          label: say.place(name, freeBytes === undefined ? undefined : sizeText(freeBytes)),
        }))}
        onChoose={(chosen) => onChange({ sr: places.find(({ ref }) => ref === chosen)?.ref })}
      />
      <SelectField
        label={say.identity}
        value={keepsIdentity ? 'same' : 'new'}
        options={[
          { value: 'new', label: say.newIdentity },
          { value: 'same', label: say.sameIdentity },
        ]}
        onChoose={(chosen) => onChange({ keepsIdentity: chosen === 'same' })}
      />
      <SelectField<string>
        label={say.network}
        value={network ?? ''}
        options={[{ value: '', label: say.sameNetworks }, ...networks.map(({ ref, name }) => ({ value: ref, label: name }))]}
        onChoose={(chosen) => onChange({ network: networks.find(({ ref }) => ref === chosen)?.ref })}
      />
      <Checkbox label={say.startsAfter} isOn={startsAfter} onChange={(isOn) => onChange({ startsAfter: isOn })} />
      {file !== undefined && free !== undefined && file.size > free && <Notice tone="warn" what={say.mayBeTooSmall(sizeText(free))} />}
    </div>
  );
}
