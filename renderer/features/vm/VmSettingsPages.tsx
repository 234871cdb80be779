import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, Vm } from '#shared/domain/inventory/watched.ts';
import { vmSettingsText as say } from '#shared/text/vm-settings-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { SelectField, Toggle } from '#renderer/ui/Choice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { FieldsPage } from './FieldsPage.tsx';
import { HaPage, type OtherPageProps } from './HaPage.tsx';
import { MemoryFields } from './MemoryFields.tsx';
import type { VmDraft } from './use-vm-settings.ts';

export type SectionName = keyof typeof say.sections;
type OwnSection = Exclude<SectionName, 'ha' | 'fields'>;

export interface PageProps {
  readonly target: Target;
  readonly vm: Vm;
  readonly draft: VmDraft;
  readonly onChange: (next: Partial<VmDraft>) => void;
}

export function VmSettingsPage({ section, other, machine, onLeave, ...props }: PageProps & OtherPageProps & { readonly section: SectionName }) {
  if (section === 'ha') return <HaPage target={props.target} machine={machine} other={other} onLeave={onLeave} />;
  if (section === 'fields') return <FieldsPage other={other} />;
  const Page = pages[section];
  return <Page {...props} />;
}

function GeneralPage({ draft, onChange }: PageProps) {
  return (
    <>
      <TextField label={say.name} value={draft.name} onType={(name) => onChange({ name })} />
      <TextField label={say.description} value={draft.description} onType={(description) => onChange({ description })} />
      <TextField label={say.tags} value={draft.tags} hint={say.tagsHint} onType={(tags) => onChange({ tags })} />
      <p>{say.fieldsNote}</p>
    </>
  );
}

function ProcessorsPage({ draft, onChange }: PageProps) {
  const max = Number(draft.vcpusMax);
  const whole = Array.from({ length: Number.isInteger(max) && max > 0 ? Math.min(max, 256) : 0 }, (_, index) => index + 1).filter(
    (cores) => max % cores === 0,
  );
  const choices = [...new Set([...whole, draft.coresPerSocket])];
  return (
    <>
      <TextField label={say.vcpusMax} value={draft.vcpusMax} onType={(vcpusMax) => onChange({ vcpusMax })} />
      <TextField label={say.vcpus} value={draft.vcpus} onType={(vcpus) => onChange({ vcpus })} />
      <p>{say.vcpusNote}</p>
      <SelectField
        label={say.topology}
        value={String(draft.coresPerSocket)}
        options={choices.map((cores) => ({ value: String(cores), label: say.topologyOf(Math.max(1, Math.floor(max / cores)), cores) }))}
        onChoose={(cores) => onChange({ coresPerSocket: Number(cores) })}
      />
      <TextField label={say.weight} value={draft.weight} onType={(weight) => onChange({ weight })} />
      <p>{say.weightNote}</p>
    </>
  );
}

function MemoryPage({ draft, onChange }: PageProps) {
  return <MemoryFields draft={draft} onChange={onChange} />;
}

function BootPage({ vm, draft, onChange }: PageProps) {
  if (vm.hvmBootPolicy === '') {
    return (
      <>
        <p>{say.paravirtual}</p>
        <TextField
          label={say.kernelArguments}
          hint={say.kernelArgumentsHint}
          value={draft.kernelArguments}
          onType={(kernelArguments) => onChange({ kernelArguments })}
        />
      </>
    );
  }
  const orders: Readonly<Record<string, string>> = {
    ...(draft.bootOrder in say.bootOrders ? {} : { [draft.bootOrder]: draft.bootOrder }),
    ...say.bootOrders,
  };
  return (
    <>
      <SelectField
        label={say.bootOrder}
        value={draft.bootOrder}
        options={Object.entries(orders).map(([value, label]) => ({ value, label }))}
        onChoose={(bootOrder) => onChange({ bootOrder })}
      />
      <SelectField
        label={say.firmware}
        value={draft.firmware}
        options={(['bios', 'uefi'] as const).map((value) => ({ value, label: say[value] }))}
        onChoose={(firmware) => onChange({ firmware })}
      />
      <p>{say.firmwareNote}</p>
      <Toggle label={say.secureBoot} isOn={draft.isSecureBoot} onChange={(isSecureBoot) => onChange({ isSecureBoot })} />
    </>
  );
}

const NONE = 'none';

export function hostChoices({ host }: Inventory): readonly { readonly value: string; readonly label: string }[] {
  const hosts = [...host].toSorted(([, a], [, b]) => byNaturalOrder(a.name, b.name));
  return [{ value: NONE, label: say.noHome }, ...hosts.map(([value, { name }]) => ({ value: value as string, label: name }))];
}

export function homeOf({ host }: Inventory, chosen: string): HostRef | null {
  return [...host.keys()].find((ref) => ref === chosen) ?? null;
}

function HomePage({ target: { inventory }, draft, onChange }: PageProps) {
  return (
    <SelectField
      label={say.home}
      value={draft.home ?? NONE}
      options={hostChoices(inventory)}
      onChoose={(chosen) => onChange({ home: homeOf(inventory, chosen) })}
    />
  );
}

function AdvancedPage({ draft, onChange }: PageProps) {
  return (
    <>
      <Toggle
        label={say.autoStart}
        hint={say.autoStartNote}
        isOn={draft.startsWithHost}
        onChange={(startsWithHost) => onChange({ startsWithHost })}
      />
      <TextField label={say.shadow} value={draft.shadowMultiplier} onType={(shadowMultiplier) => onChange({ shadowMultiplier })} />
      <p>{say.shadowNote}</p>
    </>
  );
}

const pages: Readonly<Record<OwnSection, (props: PageProps) => React.ReactNode>> = {
  general: GeneralPage,
  processors: ProcessorsPage,
  memory: MemoryPage,
  boot: BootPage,
  home: HomePage,
  advanced: AdvancedPage,
};
