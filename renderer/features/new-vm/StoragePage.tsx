import { disksOfVm } from '#shared/domain/inventory/disks.ts';
import { type StorageChoice, storageChoices, usualStorage } from '#shared/domain/wizards/new-vm/defaults.ts';
import type { DiskDraft } from '#shared/domain/wizards/new-vm/draft.ts';
import { newVmText as say } from '#shared/text/new-vm-text.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './NewVm.module.css';
import type { NewVm } from './use-new-vm.ts';

const USUAL_SIZE = '10 GiB';

export function StoragePage({ wizard }: { readonly wizard: NewVm }) {
  const { draft, change, target } = wizard;
  const places = storageChoices(target.inventory);
  const usual = usualStorage(target.inventory, draft.home);

  function add(): void {
    if (usual === undefined) return;
    const key = Math.max(-1, ...draft.disks.map((disk) => disk.key)) + 1;
    change({ disks: [...draft.disks, { key, name: `${draft.name} ${key}`, size: USUAL_SIZE, target: usual }] });
  }

  return (
    <>
      <Inherited wizard={wizard} places={places} />
      {draft.disks.length === 0 ? (
        <p className={css['note']}>{say.noDisks}</p>
      ) : (
        <CardTable
          label={say.disks}
          columns={[
            { title: say.columns.name, width: 'wide' },
            { title: say.columns.size },
            { title: say.columns.place, width: 'wide' },
            { title: say.columns.remove, width: 'narrow' },
          ]}
          rows={draft.disks.map((disk) => ({ key: String(disk.key), cells: cellsOf(disk, places, wizard) }))}
        />
      )}
      <div>
        <Button why={usual === undefined ? say.noPlace : undefined} onClick={add}>
          {say.addDisk}
        </Button>
      </div>
    </>
  );
}

/** What it gets from its template. */
function Inherited({ wizard: { draft, change, target }, places }: { readonly wizard: NewVm; readonly places: readonly StorageChoice[] }) {
  const { inventory } = target;
  const disks = draft.template === undefined ? [] : disksOfVm(inventory, draft.template).flatMap((ref) => inventory.vdi.get(ref) ?? []);
  if (disks.length === 0) return null;
  return (
    <section className={css['inherited']} aria-label={say.inherited}>
      <h3>{say.inherited}</h3>
      <ul>
        {disks.map(({ uuid, name, virtualSize, sr }) => (
          <li key={uuid}>{say.inheritedDisk(name, sizeText(virtualSize), sr === null ? '' : (inventory.sr.get(sr)?.name ?? ''))}</li>
        ))}
      </ul>
      <Checkbox label={say.wholeCopy} isOn={draft.isWholeCopy} onChange={(isWholeCopy) => change({ isWholeCopy })} />
      {draft.isWholeCopy && <Place label={say.copyTo} places={places} value={draft.copyTo} onChoose={(copyTo) => change({ copyTo })} />}
    </section>
  );
}

function cellsOf(disk: DiskDraft, places: readonly StorageChoice[], { draft, change }: NewVm) {
  const replace = (part: Partial<DiskDraft>): void =>
    change({ disks: draft.disks.map((known) => (known.key === disk.key ? { ...known, ...part } : known)) });
  return [
    <TextField key="name" label={say.diskName(disk.name)} isLabelHidden value={disk.name} onType={(name) => replace({ name })} />,
    <TextField key="size" label={say.diskSize(disk.name)} isLabelHidden value={disk.size} onType={(size) => replace({ size })} />,
    <Place
      key="place"
      label={say.diskPlace(disk.name)}
      isLabelHidden
      places={places}
      value={disk.target}
      onChoose={(target) => replace({ target })}
    />,
    <Button
      key="remove"
      kind="quiet"
      shape="icon"
      label={say.removeDisk(disk.name)}
      onClick={() => change({ disks: draft.disks.filter(({ key }) => key !== disk.key) })}
    >
      <Icon name="trash" />
    </Button>,
  ];
}

interface PlaceProps {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly places: readonly StorageChoice[];
  readonly value: StorageChoice['ref'] | undefined;
  readonly onChoose: (ref: StorageChoice['ref']) => void;
}

function Place({ label, isLabelHidden = false, places, value, onChoose }: PlaceProps) {
  return (
    <label className={css['select']}>
      {!isLabelHidden && label}
      <select
        aria-label={label}
        value={value ?? ''}
        onChange={(event) => {
          const chosen = places.find(({ ref }) => ref === event.currentTarget.value);
          if (chosen !== undefined) onChoose(chosen.ref);
        }}
      >
        {places.map(({ ref, name, freeBytes }) => (
          <option key={ref} value={ref}>
            {say.place(name, freeBytes === undefined ? undefined : sizeText(freeBytes))}
          </option>
        ))}
      </select>
    </label>
  );
}
