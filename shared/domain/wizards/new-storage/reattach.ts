import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';
import { type DriverConfig, configForAnotherHost } from '#shared/domain/storage/driver-terms.ts';
import { type LookedAtPool, storageOffers, type StorageOffer } from '#shared/domain/storage/offer.ts';
import { emptyDraft, type FieldName, type StorageDraft } from './draft.ts';
import { isPassword } from './question.ts';

type Sr = RecordOf<'sr'>;

/** No host has a connection, plugged or not: nobody in the pool knows where it lies. */
export function isWithoutConnections(inventory: Inventory, sr: RefOf<'sr'>): boolean {
  return inventory.sr.has(sr) && [...inventory.pbd.values()].every((pbd) => pbd.sr !== sr);
}

/** The ways to attach it again; hidden drivers are hidden only from whoever makes something new. */
export function offersFor(sr: Sr, inventory: Inventory): readonly StorageOffer[] {
  return storageOffers(inventory).filter(({ kind, type, unavailable }) => {
    if (type !== sr.type || (unavailable !== undefined && unavailable !== 'hidden')) return false;
    if (type === 'iso') return sr.isShared && isLibraryOf(kind, sr.smConfig['iso_type']);
    return true;
  });
}

function isLibraryOf(kind: StorageOffer['kind'], written: string | undefined): boolean {
  if (written === 'cifs') return kind === 'smb-iso';
  return written === 'nfs_iso' ? kind === 'nfs-iso' : true;
}

interface Found {
  readonly inventory: Inventory;
  readonly pools: Iterable<LookedAtPool>;
}

/** The wizard as it begins for it, with what is known of its place; undefined where no driver of the pool fits. */
export function reattachDraft<F>(sr: Sr, { inventory, pools }: Found): StorageDraft<F> | undefined {
  const offers = offersFor(sr, inventory);
  const empty = emptyDraft<F>({ name: sr.name, asDefault: false, host: onlyPool(inventory)?.pool.master ?? '' });
  const config = configElsewhere(sr.uuid, pools);
  // One driver for several ways to a LUN: it was told which.
  const offer = offers.find(({ kind }) => kind === config?.['provider']) ?? offers[0];
  if (offer === undefined) return undefined;
  const known = config === undefined ? placeIn(offer.kind, sr.description) : fieldsOf(offer.kind, config);
  return {
    ...empty,
    page: offers.length === 1 ? 'location' : 'type',
    reattaching: { uuid: sr.uuid, name: sr.name, kinds: offers.map(({ kind }) => kind) },
    kind: offer.kind,
    type: offer.type,
    description: sr.description,
    isDescribedByHand: !isPlace(sr.description, known),
    isNamedByHand: true,
    isShared: sr.isShared,
    fields: { ...empty.fields, ...known },
    config: offer.kind === 'other' ? withoutPasswords(config ?? {}) : {},
  };
}

/** Nothing but where it lay: that is told anew where it lies elsewhere now. */
function isPlace(description: string, known: Known): boolean {
  return / · iqn\.\S+ · \S+$/.test(description) || (description !== '' && Object.values(known).includes(description));
}

/** Another pool we look at may know where it lies. */
function configElsewhere(uuid: string, pools: Iterable<LookedAtPool>): DriverConfig | undefined {
  for (const { inventory } of pools) {
    const [ref] = [...inventory.sr].find(([, sr]) => sr.uuid.toLowerCase() === uuid.toLowerCase()) ?? [];
    const link = ref === undefined ? undefined : [...inventory.pbd.values()].find((pbd) => pbd.sr === ref);
    if (link !== undefined) return configForAnotherHost(link.deviceConfig);
  }
  return undefined;
}

function withoutPasswords(config: DriverConfig): DriverConfig {
  return Object.fromEntries(Object.entries(config).filter(([key]) => !isPassword(key) && !key.endsWith('password_secret')));
}

type Known = Partial<Readonly<Record<FieldName, string>>>;

/** Keys of a connection by the fields they were typed in; what is put together of several is told below. */
const TYPED: { readonly [K in StorageOffer['kind']]?: Readonly<Record<string, FieldName>> } = {
  nfs: { nfsversion: 'version', options: 'options' },
  'nfs-iso': { location: 'share', nfsversion: 'version' },
  iscsi: { target: 'target', port: 'port', chapuser: 'chapUser' },
  smb: { server: 'unc', username: 'user' },
  'smb-iso': { username: 'user' },
  lvm: { device: 'devices' },
  ext: { device: 'devices' },
};

function fieldsOf(kind: StorageOffer['kind'], config: DriverConfig): Known {
  const typed = Object.entries(TYPED[kind] ?? {}).flatMap(([key, field]) => (config[key] === undefined ? [] : [[field, config[key]] as const]));
  return { ...Object.fromEntries(typed), ...placeOf(kind, config) };
}

function placeOf(kind: StorageOffer['kind'], { server = '', serverpath = '', location = '', iso_path: below = '' }: DriverConfig): Known {
  if (kind === 'nfs') return { share: `${server.includes(':') ? `[${server}]` : server}:${serverpath}` };
  return kind === 'smb-iso' ? { unc: `${location}${below}`.replaceAll('/', '\\') } : {};
}

const ADDRESS = String.raw`(?:\[[0-9a-fA-F:.]+\]|[\w.-]+)`;
const SHARE = new RegExp(String.raw`${ADDRESS}:/[^\s\])]+`);
const PORTALS = new RegExp(String.raw`(${ADDRESS}(?:,${ADDRESS})*)[ ·(]+iqn\.`);
const UNC = /(?:\\\\|\/\/)[^\s\])]+/;
const DEVICES = /\/dev\/[^\s,\])]+(?:, ?\/dev\/[^\s,\])]+)*/;

/** Descriptions tell where storage lies, as we and others write them by themselves. */
function placeIn(kind: StorageOffer['kind'], description: string): Known {
  const first = (pattern: RegExp): string => pattern.exec(description)?.[0] ?? '';
  switch (kind) {
    case 'nfs':
    case 'nfs-iso':
      return { share: first(SHARE) };
    case 'iscsi':
      return { target: PORTALS.exec(description)?.[1] ?? '' };
    case 'smb':
    case 'smb-iso':
      return { unc: first(UNC).replaceAll('/', '\\') };
    case 'lvm':
    case 'ext':
      return { devices: first(DEVICES) };
    default:
      return {};
  }
}
