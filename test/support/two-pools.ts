import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Requested } from '#shared/contract/request-schema.ts';
import type { HostRef, RefOf, VmRef, WatchedClass } from '#shared/domain/inventory/watched.ts';
import type { Ref, Row } from '#simulator/world/value.ts';
import type { PoolState } from '#simulator/world/world.ts';
import { type Operating, operating } from './operating.ts';
import { connectedTo } from './test-engine.ts';

type Relocation = Extract<Requested, { kind: 'vm.relocate' }>;

const TABLES = { vm: 'VM', host: 'host', sr: 'SR', network: 'network', vdi: 'VDI' } as const;

/** One of the two pools, by the names in it. */
export interface OnePool {
  readonly pool: PoolState;
  readonly server: ServerId;
  find<C extends keyof typeof TABLES & WatchedClass>(of: C, name: string): RefOf<C>;
  row(table: string, self: Ref): Row;
  disksOf(vm: VmRef): readonly RefOf<'vdi'>[];
  cardsOf(vm: VmRef): readonly RefOf<'vif'>[];
  /** The storage that only this host has. */
  localOf(host: HostRef): RefOf<'sr'>;
  management(): RefOf<'network'>;
  /** Every row in which something could be left. */
  records(): readonly Row[];
}

export function onePool(pool: PoolState, server: ServerId): OnePool {
  const { database } = pool;
  const row = (table: string, self: Ref): Row => database.get(table, self);
  const listOf = (table: string, self: Ref, field: string): readonly string[] => row(table, self)[field] as string[];
  const plain = ({ allowed_operations: _allowed, ...rest }: Row): Row => rest;
  return {
    pool,
    server,
    find(of, name) {
      const found = database.refs(TABLES[of]).find((self) => row(TABLES[of], self)['name_label'] === name);
      if (found === undefined) throw new RangeError(`no ${of} is called ${name}`);
      return found as RefOf<typeof of>;
    },
    row,
    disksOf(vm) {
      const slots = listOf('VM', vm, 'VBDs').map((slot) => row('VBD', slot));
      return slots.filter((slot) => slot['type'] === 'Disk').map((slot) => slot['VDI'] as RefOf<'vdi'>);
    },
    cardsOf: (vm) => listOf('VM', vm, 'VIFs') as unknown as readonly RefOf<'vif'>[],
    localOf(host) {
      const links = listOf('host', host, 'PBDs').map((pbd) => row('PBD', pbd));
      const found = links.find((link) => ['lvm', 'ext'].includes(String(row('SR', String(link['SR']))['type'])));
      return found?.['SR'] as RefOf<'sr'>;
    },
    management() {
      const pif = database
        .refs('PIF')
        .map((self) => row('PIF', self))
        .find((each) => each['management'] === true);
      return pif?.['network'] as RefOf<'network'>;
    },
    records: () => structuredClone(['VM', 'VBD', 'VIF', 'VDI', 'SR'].flatMap((table) => database.refs(table).map((self) => plain(row(table, self))))),
  };
}

export interface BetweenPools extends Operating {
  readonly north: OnePool;
  readonly south: OnePool;
  /** A machine of the north to a host of the south. */
  abroad(name: string, isCopy?: 'copied'): Relocation;
}

/** An engine on both pools of a world that has two. */
export async function betweenPools(speed: number): Promise<BetweenPools> {
  const at = await operating('two-pools', speed);
  const [, other] = at.served.world.pools;
  if (other === undefined) throw new RangeError('the world has one pool');
  const there = await connectedTo(at.engine, at.served, other.master);
  const north = onePool(at.served.world.pools[0] ?? other, at.server);
  const south = onePool(other, there);
  return {
    ...at,
    north,
    south,
    abroad(name, copied) {
      const vm = north.find('vm', name);
      const target = south.find('sr', 'san-store');
      return {
        kind: 'vm.relocate',
        server: at.server,
        vm,
        host: other.master.ref as HostRef,
        disks: north.disksOf(vm).map((disk) => ({ disk, target })),
        into: { server: there, cards: north.cardsOf(vm).map((card) => ({ card, network: south.management() })), isCopy: copied === 'copied' },
      };
    },
  };
}
