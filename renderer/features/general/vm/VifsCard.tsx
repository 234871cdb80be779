import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import type { RecordOf } from '#shared/domain/inventory/watched.ts';
import { cardsText as say } from '#shared/text/devices-text.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import { Copyable } from '../Copyable.tsx';
import { ObjectLink } from '../ObjectLink.tsx';
import type { VmFacts } from '../VmGeneral.tsx';

const { label, sentence, card } = propertiesText;

export function VifsCard({ facts: { target, ref, vm, truth } }: { readonly facts: VmFacts }) {
  const vifs = [...target.inventory.vif.values()].filter((vif) => vif.vm === ref).sort((a, b) => byNaturalOrder(a.device, b.device));
  return (
    <Card title={card.networks} mark={vifs.length === 0 ? undefined : vifs.length} isLastKnown={!truth.isNow}>
      {vifs.length === 0 ? (
        <EmptyState>{sentence.noNetworks}</EmptyState>
      ) : (
        <CardTable
          label={card.networks}
          columns={[{ title: label.position, width: 'narrow' }, { title: label.network, width: 'wide' }, { title: label.mac }]}
          rows={vifs.map((vif) => ({
            key: vif.uuid,
            cells: [
              vif.device,
              <div key="network">
                <NetworkName target={target} vif={vif} />
                {isCableOut(vif, vm) && <StatusWord icon="warning" tone="warn" word={say.disconnected} />}
              </div>,
              <Copyable key="mac" label={label.mac} lines={[vif.mac]} />,
            ],
            ...(isCableOut(vif, vm) && { tone: 'known' as const }),
          }))}
        />
      )}
    </Card>
  );
}

/** Only a machine that is up has a cable in or out. */
function isCableOut(vif: RecordOf<'vif'>, vm: VmFacts['vm']): boolean {
  return vm.power === 'Running' && !vif.isAttached;
}

function NetworkName({ target, vif }: { readonly target: Target; readonly vif: RecordOf<'vif'> }) {
  const network = vif.network === null ? undefined : target.inventory.network.get(vif.network);
  if (vif.network === null || network === undefined) return sentence.gone;
  return <ObjectLink item={{ is: 'network', server: target.server.id, ref: vif.network }} name={network.name} />;
}
