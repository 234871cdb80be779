import { entry, isMap, list, refOf, text } from '../fields.ts';
import { addRow } from '../rows.ts';
import type { Row, Value } from '../value.ts';
import type { Call, Implementations, PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

export const networkCalls: Implementations = {
  'network.create': ({ world, pool }, given) => create({ world, pool }, isMap(given) ? given : {}),
  'network.destroy': ({ pool }, network) => destroy(pool, refOf(network)),
};

function create({ world, pool }: Pick<Call, 'world' | 'pool'>, given: Row): Value {
  const wish = text(given, 'bridge');
  const taken = new Set(pool.database.refs('network').map((network) => text(pool.database.get('network', network), 'bridge')));
  if (wish !== '' && taken.has(wish)) throw new XapiError('BRIDGE_NAME_EXISTS', wish);
  return addRow({ world, pool }, 'network', { ...given, bridge: wish === '' ? freeBridge(taken) : wish });
}

function freeBridge(taken: ReadonlySet<string>): string {
  for (let number = 0; ; number += 1) {
    const name = `xapi${number}`;
    if (!taken.has(name)) return name;
  }
}

function destroy(pool: PoolState, network: string): Value {
  const row = pool.database.get('network', network);
  if (entry(row, 'other_config', 'is_host_internal_management_network') === 'true') throw new XapiError('CANNOT_DESTROY_SYSTEM_NETWORK', network);
  const pifs = list(row, 'PIFs');
  if (pifs.length > 0) throw new XapiError('NETWORK_CONTAINS_PIF', pifs.join('; '));
  const vifs = list(row, 'VIFs');
  if (vifs.length > 0) throw new XapiError('NETWORK_CONTAINS_VIF', vifs.join('; '));
  pool.database.destroy('network', network);
  return '';
}
