import { haltDomain } from '../domains/stop-domain.ts';
import { flag, list, refOf, textOf, mapOf } from '../fields.ts';
import { assertPlanSurvives } from '../ha/plan/plan-state.ts';
import { bootMachine, goDown } from '../machine.ts';
import { isLiveRow } from '../operations/host-rules.ts';
import { refreshAllowed } from '../operations/rules.ts';
import { begin, operationKey, withOperation } from '../operations/with-operation.ts';
import { guestsOf } from '../placement/evacuation.ts';
import { untilNextLookMs } from '../pace.ts';
import type { Work } from '../process.ts';
import { canTalk, forwardTo, isAnswering, machineOf } from '../reach.ts';
import { removeHost } from '../membership/remove-host.ts';
import { change } from '../rows.ts';
import { restartToolstack, stopToolstack } from '../toolstack.ts';
import type { Ref, Value } from '../value.ts';
import type { Call, Implementations, PoolState, SimHost } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { forgetDomain } from './vm-record-calls.ts';

/** The command is carried out this long after the call has been answered. */
const GOES_DOWN_AFTER_MS = 10_000;
const AGENT_RESTARTS_AFTER_MS = 1_000;
const POWER_ON_CHECK_MS = 5_000;

export const hostPowerCalls: Implementations = {
  'host.disable': (call, host, autoEnable) => disable(call, refOf(host), autoEnable),
  'host.enable': (call, host) => enable(call, refOf(host)),
  'host.shutdown': (call, host) => takeDown(call, refOf(host), 'shutdown'),
  'host.reboot': (call, host) => takeDown(call, refOf(host), 'reboot'),
  'host.power_on': (call, host) => powerOn(call, refOf(host)),
  'host.set_power_on_mode': ({ pool }, host, mode, config) => {
    change(pool, 'host', refOf(host), { power_on_mode: textOf(mode), power_on_config: mapOf(config) });
    refreshAllowed(pool, 'host', refOf(host));
    return '';
  },
  'host.restart_agent': (call, host) => restartAgent(call, refOf(host)),
  'host.shutdown_agent': ({ world, host }) => {
    world.clock.after(AGENT_RESTARTS_AFTER_MS, () => stopToolstack(host));
    return '';
  },
  'host.declare_dead': ({ pool, world }, host) => declareDead({ pool, world }, refOf(host)),
  'host.destroy': ({ pool, world }, host) => destroy({ pool, world }, refOf(host)),
};

function disable({ pool, world }: Call, host: Ref, autoEnable: Value | undefined): Value {
  pool.database.get('host', host);
  assertPlanSurvives(pool, { disables: host });
  const machine = machineOf({ world, pool }, host);
  if (machine !== undefined) machine.enablesItself = autoEnable !== false;
  change(pool, 'host', host, { enabled: false });
  refreshAllowed(pool, 'host', host);
  return '';
}

function* enable(call: Call, host: Ref): Work<Value> {
  const { pool, world } = call;
  yield* forwardTo(call, host);
  return yield* withOperation(call, { table: 'host', self: host, name: 'enable' }, function* () {
    yield* [];
    const row = pool.database.get('host', host);
    if (list(row, 'pending_guidances').length > 0) throw new XapiError('HOST_PENDING_MANDATORY_GUIDANCE_NOT_EMPTY', host);
    const machine = machineOf({ world, pool }, host);
    if (machine !== undefined) machine.enablesItself = true;
    change(pool, 'host', host, { enabled: true });
    return '';
  });
}

function* takeDown(call: Call, host: Ref, name: 'shutdown' | 'reboot'): Work<Value> {
  const { pool, world } = call;
  yield* forwardTo(call, host);
  yield* withOperation(call, { table: 'host', self: host, name }, function* () {
    yield* [];
  });
  const machine = machineOf({ world, pool }, host);
  if (machine === undefined) return '';
  // Shown on the host until it is back, long after the call's own task has gone.
  begin(pool, { table: 'host', self: host, name }, operationKey({ ...call, task: undefined }));
  const { life } = machine;
  world.clock.after(GOES_DOWN_AFTER_MS * world.slowness, () => {
    if (machine.life !== life) return;
    stopGuests(pool, machine);
    goDown(world, machine, name === 'reboot' ? 'boot-again' : 'stay-off');
  });
  return '';
}

/** The host's own shutdown takes its VMs down; it tells the pool while it still can. */
function stopGuests(pool: PoolState, machine: SimHost): void {
  if (!isAnswering(pool.master) || !canTalk(machine, pool.master)) return;
  for (const vm of guestsOf(pool, machine.ref)) haltDomain(pool, vm);
}

function* powerOn(call: Call, host: Ref): Work<Value> {
  const { pool, world } = call;
  return yield* withOperation(call, { table: 'host', self: host, name: 'power_on' }, function* () {
    const machine = machineOf({ world, pool }, host);
    if (machine === undefined) throw new XapiError('XENAPI_MISSING_PLUGIN', 'power-on-host');
    bootMachine(world, machine);
    while (!isLiveRow(pool, pool.database.get('host', host))) yield untilNextLookMs(world, POWER_ON_CHECK_MS);
    return '';
  });
}

function* restartAgent(call: Call, host: Ref): Work<Value> {
  const { pool, world } = call;
  yield* forwardTo(call, host);
  const machine = machineOf({ world, pool }, host);
  if (machine === undefined) return '';
  const { life } = machine;
  world.clock.after(AGENT_RESTARTS_AFTER_MS, () => {
    if (machine.life === life) restartToolstack(world, machine);
  });
  return '';
}

type Context = Pick<Call, 'pool' | 'world'>;

/** Before a host's records are touched it is made sure that nobody is there any more. */
function assertDead({ pool, world }: Context, host: Ref): void {
  const row = pool.database.get('host', host);
  const machine = machineOf({ world, pool }, host);
  const isReachable = machine !== undefined && isAnswering(machine) && canTalk(pool.master, machine);
  if (host === pool.master.ref || (isLiveRow(pool, row) && isReachable)) throw new XapiError('HOST_IS_LIVE', host);
}

function assertNoHa(pool: PoolState): void {
  const [self] = pool.database.refs('pool');
  if (self !== undefined && flag(pool.database.get('pool', self), 'ha_enabled')) throw new XapiError('HA_IS_ENABLED');
}

function declareDead(context: Context, host: Ref): Value {
  const { pool } = context;
  assertDead(context, host);
  for (const vm of guestsOf(pool, host)) forgetDomain(pool, vm);
  change(pool, 'host', host, { enabled: false });
  refreshAllowed(pool, 'host', host);
  return '';
}

function destroy(context: Context, host: Ref): Value {
  const { pool } = context;
  assertDead(context, host);
  assertNoHa(pool);
  if (guestsOf(pool, host).length > 0) throw new XapiError('HOST_HAS_RESIDENT_VMS', host);
  removeHost(pool, host);
  return '';
}
