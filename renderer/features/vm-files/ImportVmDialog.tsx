import { useId, useState } from 'react';
import type { FileReading, MachineInFile } from '#shared/domain/archives/xva-contents.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import { networkChoices, storageChoices, usualStorage } from '#shared/domain/wizards/new-vm/defaults.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { vmFilesText } from '#shared/text/vm-files-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { inBackground } from '#renderer/state/in-background.ts';
import { poolNameOf } from '#renderer/state/pool-name.ts';
import { importVm } from '#renderer/state/vm-files.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { SelectField } from '#renderer/ui/Choice.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { machineInFile } from '#renderer/state/xva-file.ts';
import { CardsInFile, type ChosenNetworks, likelyNetworks } from './CardsInFile.tsx';
import css from './VmFiles.module.css';

const { import: say } = vmFilesText;

export interface ImportVmDialogProps {
  readonly target: Target;
  readonly onClose: () => void;
}

interface Wanted {
  readonly file: File | undefined;
  /** What the file says of it, as far as it can be read here. */
  readonly reading: FileReading | { readonly is: 'being-read' } | undefined;
  readonly cards: ChosenNetworks;
  readonly sr: RefOf<'sr'> | undefined;
  readonly network: RefOf<'network'> | undefined;
  readonly keepsIdentity: boolean;
  readonly startsAfter: boolean;
}

function whyNot({ server }: Target, { file, reading, sr }: Wanted): string | undefined {
  if (server.state.is !== 'live') return vmFilesText.notLive;
  if (sr === undefined) return say.noStorage;
  if (reading?.is === 'being-read') return say.reading;
  return file === undefined ? say.noFile : undefined;
}

export function ImportVmDialog({ target, onClose }: ImportVmDialogProps) {
  const client = useClient();
  const { item, server, inventory } = target;
  const [wanted, setWanted] = useState<Wanted>(() => ({
    file: undefined,
    reading: undefined,
    cards: new Map(),
    sr: usualStorage(inventory, item.is === 'host' ? item.ref : undefined),
    network: undefined,
    keepsIdentity: false,
    startsAfter: false,
  }));

  function change(part: Partial<Wanted>): void {
    setWanted((before) => ({ ...before, ...part }));
  }

  async function take(file: File | undefined): Promise<void> {
    change({ file, reading: file === undefined ? undefined : { is: 'being-read' }, cards: new Map() });
    if (file === undefined) return;
    const reading = await machineInFile(client, file);
    const cards = reading.is === 'machine' ? likelyNetworks(reading.machine.cards, networkChoices(inventory)) : new Map();
    // Another one may have been chosen meanwhile.
    setWanted((now) => (now.file === file ? { ...now, reading, cards } : now));
  }

  function start(): void {
    const { file, sr } = wanted;
    if (file === undefined || sr === undefined) return;
    const network = machineOf(wanted) === undefined ? wanted.network : undefined;
    importVm(client, { ...wanted, network, server: server.id, file, sr });
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
      <Fields inventory={inventory} wanted={wanted} onChange={change} onFile={(file) => inBackground(take(file))} />
    </Dialog>
  );
}

function machineOf({ reading }: Pick<Wanted, 'reading'>): MachineInFile | undefined {
  return reading?.is === 'machine' ? reading.machine : undefined;
}

interface FieldsProps {
  readonly inventory: Inventory;
  readonly wanted: Wanted;
  readonly onChange: (part: Partial<Wanted>) => void;
  readonly onFile: (file: File | undefined) => void;
}

function Fields({ inventory, wanted, onChange, onFile }: FieldsProps) {
  const { file, sr, keepsIdentity, startsAfter } = wanted;
  const machine = machineOf(wanted);
  const places = storageChoices(inventory);
  const free = places.find(({ ref }) => ref === sr)?.freeBytes;
  return (
    <div className={css['form']}>
      <FileField reading={wanted.reading} onFile={onFile} />
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
      <Networks inventory={inventory} wanted={wanted} onChange={onChange} />
      <Checkbox label={say.startsAfter} isOn={startsAfter} onChange={(isOn) => onChange({ startsAfter: isOn })} />
      {file !== undefined && free !== undefined && Math.max(file.size, machine?.diskBytes ?? 0) > free && (
        <Notice tone="warn" what={say.mayBeTooSmall(sizeText(free))} />
      )}
    </div>
  );
}

/** Which file, and what is known of it. */
function FileField({ reading, onFile }: Pick<Wanted, 'reading'> & Pick<FieldsProps, 'onFile'>) {
  const id = useId();
  const machine = machineOf({ reading });
  return (
    <>
      <label className={css['file']} htmlFor={id}>
        {say.file}
      </label>
      <input id={id} type="file" accept=".xva,.ova,.gz,.zst" data-first-focus="" onChange={(event) => onFile(event.currentTarget.files?.[0])} />
      {machine !== undefined && <p className={css['machine']}>{say.contains(machine.name, sizeText(machine.diskBytes))}</p>}
      {reading?.is === 'unread' && <Notice tone="warn" what={say.unread[reading.why]} />}
    </>
  );
}

/** Card by card where the file says what there are, else one for all. */
function Networks({ inventory, wanted, onChange }: Omit<FieldsProps, 'onFile'>) {
  const { cards, network } = wanted;
  const machine = machineOf(wanted);
  const networks = networkChoices(inventory);
  if (machine === undefined) {
    return (
      <SelectField<string>
        label={say.network}
        value={network ?? ''}
        options={[{ value: '', label: say.sameNetworks }, ...networks.map(({ ref, name }) => ({ value: ref, label: name }))]}
        onChoose={(chosen) => onChange({ network: networks.find(({ ref }) => ref === chosen)?.ref })}
      />
    );
  }
  if (machine.cards.length === 0) return null;
  return <CardsInFile cards={machine.cards} networks={networks} chosen={cards} onChoose={(chosen) => onChange({ cards: chosen })} />;
}
