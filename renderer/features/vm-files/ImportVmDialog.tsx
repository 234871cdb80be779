import { useId, useState } from 'react';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import { networkChoices, storageChoices, usualStorage } from '#shared/domain/wizards/new-vm/defaults.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { vmFilesText } from '#shared/text/vm-files-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
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

export function ImportVmDialog({ target, onClose }: ImportVmDialogProps) {
  const client = useClient();
  const id = useId();
  const { item, server, inventory } = target;
  const places = storageChoices(inventory);
  const networks = networkChoices(inventory);
  const [file, setFile] = useState<File>();
  const [sr, setSr] = useState(() => usualStorage(inventory, item.is === 'host' ? item.ref : undefined));
  const [network, setNetwork] = useState<(typeof networks)[number]['ref']>();
  const [keepsIdentity, keepIdentity] = useState(false);
  const [startsAfter, startAfter] = useState(false);
  const pool = onlyPool(inventory)?.pool.name ?? '';
  const free = places.find(({ ref }) => ref === sr)?.freeBytes;
  const why = server.state.is === 'live' ? (sr === undefined ? say.noStorage : file === undefined ? say.noFile : undefined) : vmFilesText.notLive;

  function start(): void {
    if (file === undefined || sr === undefined) return;
    importVm(client, { server: server.id, sr, file, keepsIdentity, network, startsAfter });
    onClose();
  }

  return (
    <Dialog
      title={say.title(pool === '' ? server.address : pool)}
      closeLabel={vmFilesText.close}
      onClose={onClose}
      footer={
        <>
          <Button size="dialog" onClick={onClose}>
            {vmFilesText.cancel}
          </Button>
          <Button size="dialog" kind="primary" why={why} onClick={start}>
            {say.verb}
          </Button>
        </>
      }
    >
      <div className={css['form']}>
        <label className={css['file']} htmlFor={id}>
          {say.file}
        </label>
        <input id={id} type="file" accept=".xva,.ova,.gz,.zst" data-first-focus="" onChange={(event) => setFile(event.currentTarget.files?.[0])} />
        <SelectField
          label={say.storage}
          value={(sr ?? '') as string}
          options={places.map(({ ref, name, freeBytes }) => ({
            value: ref as string,
            label: say.place(name, freeBytes === undefined ? undefined : sizeText(freeBytes)),
          }))}
          onChoose={(chosen) => setSr(places.find(({ ref }) => ref === chosen)?.ref)}
        />
        <SelectField
          label={say.identity}
          value={keepsIdentity ? 'same' : 'new'}
          options={[
            { value: 'new', label: say.newIdentity },
            { value: 'same', label: say.sameIdentity },
          ]}
          onChoose={(chosen) => keepIdentity(chosen === 'same')}
        />
        <SelectField
          label={say.network}
          value={(network ?? '') as string}
          options={[{ value: '', label: say.sameNetworks }, ...networks.map(({ ref, name }) => ({ value: ref as string, label: name }))]}
          onChoose={(chosen) => setNetwork(networks.find(({ ref }) => ref === chosen)?.ref)}
        />
        <Checkbox label={say.startsAfter} isOn={startsAfter} onChange={startAfter} />
        {file !== undefined && free !== undefined && file.size > free && <Notice tone="warn" what={say.mayBeTooSmall(sizeText(free))} />}
      </div>
    </Dialog>
  );
}
