import type { RecordOf } from '#shared/domain/inventory/watched.ts';
import { dateText } from '#shared/text/format.ts';
import { certificateEndText, propertiesText } from '#shared/text/properties-text.ts';
import type { Property } from '#renderer/ui/PropertyGrid.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import type { HostFacts } from '../HostGeneral.tsx';
import { missingProperty, textProperty, wordProperty } from '../properties.tsx';
import { PropertyCard } from '../PropertyCard.tsx';

const SOON_MS = 60 * 86_400_000;
const { label, card } = propertiesText;

export function CertificatesCard({ facts: { target, ref, truth } }: { readonly facts: HostFacts }) {
  const nowMs = useNow();
  const own = [...target.inventory.certificate.values()].filter(({ host }) => host === ref);
  // Shown to clients first; the other is only for the hosts among themselves.
  const sorted = own.sort((a, b) => Number(isInner(a)) - Number(isInner(b)));
  const properties =
    sorted.length === 0 ? [missingProperty(label.certificate, 'unsaid')] : sorted.flatMap((certificate) => rowsOf(certificate, nowMs));
  return <PropertyCard title={card.certificates} properties={properties} isLastKnown={!truth.isNow} />;
}

function rowsOf(certificate: RecordOf<'certificate'>, nowMs: number): readonly Property[] {
  const who = isInner(certificate) ? label.innerCertificate : label.hostCertificate;
  const { validTo } = certificate;
  const fingerprint = isInner(certificate) ? [] : [textProperty(label.fingerprint, certificate.fingerprint, { isEvidence: true })];
  if (validTo === null) return [missingProperty(who, 'unsaid'), ...fingerprint];
  const word = certificateEndText(validTo, { nowMs, date: dateText(validTo) });
  const isSoon = validTo - nowMs < SOON_MS;
  return [wordProperty(who, { icon: isSoon ? 'warning' : 'ok', tone: isSoon ? 'warn' : 'ok', word }), ...fingerprint];
}

function isInner({ type }: RecordOf<'certificate'>): boolean {
  return type === 'host_internal';
}
