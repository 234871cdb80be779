import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import { list } from '#simulator/world/fields.ts';
import type { Ref } from '#simulator/world/value.ts';
import { type Change, changedFields, type Telling } from './changes-of.ts';
import type { Ended } from './failure-table.ts';
import { firstPool } from './served-world.ts';

/** What a person would notice of networks, and of what leads into them. */
export const wires: Telling = {
  network: ['name_label', 'name_description', 'MTU', 'other_config'],
  PIF: ['network', 'device', 'VLAN', 'MTU', 'IP', 'management', 'bond_slave_of', 'disallow_unplug', 'other_config', 'currently_attached'],
  VLAN: ['tagged_PIF', 'tag'],
  Bond: ['mode', 'properties'],
  network_sriov: ['physical_PIF'],
  VIF: ['network'],
  pool: ['other_config'],
};

/** What an operation on networks says that is not so, and what it does not say. */
export function networkLies(ended: Ended): readonly string[] {
  const { state } = ended.operation;
  if (state.is === 'done' || state.is === 'waiting' || state.is === 'running') return [];
  const said: readonly Trace[] = [...(state.is === 'interrupted' ? [] : state.undone), ...state.left];
  if (said.some(({ is }) => is === 'may-go-on')) return [];
  return [
    ...said.filter((trace) => !isSo(trace, ended)).map((trace) => `it is not so that ${JSON.stringify(trace)}`),
    ...ended.changes.flatMap((change) => unsaid(change, said)),
    ...(state.is === 'interrupted' ? undeletable(ended, state.next) : []),
  ];
}

/** It cannot be asked for again while half of it is there. */
function undeletable(ended: Ended, next: readonly { readonly kind: string; readonly network?: unknown }[]): readonly string[] {
  if (!['network.create', 'network.build-storage'].includes(ended.operation.request.kind)) return [];
  const offered = next.flatMap(({ kind, network }) => (kind === 'network.destroy' ? [network] : []));
  return ended.changes.filter((change) => isNew(change) && !offered.includes(change.ref)).map(({ ref }) => `nothing deletes the network ${ref}`);
}

const isNew = ({ table, before }: Change): boolean => table === 'network' && before === undefined;

function isSo(trace: Trace, ended: Ended): boolean {
  const { changes } = ended;
  switch (trace.is) {
    case 'nothing-changed':
      return changes.length === 0;
    case 'network-removed':
      return !changes.some(isNew);
    case 'cards-as-before':
      return !changes.some(({ table }) => table === 'VIF');
    case 'network': {
      const network = trace.name === undefined ? meant(ended) : called(ended, trace.name);
      return network !== undefined && JSON.stringify(hostsOn(ended, network)) === JSON.stringify([...trace.hosts].toSorted());
    }
    case 'object-gone':
      return meant(ended) === undefined;
    case 'value':
      return trace.value === modes(ended);
    case 'addresses':
      return JSON.stringify(trace.hosts.toSorted()) === JSON.stringify(addressed(ended));
    case 'address-restored':
      return ways(ended).some(({ host, ip }) => host === trace.host && ip === trace.address);
    default:
      return true;
  }
}

/** The network it is about: the one asked for, or the one that has the name. */
function meant(ended: Ended): Ref | undefined {
  const { request } = ended.operation;
  const { database } = firstPool(ended.at.served.world);
  if ('network' in request && typeof request.network === 'string')
    return database.find('network', request.network) === undefined ? undefined : request.network;
  return 'name' in request ? called(ended, request.name) : undefined;
}

function called({ at }: Ended, name: string): Ref | undefined {
  const { database } = firstPool(at.served.world);
  return database.refs('network').find((self) => database.get('network', self)['name_label'] === name);
}

function hostsOn({ at }: Ended, network: Ref): readonly string[] {
  const { database } = firstPool(at.served.world);
  const ways = list(database.get('network', network), 'PIFs').map((pif) => database.get('PIF', pif));
  return ways
    .filter((way) => way['physical'] !== true)
    .map((way) => String(database.get('host', String(way['host']))['name_label']))
    .toSorted();
}

interface Way {
  readonly host: string;
  readonly ip: string;
  readonly isManagement: boolean;
  readonly network: unknown;
}

function ways({ at }: Ended): readonly Way[] {
  const { database } = firstPool(at.served.world);
  return database.refs('PIF').map((self) => {
    const { host, IP: ip, management, network } = database.get('PIF', self);
    return { host: String(database.get('host', String(host))['name_label']), ip: String(ip), isManagement: management === true, network };
  });
}

/** Hosts with an address in the network it is about, or that are managed over it where that was moved. */
function addressed(ended: Ended): readonly string[] {
  const network = meant(ended);
  const isMove = ended.operation.request.kind === 'network.move-management';
  return ways(ended)
    .filter((way) => way.network === network && (isMove ? way.isManagement : way.ip !== ''))
    .map(({ host, ip }) => `${host} (${ip})`)
    .toSorted();
}

function modes(ended: Ended): string {
  const { database } = firstPool(ended.at.served.world);
  const network = meant(ended);
  const bonds = database.refs('Bond').map((self) => database.get('Bond', self));
  const own = bonds.filter((bond) => database.get('PIF', String(bond['master']))['network'] === network);
  return [...new Set(own.map((bond) => String(bond['mode'])))].toSorted().join(', ');
}

/** What accounts for a row that is new, gone or another than before. */
const ACCOUNTS: Readonly<Record<'made' | 'gone' | 'changed', readonly Trace['is'][]>> = {
  made: ['network'],
  gone: ['network', 'object-gone'],
  changed: ['network', 'ways-unsure', 'object-gone', 'value', 'value-lost', 'cards-moved', 'partly-done', 'addresses', 'address-left'],
};

function unsaid(change: Change, said: readonly Trace[]): readonly string[] {
  const how = change.before === undefined ? 'made' : change.after === undefined ? 'gone' : 'changed';
  if (said.some(({ is }) => ACCOUNTS[how].includes(is))) return [];
  return [`nobody says that a ${change.table} is ${how}: ${changedFields(change).join()}`];
}
