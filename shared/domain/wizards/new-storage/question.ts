import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { FoundRepository } from '#shared/domain/storage/discovery/repositories.ts';
import { EVERY_TARGET, type FoundTarget } from '#shared/domain/storage/discovery/targets.ts';
import { type DriverConfig, GFS2 } from '#shared/domain/storage/driver-terms.ts';
import type { Look } from '#shared/domain/storage/look.ts';
import type { Credentials, IscsiPortal, NfsShare, OnBlocks, SmbShare, StorageSource } from '#shared/domain/storage/source.ts';
import { plainTarget, plainUnc, readShare } from '#shared/domain/storage/typed.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import type { StorageDraft } from './draft.ts';

/** Secrets of the pool for the passwords that were typed, by the field. */
export type Secrets = Partial<Readonly<Record<'chapPassword' | 'incomingPassword' | 'password' | `config.${string}`, string>>>;

export type Passwords = readonly { readonly field: keyof Secrets; readonly typed: string }[];

/** What was typed for a kind that is not chosen any more is no business of the pool's; drivers use a password only beside a user. */
export function passwordsIn({ kind, fields, config }: Pick<StorageDraft<unknown>, 'kind' | 'fields' | 'config'>): Passwords {
  const used = (['chapPassword', 'incomingPassword', 'password'] as const).filter(
    (field) => fields[field] !== '' && fields[USERS[field]].trim() !== '',
  );
  switch (kind) {
    case 'iscsi':
      return used.filter((field) => field !== 'password').map((field) => ({ field, typed: fields[field] }));
    case 'smb':
    case 'smb-iso':
      return used.filter((field) => field === 'password').map((field) => ({ field, typed: fields[field] }));
    case 'other':
      return Object.entries(config).flatMap(([key, typed]) => (isPassword(key) && typed !== '' ? [{ field: `config.${key}` as const, typed }] : []));
    default:
      return [];
  }
}

/** The pool makes a secret of whatever a driver wants by such a name. */
export function isPassword(key: string): boolean {
  return key.endsWith('password');
}

const USERS = { chapPassword: 'chapUser', incomingPassword: 'incomingUser', password: 'user' } as const;

type Draft = Pick<StorageDraft<unknown>, 'kind' | 'type' | 'fields' | 'config' | 'isShared' | 'iqn' | 'looked' | 'contents' | 'ways' | 'reattaching'>;

/** The look that finds the next thing: exports or targets first, then devices, then what lies on one. Undefined: nothing can be looked for. */
export function lookFor(draft: Draft, secrets: Secrets, device?: string): Look | undefined {
  switch (draft.kind) {
    case 'nfs': {
      const share = nfsOf(draft);
      return share.server === '' ? undefined : { at: 'nfs', ...share, path: share.path === '' ? undefined : share.path };
    }
    case 'iscsi':
      return { at: 'iscsi', ...portalOf(draft, secrets), iqn: draft.iqn === '' ? undefined : draft.iqn, scsiId: device, ...formatOf(draft) };
    case 'hba':
      return { at: 'hba', scsiId: device, ...formatOf(draft) };
    case 'fcoe':
      return { at: 'fcoe', scsiId: device };
    case 'smb':
      return { at: 'smb', ...smbOf(draft, secrets) };
    case 'lvm':
    case 'ext':
      return { at: draft.kind, devices: devicePaths(draft) };
    case 'nfs-iso':
    case 'smb-iso':
    case 'other':
      return undefined;
    default:
      return unreachable(draft.kind);
  }
}

/** Disks of a host are looked at where they are; everything else from the master, which will write there. */
export function lookingHost(draft: Draft): HostRef | undefined {
  return draft.kind === 'lvm' || draft.kind === 'ext' ? hostOf(draft) : undefined;
}

/** What will be created or attached, for one device where there are several. */
export function sourceOf(draft: Draft, secrets: Secrets, device: string): StorageSource {
  switch (draft.kind) {
    case 'nfs':
    case 'nfs-iso':
      return { kind: draft.kind, ...nfsOf(draft) };
    case 'iscsi':
      return { kind: 'iscsi', ...portalOf(draft, secrets), iqn: draft.iqn, scsiId: device, ...layoutOf(draft, device) };
    case 'hba':
      return { kind: 'hba', scsiId: device, ...layoutOf(draft, device) };
    case 'fcoe':
      return { kind: 'fcoe', scsiId: device, path: devicePath(draft, device) };
    case 'smb':
    case 'smb-iso':
      return { kind: draft.kind, ...smbOf(draft, secrets) };
    case 'lvm':
    case 'ext':
      return { kind: draft.kind, host: hostOf(draft), devices: devicePaths(draft) };
    case 'other': {
      const { type, isShared, config } = draft;
      const home = isShared ? {} : { host: hostOf(draft) };
      return { kind: 'other', type, isShared, ...home, config: filledIn(config, secrets), contentType: 'user' };
    }
    default:
      return unreachable(draft.kind);
  }
}

