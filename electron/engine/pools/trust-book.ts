import type { Trust } from '#engine/net/trust.ts';
import type { Pin } from '#shared/contract/calls/server-calls.ts';
import type { Certificate, TrustDoubt } from '#shared/contract/failure.ts';
import { isListed, recordedCertificates } from '#shared/domain/connection/certificates.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf } from '#shared/domain/inventory/watched.ts';

/** Who may answer for one pool: whom the user has confirmed, and whom the pool itself vouches for. */
export interface TrustBook extends Trust {
  confirm(pin: Pin): void;
  /** As if nobody had ever confirmed anything for this address. */
  forget(address: string): void;
  /** Confirmed by the user, with what has been seen of them since. */
  pins(): readonly Pin[];
}

interface Confirmed {
  readonly confirmed: readonly Pin[];
  readonly known?: readonly Pin[] | undefined;
}

/** `known` was confirmed for the same addresses by way of other servers: who shows something else there has changed. */
export function createTrustBook({ confirmed, known = [] }: Confirmed, inventory: () => Inventory): TrustBook {
  const pins = new Map(confirmed.map((pin) => [pin.address, pin]));
  const others = new Map(known.map((pin) => [pin.address, pin]));
  const pinOf = (address: string): Pin | undefined => pins.get(address) ?? others.get(address);

  /** A host the user has confirmed answers to nobody else; the others are vouched for by the trusted master's records. */
  function isExpected(address: string, fingerprint: string): boolean {
    const pin = pinOf(address);
    if (pin !== undefined) return pin.fingerprint === fingerprint;
    return recordedCertificates(inventory(), address).some((certificate) => certificate.fingerprint === fingerprint);
  }

  return {
    accepts(address, certificate) {
      if (!isExpected(address, certificate.fingerprint)) return false;
      const pin = pinOf(address);
      if (pin !== undefined) pins.set(address, { ...pin, validFromMs: certificate.validFromMs, validToMs: certificate.validToMs });
      return true;
    },
    doubtsAbout(address, certificate) {
      const now = inventory();
      return { ...formerly(pinOf(address), recordedCertificates(now, address)), ...listing(now, address, certificate) };
    },
    confirm: (pin) => void pins.set(pin.address, pin),
    forget(address) {
      pins.delete(address);
      others.delete(address);
    },
    pins: () => [...pins.values()],
  };
}

function listing(inventory: Inventory, address: string, { fingerprint }: Certificate): TrustDoubt {
  const isListedByPool = isListed(inventory, { address, fingerprint });
  return isListedByPool === undefined ? {} : { isListedByPool };
}

function formerly(pin: Pin | undefined, recorded: readonly RecordOf<'certificate'>[]): TrustDoubt {
  if (pin === undefined) {
    const [record] = recorded;
    return record === undefined ? {} : { pinned: record.fingerprint, ...validity(record.validFrom, record.validTo) };
  }
  const record = recorded.find(({ fingerprint }) => fingerprint === pin.fingerprint);
  return { pinned: pin.fingerprint, ...validity(record?.validFrom, record?.validTo), ...validity(pin.validFromMs, pin.validToMs) };
}

function validity(fromMs: number | null | undefined, toMs: number | null | undefined): TrustDoubt {
  return typeof fromMs === 'number' && typeof toMs === 'number' ? { pinnedValidity: { fromMs, toMs } } : {};
}
