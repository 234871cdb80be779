import { recordAt } from '#shared/domain/inventory/facts.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { networksOn, type RelocationChoice, type RelocationFacts, relocationTo } from '#shared/domain/rules/relocation-plan.ts';
import { relocationText } from '#shared/text/relocation-text.ts';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import css from './RelocateDialog.module.css';

export interface CardChoicesProps {
  readonly facts: RelocationFacts;
  readonly host: HostRef;
  readonly onChoose: (cards: RelocationChoice['cards']) => void;
}

/** In which network of the other pool each card is to be. */
export function CardChoices({ facts, host, onChoose }: CardChoicesProps) {
  const { home, there, vms, choice } = facts;
  const networks = networksOn(there.inventory, host);
  const chosen = new Map(vms.flatMap((vm) => relocationTo(facts, vm, host).into?.cards ?? []).map(({ card, network }) => [card, network]));
  const cards = [...home.vif].filter(([, { vm }]) => vm !== null && vms.includes(vm));
  if (cards.length === 0) return null;
  return (
    <section className={css['choices']} aria-label={relocationText.networks}>
      <CardTable
        label={relocationText.networks}
        columns={[
          ...(vms.length > 1 ? [{ title: relocationText.vm }] : []),
          { title: relocationText.card },
          { title: relocationText.from },
          { title: relocationText.to, width: 'wide' as const },
        ]}
        rows={cards.map(([ref, card]) => ({
          key: ref,
          cells: [
            ...(vms.length > 1 ? [recordAt(home.vm, card.vm)?.name ?? ''] : []),
            card.mac,
            recordAt(home.network, card.network)?.name ?? '',
            <select
              key="to"
              aria-label={relocationText.networkOf(card.mac)}
              value={chosen.get(ref) ?? ''}
              onChange={(event) => {
                const network = networks.find((each) => each === event.currentTarget.value);
                if (network !== undefined) onChoose(new Map([...choice.cards, [ref, network]]));
              }}
            >
              {!chosen.has(ref) && <option value="">{relocationText.noNetwork}</option>}
              {networks.map((network) => (
                <option key={network} value={network}>
                  {there.inventory.network.get(network)?.name}
                </option>
              ))}
            </select>,
          ],
        }))}
      />
    </section>
  );
}
