import { addressesOf } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { RowMark } from './marks.ts';
import type { ObjectContent } from './object-content.ts';
import type { Term } from './query.ts';
import type { TreePool } from './tree-server.ts';

/** Everything of an object that the words of a filter are looked for in, in lower case. */
export function searchTextOf({ server, paths }: TreePool, { item, record }: ObjectContent): string {
  const texts = [record.name, record.description, record.uuid, ...(record.tags ?? [])];
  switch (item.is) {
    case 'vm':
      texts.push(...guestTexts(server.inventory, item.ref));
      break;
    case 'host':
      texts.push(...hostAddresses(server.inventory, item.ref));
      break;
    case 'sr':
      texts.push(...targetsOf(server.inventory, paths.connectionsOf(item.ref)));
      break;
    case 'pool':
      texts.push(server.address);
      break;
    default:
  }
  return texts.join('\n').toLowerCase();
}

function guestTexts(inventory: Inventory, ref: VmRef): readonly string[] {
  const vm = inventory.vm.get(ref);
  if (vm === undefined || vm.guestMetrics === null) return [];
  const os = inventory.guestMetrics.get(vm.guestMetrics)?.os['name'] ?? '';
  return [...addressesOf(inventory, vm), os];
}

function hostAddresses(inventory: Inventory, ref: HostRef): readonly string[] {
  const host = inventory.host.get(ref);
  const own = [...inventory.pif.values()].filter((pif) => pif.host === ref).flatMap(({ ip, ipv6 }) => [ip, ...ipv6]);
  return [host?.address ?? '', host?.hostname ?? '', ...own];
}

/** Where its data comes from, as the storage drivers are told. */
const TARGETS = ['target', 'server', 'serverpath', 'targetIQN', 'location', 'multihomelist'] as const;

function targetsOf(inventory: Inventory, connections: readonly RefOf<'pbd'>[]): readonly string[] {
  const [first] = connections;
  const config = first === undefined ? undefined : inventory.pbd.get(first)?.deviceConfig;
  return config === undefined ? [] : TARGETS.map((key) => config[key] ?? '');
}

export function matches(terms: readonly Term[], object: ObjectContent, at: { pool: TreePool; text: () => string }): boolean {
  return terms.every((term) => {
    switch (term.is) {
      case 'word':
        return at.text().includes(term.word);
      case 'is':
        return isInState(object.mark, term.value);
      case 'on':
        return isOnHost(object, at.pool.server.inventory, term.value);
      case 'sr':
        return usesStorage(object, at.pool, term.value);
      case 'tag':
        return (object.record.tags ?? []).some((tag) => tag.toLowerCase().startsWith(term.value));
      default:
        return term satisfies never;
    }
  });
}

/** Of a group or an unknown connection there is nothing but a name. */
export function matchesName(terms: readonly Term[], name: string): boolean {
  const text = name.toLowerCase();
  return name !== '' && terms.every((term) => term.is === 'word' && text.includes(term.word));
}

function isInState(mark: RowMark, word: string): boolean {
  switch (mark.is) {
    case 'host':
      return word === 'dark' ? mark.state === 'dark' || mark.state === 'disagree' : word === 'master' ? mark.isMaster : mark.state === word;
    case 'vm':
    case 'pool':
      return mark.state === word;
    case 'sr':
      return word === 'broken' && (mark.state === 'broken' || mark.state === 'unplugged' || mark.state === 'paths-lost');
    default:
      return mark.is === word;
  }
}

function isOnHost({ home }: ObjectContent, inventory: Inventory, name: string): boolean {
  return home !== undefined && (inventory.host.get(home)?.name.toLowerCase().includes(name) ?? false);
}

function usesStorage({ item }: ObjectContent, { server, paths }: TreePool, name: string): boolean {
  const { inventory } = server;
  const isNamed = (sr: RefOf<'sr'> | null | undefined) => {
    const record = sr === null || sr === undefined ? undefined : inventory.sr.get(sr);
    return record?.name.toLowerCase().includes(name) ?? false;
  };
  if (item.is === 'sr') return isNamed(item.ref);
  if (item.is === 'vdi') return isNamed(inventory.vdi.get(item.ref)?.sr);
  if (item.is !== 'vm' && item.is !== 'template' && item.is !== 'snapshot') return false;
  return paths.drivesOf(item.ref).some((drive) => {
    const vdi = inventory.vbd.get(drive)?.vdi ?? null;
    return vdi !== null && isNamed(inventory.vdi.get(vdi)?.sr);
  });
}
