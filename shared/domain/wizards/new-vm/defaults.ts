import { byNaturalOrder, isHostLive, onlyPool } from '#shared/domain/inventory/facts.ts';
import { disksOfVm } from '#shared/domain/inventory/disks.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf, Vm, VmRef } from '#shared/domain/inventory/watched.ts';
import { visibilityOfNetwork, visibilityOfSr } from '#shared/domain/placement/visibility.ts';
import { freeBytesOf, targetProblems } from '#shared/domain/rules/storage-room.ts';
import { sizeToType } from '#shared/domain/storage/typed-size.ts';
import type { CardDraft, DiskDraft, NewVmDraft } from './draft.ts';
import { discChoices, likelyDisc, templateChoices, wantedDisks } from './templates.ts';

const GIB = 1024 ** 3;

export interface Wish {
  readonly template?: VmRef | undefined;
  readonly home?: HostRef | undefined;
}

/** A draft that could be carried out as it is: whoever wants nothing special only says yes. */
export function firstNewVm(inventory: Inventory, { template, home }: Wish): NewVmDraft {
  const chosen = template ?? templateChoices(inventory)[0]?.ref;
  const empty: NewVmDraft = {
    page: template === undefined ? 'template' : 'name',
    find: '',
    template: undefined,
    name: '',
    description: '',
    home,
    vcpus: '1',
    coresPerSocket: 1,
    memory: '1 GiB',
    leastMemory: '',
    firmware: undefined,
    boot: 'disc',
    disc: undefined,
    isWholeCopy: false,
    copyTo: undefined,
    disks: [],
    cards: [],
    isConfigured: false,
    userData: '#cloud-config\n',
    networkConfig: '',
    startsAfter: true,
  };
  return chosen === undefined ? empty : withTemplate(empty, chosen, inventory);
}

/** Everything a template decides; the name stays when somebody has typed one. */
export function withTemplate(draft: NewVmDraft, ref: VmRef, inventory: Inventory): NewVmDraft {
  const template = inventory.vm.get(ref);
  if (template === undefined) return draft;
  const former = draft.template === undefined ? undefined : inventory.vm.get(draft.template);
  const isOwnName = draft.name.trim() !== '' && !(former !== undefined && draft.name.startsWith(former.name));
  const name = isOwnName ? draft.name : freeVmName(inventory, template.name);
  const target = usualStorage(inventory, draft.home);
  const owned = disksOfVm(inventory, ref);
  return {
    ...draft,
    template: ref,
    name,
    firmware: undefined,
    vcpus: String(Math.max(1, template.vcpusMax)),
    coresPerSocket: 1,
    memory: sizeToType(template.memoryStaticMax > 0 ? template.memoryStaticMax : GIB),
    leastMemory: '',
    boot: owned.length > 0 ? 'disk' : 'disc',
    disc: owned.length > 0 ? undefined : likelyDisc(template.name, discChoices(inventory)),
    isWholeCopy: false,
    copyTo: target,
    disks: target === undefined ? [] : disksFor(template, { inventory, name, target }),
    cards: cardsFor(inventory, ref),
  };
}

function freeVmName(inventory: Inventory, base: string): string {
  const taken = new Set([...inventory.vm.values()].map(({ name }) => name));
  for (let number = 1; ; number += 1) if (!taken.has(`${base} (${number})`)) return `${base} (${number})`;
}

interface Making {
  readonly inventory: Inventory;
  readonly name: string;
  readonly target: RefOf<'sr'>;
}

function disksFor(template: Vm, { inventory, name, target }: Making): readonly DiskDraft[] {
  const byUuid = (uuid: string): RefOf<'sr'> | undefined => [...inventory.sr].find(([, sr]) => sr.uuid === uuid)?.[0];
  return wantedDisks(template).map(({ sizeBytes, sr }, index) => ({
    key: index,
    name: `${name} ${index}`,
    size: sizeToType(sizeBytes),
    target: byUuid(sr) ?? target,
  }));
}

/** The networks its template is in; else those that new machines are in by the pool's own settings. */
function cardsFor(inventory: Inventory, template: VmRef): readonly CardDraft[] {
  const own = [...inventory.vif.values()].filter(({ vm }) => vm === template).toSorted((a, b) => byNaturalOrder(a.device, b.device));
  const networks = own.length > 0 ? own.flatMap(({ network }) => network ?? []) : usualNetworks(inventory);
  return networks.map((network, key) => ({ key, network, mac: '' }));
}

function usualNetworks(inventory: Inventory): readonly RefOf<'network'>[] {
  const offered = networkChoices(inventory);
  const automatic = offered.filter(({ isAutomatic }) => isAutomatic);
  return (automatic.length > 0 ? automatic : offered.slice(0, 1)).map(({ ref }) => ref);
}

export function networkChoices(
  inventory: Inventory,
): readonly { readonly ref: RefOf<'network'>; readonly name: string; readonly isAutomatic: boolean }[] {
  return [...inventory.network]
    .filter(([ref, network]) => visibilityOfNetwork(inventory, ref, network) === 'shown')
    .map(([ref, { name, otherConfig }]) => ({ ref, name, isAutomatic: otherConfig['automatic'] === 'true' }))
    .toSorted((a, b) => byNaturalOrder(a.name, b.name));
}

export interface StorageChoice {
  readonly ref: RefOf<'sr'>;
  readonly name: string;
  readonly freeBytes: number | undefined;
}

/** Where disks can go now. */
export function storageChoices(inventory: Inventory): readonly StorageChoice[] {
  return [...inventory.sr]
    .filter(([sr, record]) => visibilityOfSr(record) === 'shown' && targetProblems(inventory, { sr, needBytes: 0 }).length === 0)
    .map(([ref, record]) => ({ ref, name: record.name, freeBytes: freeBytesOf(record) }))
    .toSorted((a, b) => byNaturalOrder(a.name, b.name));
}

/** The pool's own choice; else what all hosts reach, the roomiest first; for a machine with a home, what its home reaches. */
export function usualStorage(inventory: Inventory, home: HostRef | undefined): RefOf<'sr'> | undefined {
  const reached = storageChoices(inventory).filter(({ ref }) => home === undefined || isPlugged(inventory, ref, home));
  const standard = onlyPool(inventory)?.pool.defaultSr;
  if (reached.some(({ ref }) => ref === standard)) return standard ?? undefined;
  const reach = (ref: RefOf<'sr'>): number =>
    [...inventory.host.keys()].filter((host) => isHostLive(inventory, host) && isPlugged(inventory, ref, host)).length;
  return reached.toSorted((a, b) => [reach(b.ref) - reach(a.ref), (b.freeBytes ?? 0) - (a.freeBytes ?? 0)].find((by) => by !== 0) ?? 0)[0]?.ref;
}

function isPlugged(inventory: Inventory, sr: RefOf<'sr'>, host: HostRef): boolean {
  return [...inventory.pbd.values()].some((link) => link.sr === sr && link.host === host && link.isAttached);
}
