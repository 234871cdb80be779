import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Host } from '#shared/domain/inventory/watched.ts';
import { dateText } from '#shared/text/format.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import { valueText } from '#shared/text/value-text.ts';
import type { Property } from '#renderer/ui/PropertyGrid.tsx';
import type { HostFacts } from '../HostGeneral.tsx';
import { detailProperty, missingProperty, textProperty, wordProperty } from '../properties.tsx';
import { PropertyCard } from '../PropertyCard.tsx';

const { label, sentence, card } = propertiesText;

export function VersionCard({ facts }: { readonly facts: HostFacts }) {
  const { host, details, truth } = facts;
  const properties: readonly Property[] = [
    textProperty(label.product, productText(host)),
    sameRow(facts),
    detailProperty(label.updates, details, ({ updates, patches }) => {
      const all = updates === undefined && patches === undefined ? undefined : (updates?.length ?? 0) + (patches?.length ?? 0);
      return all === undefined ? undefined : all === 0 ? '' : sentence.updates(all);
    }),
    detailProperty(label.available, details, ({ areLatestUpdatesApplied }) => availableRow(areLatestUpdatesApplied)),
    pendingRow(host),
    detailProperty(label.lastUpdate, details, ({ lastSoftwareUpdate }) =>
      lastSoftwareUpdate === undefined ? undefined : lastSoftwareUpdate === null ? sentence.never : dateText(lastSoftwareUpdate),
    ),
  ];
  return <PropertyCard title={card.version} properties={properties} isLastKnown={!truth.isNow} />;
}

export function productText({ software }: Pick<Host, 'software'>): string | undefined {
  const product = [software['product_brand'], software['product_version_text'] ?? software['product_version']].filter(Boolean).join(' ');
  if (product === '') return undefined;
  const build = software['date'] ?? software['build_number'] ?? '';
  return build === '' ? product : `${product} · ${sentence.build(build)}`;
}

function sameRow({ target, ref, host }: HostFacts): Property {
  const masterRef = onlyPool(target.inventory)?.pool.master ?? undefined;
  const master = masterRef === undefined ? undefined : target.inventory.host.get(masterRef);
  if (master === undefined) return missingProperty(label.sameAsMaster, 'unsaid');
  if (masterRef === ref) return textProperty(label.sameAsMaster, sentence.isTheMaster);
  const isSame = productText(master) === productText(host) && master.software['xapi_build'] === host.software['xapi_build'];
  if (isSame) return wordProperty(label.sameAsMaster, { icon: 'ok', tone: 'ok', word: sentence.sameAsMaster });
  return wordProperty(label.sameAsMaster, { icon: 'warning', tone: 'warn', word: sentence.differs(productText(master) ?? '') });
}

function availableRow(state: string | undefined): Property | undefined {
  if (state === 'yes') return wordProperty(label.available, { icon: 'ok', tone: 'ok', word: sentence.upToDate });
  if (state === 'no') return wordProperty(label.available, { icon: 'warning', tone: 'warn', word: sentence.updatesAvailable });
  return undefined;
}

/** What the host still has to do for its updates, as the server names it: 'reboot_host'. */
function pendingRow({ pendingGuidances }: Host): Property {
  if (pendingGuidances.length === 0) return textProperty(label.pending, sentence.nothingPending);
  return wordProperty(label.pending, { icon: 'warning', tone: 'warn', word: pendingGuidances.map((name) => valueText('guidance', name)).join('\n') });
}
