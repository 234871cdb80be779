import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { bondModes } from '#shared/domain/networks/bonds.ts';
import { bondableDevices, cardsCalled } from '#shared/domain/networks/cards.ts';
import type { BondHashing, BondMode } from '#shared/domain/operations/network-request.ts';
import { networkText as say } from '#shared/text/network-text.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { SelectField } from '#renderer/ui/Choice.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import css from './Networks.module.css';

export interface BondDraft {
  readonly devices: readonly string[];
  readonly mode: BondMode;
  readonly hashing: BondHashing;
}

export interface BondFieldsProps {
  readonly legend: string;
  readonly draft: BondDraft;
  readonly inventory: Inventory;
  readonly onChange: (part: Partial<BondDraft>) => void;
}

/** Which cards, and how they share the work. */
export function BondFields({ legend, draft, inventory, onChange }: BondFieldsProps) {
  const management = draft.devices.find((device) => [...cardsCalled(inventory, device).values()].some(({ pif }) => pif.isManagement));
  return (
    <div className={css['details']}>
      <fieldset className={css['members']}>
        <legend>{legend}</legend>
        {bondableDevices(inventory).map((device) => (
          <Checkbox
            key={device}
            label={device}
            isOn={draft.devices.includes(device)}
            onChange={(isOn) => onChange({ devices: isOn ? [...draft.devices, device] : draft.devices.filter((other) => other !== device) })}
          />
        ))}
      </fieldset>
      {draft.devices.length !== 1 && (
        <SelectField
          label={say.mode}
          value={draft.mode}
          options={bondModes.map((mode) => ({ value: mode, label: say.modes[mode] }))}
          onChoose={(mode) => onChange({ mode })}
        />
      )}
      {draft.devices.length !== 1 && draft.mode === 'lacp' && (
        <SelectField
          label={say.hashing}
          value={draft.hashing}
          options={(['tcpudp_ports', 'src_mac'] as const).map((hashing) => ({ value: hashing, label: say.hashings[hashing] }))}
          onChoose={(hashing) => onChange({ hashing })}
        />
      )}
      {draft.devices.length > 1 && management !== undefined && <Notice tone="known" what={say.cutsManagement(management)} />}
    </div>
  );
}