function formatOf({ type }: Pick<Draft, 'type'>): Pick<OnBlocks, 'format'> {
  return type === GFS2 ? { format: GFS2 } : {};
}

/** What is taken in stays laid out as it is, whatever was chosen for something new. */
function layoutOf(draft: Draft, device: string): OnBlocks {
  const taken = takenIn(draft, device);
  const format = taken?.format ?? formatOf(draft).format;
  if (format !== GFS2) return {};
  return { format, ...(taken?.told !== undefined && { told: taken.told }) };
}

function takenIn(draft: Draft, device: string): FoundRepository | undefined {
  const wanted = (draft.reattaching?.uuid ?? attachedOn(draft, device))?.toLowerCase();
  const looked = draft.contents[device];
  if (looked?.is !== 'found' || looked.discovery.found !== 'repositories') return undefined;
  return looked.discovery.repositories.find(({ uuid }) => uuid.toLowerCase() === wanted);
}

function attachedOn({ ways }: Draft, device: string): string | undefined {
  const way = ways[device];
  return way?.is === 'attach' ? way.uuid : undefined;
}

/** What was left empty is not told at all, and a password only by the name of its secret. */
function filledIn(config: Draft['config'], secrets: Secrets): DriverConfig {
  const filled = Object.entries(config).flatMap(([key, value]): (readonly [string, string])[] => {
    if (value.trim() === '') return [];
    if (!isPassword(key)) return [[key, value.trim()]];
    const secret = secrets[`config.${key}`];
    return secret === undefined ? [] : [[`${key}_secret`, secret]];
  });
  return Object.fromEntries(filled);
}

/** While only a server is typed, there is no path yet. */
function nfsOf({ fields }: Draft): NfsShare {
  const typed = readShare(fields.share);
  const server = typed?.server ?? fields.share.trim().replace(/:\/?$/, '');
  return {
    server,
    path: typed?.path ?? '',
    ...(fields.version !== '' && { version: fields.version }),
    ...(fields.options.trim() !== '' && { options: fields.options.trim() }),
  };
}

function addressesOf(places: readonly FoundTarget[], port: number): string {
  return [...new Set(places.filter((place) => place.port === port).map(({ address }) => address))].join(',');
}

/** A name is looked for where it was offered, not where the search began; all names together are looked for everywhere. GFS2 is told of one place, and finds the others from there. */
function portalOf({ fields, iqn, looked, type }: Draft, secrets: Secrets): IscsiPortal {
  const { offers } = looked;
  const targets = offers.is === 'found' && offers.discovery.found === 'targets' ? offers.discovery.targets : [];
  const places = targets.filter(({ name }) => name === iqn);
  const [first] = places;
  const isOne = first !== undefined && iqn !== EVERY_TARGET;
  return {
    target: isOne ? (type === GFS2 ? first.address : addressesOf(places, first.port)) : plainTarget(fields.target),
    port: isOne ? first.port : Number(fields.port),
    ...credentials('chap', fields.chapUser, secrets.chapPassword),
    ...credentials('incomingChap', fields.incomingUser, secrets.incomingPassword),
  };
}

function credentials<K extends string>(key: K, user: string, secret: string | undefined): Partial<Record<K, Credentials>> {
  // The object has the one key it is asked for, or none.
  return user.trim() === '' ? {} : ({ [key]: { user: user.trim(), secret } } as Record<K, Credentials>);
}

function smbOf({ fields }: Draft, secrets: Secrets): SmbShare {
  return { share: plainUnc(fields.unc), ...credentials('login', fields.user, secrets.password) };
}

function devicePaths({ fields }: Draft): readonly string[] {
  return fields.devices
    .split(',')
    .map((path) => path.trim())
    .filter((path) => path !== '');
}

function devicePath({ looked }: Draft, scsiId: string): string {
  const found = looked.devices.is === 'found' && looked.devices.discovery.found === 'devices' ? looked.devices.discovery.devices : [];
  return found.find((device) => device.scsiId === scsiId)?.path ?? '';
}

function hostOf({ fields }: Draft): HostRef {
  // Chosen from the hosts of the pool; the rules say so if it has gone meanwhile.
  return fields.host as HostRef;
}

/** Where it lies, in a line that people recognise it by. */
export function placeText(draft: Draft, device: string): string {
  const { fields } = draft;
  switch (draft.kind) {
    case 'nfs':
    case 'nfs-iso':
      return fields.share.trim();
    case 'iscsi':
      return [plainTarget(fields.target), draft.iqn, device].filter((part) => part !== '').join(' · ');
    case 'smb':
    case 'smb-iso':
      return plainUnc(fields.unc);
    case 'lvm':
    case 'ext':
      return devicePaths(draft).join(', ');
    default:
      return device;
  }
}
