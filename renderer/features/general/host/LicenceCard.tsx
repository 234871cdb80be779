import { dateText } from '#shared/text/format.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import { licenceMoment } from '#shared/domain/details/licence.ts';
import type { HostFacts } from '../HostGeneral.tsx';
import { detailProperty, textProperty } from '../properties.tsx';
import { PropertyCard } from '../PropertyCard.tsx';

const { card, label, sentence } = propertiesText;
/** What servers write for licences that do not end. */
const ENDLESS_YEAR = 2090;

export function LicenceCard({ facts: { host, details, truth } }: { readonly facts: HostFacts }) {
  const { licenseParameters: licence } = host;
  const endsMs = licenceMoment(licence['expiry'] ?? '');
  const properties = [
    textProperty(label.edition, [licence['sku_marketing_name'], host.edition].filter(Boolean).join(' · ')),
    textProperty(
      label.expires,
      endsMs === undefined ? undefined : new Date(endsMs).getUTCFullYear() >= ENDLESS_YEAR ? sentence.never : dateText(endsMs),
    ),
    textProperty(label.sockets, licence['sockets']),
    detailProperty(label.licenceServer, details, ({ licenseServer }) => {
      const { address = '', port = '' } = licenseServer ?? {};
      return licenseServer === undefined ? undefined : address === '' || address === 'localhost' ? '' : `${address}:${port}`;
    }),
  ];
  return <PropertyCard title={card.licence} properties={properties} isLastKnown={!truth.isNow} />;
}
