import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import { storageWizardText } from '#shared/text/storage-wizard-text.ts';
import { SelectField } from '#renderer/ui/Choice.tsx';
import type { LocationProps } from './LocationPage.tsx';

export function HostChoice({ wizard: { draft, tell }, inventory }: Pick<LocationProps, 'wizard' | 'inventory'>) {
  const options = [...inventory.host]
    .map(([ref, { name }]) => ({ value: ref as string, label: name }))
    .toSorted((a, b) => byNaturalOrder(a.label, b.label));
  return (
    <SelectField
      label={storageWizardText.oneHost}
      value={draft.fields.host}
      options={options}
      onChoose={(text) => tell({ do: 'type', field: 'host', text })}
    />
  );
}
