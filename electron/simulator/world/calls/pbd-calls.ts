import { flag, isMap, list, ref, refOf, text } from '../fields.ts';
import { refreshAllowed } from '../operations/rules.ts';
import { withOperation } from '../operations/with-operation.ts';
import type { Work } from '../process.ts';
import { forwardTo } from '../reach.ts';
import { addRow, change } from '../rows.ts';
import { takeStock } from '../storage/contents.ts';
import type { Config } from '../storage/drivers/driver.ts';
import { assertServerAnswers } from '../storage/lost-servers.ts';
import { configOf, connectionsOf, dropSecrets, onHost, withOwnSecrets, withSecrets } from '../storage/driving.ts';
import { NULL_REF, type Ref, type Row, type Value } from '../value.ts';
import type { Call, Implementations, PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

export const pbdCalls: Implementations = {
  'PBD.create': (call, given) => create(call, isMap(given) ? given : {}),
  'PBD.destroy': ({ pool }, pbd) => destroy(pool, refOf(pbd)),
  'PBD.plug': (call, pbd) => plug(call, refOf(pbd)),
  'PBD.unplug': (call, pbd) => unplug(call, refOf(pbd)),
  'PBD.set_device_config': (call, pbd, config) => {
    const { pool } = call;
    assertDetached(pool.database.get('PBD', refOf(pbd)));
    change(pool, 'PBD', refOf(pbd), { device_config: withSecrets(call, configOf(config)) });
    return '';
  },
};

export function addConnection(call: Call, plan: { readonly host: Ref; readonly sr: Ref; readonly config: Config }): Ref {
  const { pool } = call;
  const pbd = addRow(call, 'PBD', {
    host: plan.host,
    SR: plan.sr,
    device_config: withOwnSecrets(call, plan.config),
    currently_attached: false,
    other_config: {},
  });
  refreshAllowed(pool, 'SR', plan.sr);
  return pbd;
}

function create(call: Call, given: Row): Value {
  const { pool } = call;
  const sr = refOf(given['SR']);
  const host = refOf(given['host']);
  pool.database.get('SR', sr);
  pool.database.get('host', host);
  const config = configOf(given['device_config']);
  if (config['SRmaster'] !== undefined) throw new XapiError('VALUE_NOT_SUPPORTED', 'SRmaster', config['SRmaster'], 'SRmaster key not supported');
  const known = connectionsOf(pool, sr).find(({ row }) => row['host'] === host);
  if (known !== undefined) throw new XapiError('PBD_EXISTS', sr, host, known.self);
  const pbd = addConnection(call, { host, sr, config });
  change(pool, 'PBD', pbd, { other_config: configOf(given['other_config']) });
  return pbd;
}

function assertDetached(row: Row): void {
  if (flag(row, 'currently_attached')) throw new XapiError('OPERATION_NOT_ALLOWED', 'PBD is currently attached');
}

function destroy(pool: PoolState, pbd: Ref): Value {
  const row = pool.database.get('PBD', pbd);
  assertDetached(row);
  dropSecrets(pool, row['device_config']);
  pool.database.destroy('PBD', pbd);
  refreshAllowed(pool, 'SR', text(row, 'SR'));
  return '';
}

/** Nothing happens where it is plugged already. */
export function* plug(call: Call, pbd: Ref): Work<Value> {
  const { pool } = call;
  const row = pool.database.get('PBD', pbd);
  const sr = ref(row, 'SR') ?? NULL_REF;
  const host = ref(row, 'host') ?? NULL_REF;
  if (flag(row, 'currently_attached')) return '';
  const repository = pool.database.get('SR', sr);
  const elsewhere = connectionsOf(pool, sr).find((known) => known.self !== pbd && flag(known.row, 'currently_attached'));
  if (!flag(repository, 'shared') && elsewhere !== undefined) throw new XapiError('SR_NOT_SHARABLE', sr, host);
  assertServerAnswers(call, row, host);
  return yield* withOperation(call, { table: 'SR', self: sr, name: 'plug' }, function* () {
    const plan = { type: text(repository, 'type'), config: configOf(row['device_config']) };
    const attached = yield* onHost(call, host, plan, (driver, at) => driver.attach(at, text(repository, 'uuid')));
    change(pool, 'PBD', pbd, { currently_attached: true, device_config: attached.config });
    takeStock(call, sr, attached);
    return '';
  });
}

function* unplug(call: Call, pbd: Ref): Work<Value> {
  const { pool } = call;
  const row = pool.database.get('PBD', pbd);
  if (!flag(row, 'currently_attached')) return '';
  const sr = ref(row, 'SR') ?? NULL_REF;
  const host = ref(row, 'host') ?? NULL_REF;
  return yield* withOperation(call, { table: 'SR', self: sr, name: 'unplug' }, function* () {
    const used = usedDisks(pool, sr, host);
    if (used.length > 0) throw inUse(used);
    assertNoStatefile(pool, sr);
    yield* forwardTo(call, host);
    change(pool, 'PBD', pbd, { currently_attached: false });
    return '';
  });
}

/** The one place where the server names every disk, instead of one disk and an operation. */
function inUse(disks: readonly Ref[]): XapiError {
  const code: string = 'VDI_IN_USE';
  return new XapiError(code, ...disks);
}

/** Disks that machines running on the host have open. */
function usedDisks(pool: PoolState, sr: Ref, host: Ref): readonly Ref[] {
  return list(pool.database.get('SR', sr), 'VDIs').filter((vdi) =>
    list(pool.database.get('VDI', vdi), 'VBDs').some((vbd) => {
      const slot = pool.database.get('VBD', vbd);
      const vm = ref(slot, 'VM');
      return flag(slot, 'currently_attached') && vm !== undefined && pool.database.find('VM', vm)?.['resident_on'] === host;
    }),
  );
}

function assertNoStatefile(pool: PoolState, sr: Ref): void {
  const [self] = pool.database.refs('pool');
  if (self === undefined || !flag(pool.database.get('pool', self), 'ha_enabled')) return;
  const holds = list(pool.database.get('SR', sr), 'VDIs').some((vdi) => text(pool.database.get('VDI', vdi), 'type') === 'ha_statefile');
  if (holds) throw new XapiError('HA_IS_ENABLED');
}
