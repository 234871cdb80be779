import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import { sizeText } from '#shared/text/size-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ObjectLink } from '../ObjectLink.tsx';
import { SrName } from '../SrName.tsx';
import type { VmFacts } from '../VmGeneral.tsx';

type Vbd = RecordOf<'vbd'>;
const { label, sentence, card } = propertiesText;

export function DisksCard({ facts: { target, ref, truth } }: { readonly facts: VmFacts }) {
  const drives = drivesOf(target.inventory, ref);
  return (
    <Card title={card.disks} mark={drives.length === 0 ? undefined : drives.length} isLastKnown={!truth.isNow}>
      {drives.length === 0 ? (
        <EmptyState>{sentence.noDisks}</EmptyState>
      ) : (
        <CardTable
          label={card.disks}
          columns={[{ title: label.position, width: 'narrow' }, { title: label.disk }, { title: label.storage }, { title: label.size, align: 'end' }]}
          rows={drives.map((vbd) => ({ key: vbd.uuid, cells: cellsOf(target, vbd), ...(!vbd.isAttached && { tone: 'known' as const }) }))}
        />
      )}
    </Card>
  );
}

function drivesOf(inventory: Inventory, vm: VmRef): readonly Vbd[] {
  return [...inventory.vbd.values()].filter((vbd) => vbd.vm === vm).sort((a, b) => byNaturalOrder(a.position, b.position));
}

function cellsOf(target: Target, { position, vdi, type }: Vbd) {
  const disk = vdi === null ? undefined : target.inventory.vdi.get(vdi);
  const isDrive = type === 'CD';
  if (vdi === null || disk === undefined) return [position, isDrive ? `${sentence.disc}: ${sentence.empty.toLowerCase()}` : sentence.gone, '', ''];
  const link = <ObjectLink key="disk" item={{ is: 'vdi', server: target.server.id, ref: vdi }} name={disk.name === '' ? disk.uuid : disk.name} />;
  return [position, link, <SrName key="sr" target={target} sr={disk.sr} />, sizeText(disk.virtualSize)];
}
