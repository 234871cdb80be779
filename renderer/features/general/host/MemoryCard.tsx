import { propertiesText } from '#shared/text/properties-text.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { useCapacity } from '#renderer/state/capacity-store.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { StackedBar } from '#renderer/ui/StackedBar.tsx';
import type { HostFacts } from '../HostGeneral.tsx';
import { Missing } from '../Missing.tsx';

const { card, sentence } = propertiesText;

export function MemoryCard({ facts: { target, ref, truth } }: { readonly facts: HostFacts }) {
  const memory = useCapacity(target.server.id).hosts.find((row) => row.ref === ref)?.memory;
  if (memory === undefined) {
    return (
      <Card title={card.memory} fill="padded">
        <p>
          <Missing is="unsaid" />
        </p>
      </Card>
    );
  }
  return (
    <Card title={card.memory} mark={sizeText(memory.totalBytes)} isLastKnown={!truth.isNow}>
      <StackedBar
        isLastKnown={!truth.isNow}
        parts={[
          { key: 'system', value: memory.systemBytes, label: sentence.system(sizeText(memory.systemBytes)) },
          { key: 'used', value: memory.vmBytes, label: sentence.vms(memory.vms, sizeText(memory.vmBytes)) },
          { key: 'free', value: memory.freeBytes, label: sentence.free(sizeText(memory.freeBytes)) },
        ]}
      />
    </Card>
  );
}
