import { flag, list, ref, refOf, text, textOf } from '../fields.ts';
import { withOperation } from '../operations/with-operation.ts';
import { refreshAllowed } from '../operations/rules.ts';
import { isWork, type Work } from '../process.ts';
import { addRow, change, removeRow } from '../rows.ts';
import { leaveContents, takeStock } from '../storage/contents.ts';
import type { Config, ProbeResult } from '../storage/drivers/driver.ts';
import { configOf, connectionsOf, driverOf, dropSecrets, onHost, withSecrets } from '../storage/driving.ts';
import { NULL_REF, type Ref, type Value } from '../value.ts';
import type { Call, Implementations, PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { addConnection, plug } from './pbd-calls.ts';

export const srCalls: Implementations = {
  'SR.probe': (call, host, config, type, smConfig) => probe(call, refOf(host), { config, type, smConfig }),
  'SR.probe_ext': (call, host, config, type, smConfig) => probeForResults(call, refOf(host), { config, type, smConfig }),
  'SR.get_supported_types': ({ pool }) => pool.database.refs('SM').map((sm) => text(pool.database.get('SM', sm), 'type')),
  'SR.create': (call, host, config, size, name, description, type, content, shared, smConfig) =>
    create(call, { host, config, size, name, description, type, content, shared, smConfig }),
  'SR.introduce': (call, uuid, name, description, type, content, shared, smConfig) =>
    introduce(call, { uuid, name, description, type, content, shared, smConfig }),
  'SR.forget': (call, sr) => forget(call, refOf(sr)),
  'SR.destroy': (call, sr) => destroy(call, refOf(sr)),
  'SR.scan': (call, sr) => scan(call, refOf(sr), 'scan'),
  'SR.update': (call, sr) => scan(call, refOf(sr), 'update'),
};

type Given = Readonly<Record<string, Value | undefined>>;

function* probe(call: Call, host: Ref, { config, type, smConfig }: Given): Work<Value> {
  const { pool } = call;
  const plan = { type: textOf(type).toLowerCase(), config: withSecrets(call, configOf(config)), smConfig: configOf(smConfig) };
  const found = yield* onHost(call, host === NULL_REF ? pool.master.ref : host, plan, (driver, at) => {
    if (driver.probe === undefined) throw new XapiError('SR_OPERATION_NOT_SUPPORTED', NULL_REF);
    return at.machine.probes?.({ type: plan.type, config: plan.config }) ?? driver.probe(at);
  });
  return isWork(found) ? yield* found : found;
}

function* probeForResults(call: Call, host: Ref, { config, type, smConfig }: Given): Work<Value> {
  const { pool } = call;
  const plan = { type: textOf(type).toLowerCase(), config: withSecrets(call, configOf(config)), smConfig: configOf(smConfig) };
  return yield* onHost(call, host === NULL_REF ? pool.master.ref : host, plan, (driver, at) => {
    if (driver.probeResults === undefined) throw new XapiError('SR_OPERATION_NOT_SUPPORTED', NULL_REF);
    return driver.probeResults(at).map(resultOf);
  });
}

function resultOf({ configuration, isComplete, holds, sizeBytes = 0, more = {} }: ProbeResult): Value {
  const sr =
    holds === undefined
      ? undefined
      : {
          uuid: holds.uuid,
          name_label: holds.name,
          name_description: holds.description,
          free_space: sizeBytes,
          total_space: sizeBytes,
          clustered: true,
          health: 'healthy',
        };
  return { configuration, complete: isComplete, ...(sr !== undefined && { sr }), extra_info: more };
}

function* create(call: Call, given: Given): Work<Value> {
  const { pool } = call;
  const isShared = given['shared'] === true;
  const type = textOf(given['type']).toLowerCase();
  driverOf(pool, 'SR.create', type);
  const first = isShared ? pool.master.ref : refOf(given['host']);
  pool.database.get('host', first);
  const config = withSecrets(call, configOf(given['config']));
  const sr = addRow(call, 'SR', { ...recordOf(given, type), shared: isShared, sm_config: configOf(given['smConfig']) });
  refreshAllowed(pool, 'SR', sr);
  const hosts = isShared ? [first, ...pool.database.refs('host').filter((host) => host !== first)] : [first];
  const connections = hosts.map((host) => addConnection(call, { host, sr, config }));
  const row = pool.database.get('SR', sr);
  const repository = { uuid: text(row, 'uuid'), type, name: textOf(given['name']), description: textOf(given['description']), disks: [] };
  try {
    yield* onHost(call, first, { type, config, smConfig: configOf(given['smConfig']) }, (driver, at) =>
      driver.create({ ...at, creating: sr }, repository),
    );
  } catch (error) {
    for (const pbd of connections) dropConnection(pool, pbd);
    removeRow(pool, 'SR', sr);
    throw error;
  }
  yield* plugEverywhere(call, connections);
  return sr;
}

function recordOf(given: Given, type: string): Readonly<Record<string, Value>> {
  return {
    name_label: textOf(given['name']),
    name_description: textOf(given['description']),
    type,
    content_type: textOf(given['content']),
    physical_size: -1,
    physical_utilisation: 0,
    virtual_allocation: 0,
  };
}

/** On every host at once; how that went is told to nobody. */
function* plugEverywhere(call: Call, connections: readonly Ref[]): Work<void> {
  for (const pbd of connections) {
    try {
      yield* plug(call, pbd);
    } catch (error) {
      if (!(error instanceof XapiError)) throw error;
    }
  }
}

function* introduce(call: Call, given: Given): Work<Value> {
  const { pool } = call;
  yield* [];
  const uuid = textOf(given['uuid']);
  const isKnown = pool.database.refs('SR').some((sr) => text(pool.database.get('SR', sr), 'uuid') === uuid);
  if (isKnown) throw new XapiError('SR_UUID_EXISTS', uuid);
  const type = textOf(given['type']).toLowerCase();
  const record = { ...recordOf(given, type), physical_utilisation: -1, virtual_allocation: -1 };
  const sr = addRow(call, 'SR', { ...record, uuid, shared: given['shared'] === true, sm_config: configOf(given['smConfig']) });
  refreshAllowed(pool, 'SR', sr);
  return sr;
}

function dropConnection(pool: PoolState, pbd: Ref): void {
  dropSecrets(pool, pool.database.get('PBD', pbd)['device_config']);
  removeRow(pool, 'PBD', pbd);
}

function removeRecords(pool: PoolState, sr: Ref): void {
  for (const { self } of connectionsOf(pool, sr)) dropConnection(pool, self);
  for (const vdi of list(pool.database.get('SR', sr), 'VDIs')) removeRow(pool, 'VDI', vdi);
  pool.database.destroy('SR', sr);
}

function* forget(call: Call, sr: Ref): Work<Value> {
  const { pool, world } = call;
  return yield* withOperation(call, { table: 'SR', self: sr, name: 'forget' }, function* () {
    yield* [];
    leaveContents(world, pool, sr);
    removeRecords(pool, sr);
    return '';
  });
}

function* destroy(call: Call, sr: Ref): Work<Value> {
  const { pool } = call;
  return yield* withOperation(call, { table: 'SR', self: sr, name: 'destroy' }, function* () {
    const row = pool.database.get('SR', sr);
    if (configOf(row['other_config'])['indestructible'] === 'true') throw new XapiError('SR_INDESTRUCTIBLE', sr);
    const cachedOn = pool.database.refs('host').find((host) => pool.database.get('host', host)['local_cache_sr'] === sr);
    if (cachedOn !== undefined) throw new XapiError('SR_IS_CACHE_SR', cachedOn);
    const [connection] = masterFirst(pool, connectionsOf(pool, sr));
    if (connection === undefined) throw new XapiError('SR_HAS_NO_PBDS', sr);
    const plan = { type: text(row, 'type'), config: configOf(connection.row['device_config']) };
    const uuid = text(row, 'uuid');
    yield* onHost(call, ref(connection.row, 'host') ?? pool.master.ref, plan, (driver, at) => driver.remove(at, uuid));
    removeRecords(pool, sr);
    return '';
  });
}

function masterFirst<T extends { readonly row: Readonly<Record<string, Value>> }>(pool: PoolState, connections: readonly T[]): readonly T[] {
  return connections.toSorted((a, b) => Number(b.row['host'] === pool.master.ref) - Number(a.row['host'] === pool.master.ref));
}

function* scan(call: Call, sr: Ref, name: 'scan' | 'update'): Work<Value> {
  const { pool } = call;
  return yield* withOperation(call, { table: 'SR', self: sr, name }, function* () {
    const row = pool.database.get('SR', sr);
    const [connection] = masterFirst(
      pool,
      connectionsOf(pool, sr).filter((known) => flag(known.row, 'currently_attached')),
    );
    if (connection === undefined) throw new XapiError('SR_HAS_NO_PBDS', sr);
    const plan = { type: text(row, 'type'), config: configOf(connection.row['device_config']) };
    const attached = yield* onHost(call, ref(connection.row, 'host') ?? pool.master.ref, plan, (driver, at) => driver.attach(at, text(row, 'uuid')));
    takeStock(call, sr, attached);
    change(pool, 'SR', sr, { other_config: withoutDirty(configOf(pool.database.get('SR', sr)['other_config'])) });
    return '';
  });
}

function withoutDirty({ dirty: _dirty, ...kept }: Config): Config {
  return kept;
}
