import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf } from '#shared/domain/inventory/watched.ts';
import { hostAt } from './members.ts';

/** The certificates a pool has on record for what its host at this address shows to clients. */
export function recordedCertificates(inventory: Inventory, address: string): readonly RecordOf<'certificate'>[] {
  const host = hostAt(inventory, address);
  if (host === undefined) return [];
  return [...inventory.certificate.values()].filter((certificate) => certificate.host === host && isShownToClients(certificate.type));
}

/** Before there were several types a host had one certificate, and it was this one. */
function isShownToClients(type: string): boolean {
  return type === 'host' || type === '';
}

/** Undefined where the pool keeps no such records, as releases before 8.2 do not. */
export function isListed(inventory: Inventory, of: { readonly address: string; readonly fingerprint: string }): boolean | undefined {
  if (inventory.certificate.size === 0) return undefined;
  return recordedCertificates(inventory, of.address).some((certificate) => certificate.fingerprint === of.fingerprint);
}
