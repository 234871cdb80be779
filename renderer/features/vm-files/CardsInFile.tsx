import type { CardInFile } from '#shared/domain/archives/xva-contents.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import { vmFilesText } from '#shared/text/vm-files-text.ts';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import css from './VmFiles.module.css';

const { import: say } = vmFilesText;

export interface NetworkChoice {
  readonly ref: RefOf<'network'>;
  readonly name: string;
}

/** By the card's number in its machine; absent: as in the file. */
export type ChosenNetworks = ReadonlyMap<string, RefOf<'network'>>;

export interface CardsInFileProps {
  readonly cards: readonly CardInFile[];
  readonly networks: readonly NetworkChoice[];
  readonly chosen: ChosenNetworks;
  readonly onChoose: (chosen: ChosenNetworks) => void;
}

/** A network that is not here would be made, and lead nowhere: such a card is put into the first there is. */
export function likelyNetworks(cards: readonly CardInFile[], networks: readonly NetworkChoice[]): ChosenNetworks {
  const [first] = networks;
  const lost = cards.filter(({ network }) => !networks.some(({ name }) => name === network));
  return new Map(first === undefined ? [] : lost.map(({ device }) => [device, first.ref]));
}

/** In which network of this pool each card of the machine is to be. */
export function CardsInFile({ cards, networks, chosen, onChoose }: CardsInFileProps) {
  function choose(device: string, network: RefOf<'network'> | undefined): void {
    const next = new Map(chosen);
    if (network === undefined) next.delete(device);
    else next.set(device, network);
    onChoose(next);
  }

  return (
    <section className={css['cards']} aria-label={say.cards}>
      <CardTable
        label={say.cards}
        columns={[{ title: say.card }, { title: say.networkThere }, { title: say.networkHere, width: 'wide' }]}
        rows={cards.map(({ device, mac, network }) => ({
          key: device,
          cells: [
            say.cardName(device, mac),
            network,
            <select
              key="to"
              aria-label={say.networkOf(device)}
              value={chosen.get(device) ?? ''}
              onChange={(event) => choose(device, networks.find(({ ref }) => ref === event.currentTarget.value)?.ref)}
            >
              <option value="">{say.asInFile}</option>
              {networks.map(({ ref, name }) => (
                <option key={ref} value={ref}>
                  {name}
                </option>
              ))}
            </select>,
          ],
        }))}
      />
    </section>
  );
}
