import type { Details } from '#shared/domain/details/details.ts';
import type { Firmware } from '#shared/domain/operations/new-vm-request.ts';
import { limitsOf, topologies, typedCount } from '#shared/domain/wizards/new-vm/request.ts';
import { newVmText as say } from '#shared/text/new-vm-text.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { SelectField } from '#renderer/ui/Choice.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './NewVm.module.css';
import type { NewVm } from './use-new-vm.ts';

export function HardwarePage({ wizard }: { readonly wizard: NewVm }) {
  const { draft, change } = wizard;
  const vcpus = typedCount(draft.vcpus);
  const choices = topologies(vcpus);
  return (
    <>
      <div className={css['fields']}>
        <TextField
          label={say.vcpus}
          takesFocus
          value={draft.vcpus}
          onType={(typed) =>
            change({ vcpus: typed, coresPerSocket: topologies(typedCount(typed)).includes(draft.coresPerSocket) ? draft.coresPerSocket : 1 })
          }
        />
        {choices.length > 0 && (
          <SelectField
            label={say.cores}
            value={String(draft.coresPerSocket)}
            options={choices.map((cores) => ({ value: String(cores), label: say.topology(vcpus / cores, cores) }))}
            onChoose={(cores) => change({ coresPerSocket: Number(cores) })}
          />
        )}
      </div>
      <div className={css['fields']}>
        <TextField label={say.memory} value={draft.memory} onType={(memory) => change({ memory })} />
        <TextField label={say.leastMemory} hint={say.leastMemoryHint} value={draft.leastMemory} onType={(leastMemory) => change({ leastMemory })} />
      </div>
      <Limits wizard={wizard} />
      <FirmwareFields wizard={wizard} />
    </>
  );
}

function Limits({ wizard: { details } }: { readonly wizard: NewVm }) {
  if (details.is !== 'known') return null;
  const { mostVcpus, mostMemoryBytes } = limitsOf(details.fields.recommendations);
  const limits = [
    ...(mostVcpus === undefined ? [] : [say.mostVcpus(mostVcpus)]),
    ...(mostMemoryBytes === undefined ? [] : [say.mostMemory(sizeText(mostMemoryBytes))]),
  ];
  return limits.length === 0 ? null : <p className={css['note']}>{say.limits(limits.join(', '))}</p>;
}

/** What its release does not have is not offered. */
function FirmwareFields({ wizard: { draft, change, details } }: { readonly wizard: NewVm }) {
  if (details.is === 'loading') return <p className={css['note']}>{say.detailsLoading}</p>;
  if (details.is === 'failed') return <Notice tone="warn" what={say.detailsFailed} />;
  const firmware = draft.firmware ?? ownFirmware(details.fields);
  const canHaveTpm = details.fields.vtpms !== undefined;
  return (
    <div className={css['fields']}>
      <SelectField
        label={say.firmware}
        value={firmware.is}
        options={[
          { value: 'bios', label: say.bios },
          { value: 'uefi', label: say.uefi },
        ]}
        onChoose={(is) => change({ firmware: is === 'bios' ? { is, isSecureBoot: false, hasTpm: false } : { ...firmware, is } })}
      />
      {firmware.is === 'uefi' && (
        <Checkbox
          label={say.secureBoot}
          isOn={firmware.isSecureBoot}
          onChange={(isSecureBoot) => change({ firmware: { ...firmware, isSecureBoot } })}
        />
      )}
      {firmware.is === 'uefi' && canHaveTpm && (
        <Checkbox label={say.tpm} isOn={firmware.hasTpm} onChange={(hasTpm) => change({ firmware: { ...firmware, hasTpm } })} />
      )}
    </div>
  );
}

/** As its template has it. */
function ownFirmware({ bootParameters = {}, platform = {} }: Details<'vm'>): Firmware {
  return {
    is: bootParameters['firmware'] === 'uefi' ? 'uefi' : 'bios',
    isSecureBoot: platform['secureboot'] === 'true' || platform['secureboot'] === 'auto',
    hasTpm: platform['vtpm'] === 'true',
  };
}
