import { entry, flag, list, map, ref } from './fields.ts';
import { setLive } from './liveness.ts';
import { refreshAllAllowed, refreshAllowed } from './operations/rules.ts';
import { note } from './dom0/dom0.ts';
import { hasCarrier, managementLeg } from './dom0/legs.ts';
import { endReset, resetRecords } from './dom0/network-reset.ts';
import { isAsRecorded } from './dom0/paths.ts';
import { untilNextLookMs } from './pace.ts';
import { canTalk, isAnswering } from './reach.ts';
import { change } from './rows.ts';
import { endAllSessions } from './sessions.ts';
import { isCutOff } from './storage/storage-network.ts';
import { dropTask, failTasksOf } from './tasks.ts';
import { haltDomain } from './domains/stop-domain.ts';
import type { Row } from './value.ts';
import type { PoolState, SimHost, World } from './world.ts';
import { XapiError } from './xapi-error.ts';

const TOOLSTACK_STARTS_IN_MS = 10_000;
const STORAGE_PLUGGED_AFTER_MS = 5_000;
const ENABLED_AFTER_MS = 10_000;
/** A host that could not join its master tries again after this long, and up to twice as long again by chance. */
const EMERGENCY_RETRY_MS = 60_000;
const EMERGENCY_RETRY_SPREAD_MS = 120_000;

/** What a start follows: the machine came up with empty memory, or only the toolstack was away. */
export type StartKind = 'machine-booted' | 'toolstack-restarted';

/** The toolstack is gone at once; domains run on. */
export function stopToolstack(host: SimHost): void {
  host.life += 1;
  host.toolstack = { is: 'stopped' };
  for (const session of host.localSessions.values()) for (const wake of session.onEnd) wake();
  host.localSessions.clear();
  if (host.pool.master === host) forgetWork(host.pool);
}

/** Sessions and tasks live in the master's memory only. */
function forgetWork(pool: PoolState): void {
  for (const [task, running] of pool.running) running.interrupt(new XapiError('TASK_CANCELLED', task));
  for (const task of pool.database.refs('task')) dropTask(pool, task);
  endAllSessions(pool);
  pool.database.restart();
  pool.messages.deleted.length = 0;
}

export function restartToolstack(world: World, host: SimHost): void {
  stopToolstack(host);
  startToolstack(world, host, 'toolstack-restarted');
}

/** Something that happens later to this life of the host; a stop meanwhile cancels it. */
function later(world: World, host: SimHost, delayMs: number, act: () => void): void {
  inThisLife(world, host, delayMs * world.slowness, act);
}

function inThisLife(world: World, host: SimHost, ms: number, act: () => void): void {
  const { life } = host;
  world.clock.after(ms, () => {
    if (host.life === life) act();
  });
}

export function startToolstack(world: World, host: SimHost, kind: StartKind): void {
  host.toolstack = { is: 'emergency', code: 'HOST_STILL_BOOTING', parameters: [] };
  host.dom0.xapiStartedMs = world.clock.now();
  host.dom0.isXapiHung = false;
  readInventory(host);
  const { networkReset } = host.dom0;
  if (kind === 'machine-booted' && networkReset !== undefined) resetRecords(host, networkReset);
  later(world, host, TOOLSTACK_STARTS_IN_MS, () => {
    if (host.role.is === 'master' && host.dom0.poolConf === undefined) becomeReady(world, host, kind);
    else sayHello(world, host, kind);
  });
}

const INVENTORY = '/etc/xensource-inventory';

/** What somebody wrote there counts from the next start on. */
function readInventory({ dom0 }: SimHost): void {
  const [, bridge] = /^MANAGEMENT_INTERFACE='(.*)'$/m.exec(dom0.files.get(INVENTORY) ?? '') ?? [];
  if (bridge !== undefined) dom0.network.managementBridge = bridge;
  dom0.files.delete(INVENTORY);
}

/** A slave is nothing without its master: until it has been received it stays in emergency mode. */
function sayHello(world: World, host: SimHost, kind: StartKind): void {
  const { pool } = host;
  const refusal = helloProblem(host);
  if (refusal === undefined) {
    failTasksOf(world, pool, host);
    becomeReady(world, host, kind);
    return;
  }
  host.toolstack = { is: 'emergency', code: refusal.code, parameters: refusal.parameters };
  tellWhy(host, refusal);
  const againMs = EMERGENCY_RETRY_MS + world.random.below(EMERGENCY_RETRY_SPREAD_MS);
  inThisLife(world, host, untilNextLookMs(world, againMs), () => sayHello(world, host, kind));
}

/** Each reason in the order the toolstack comes to it. */
function helloProblem(host: SimHost): XapiError | undefined {
  return ownProblem(host) ?? pathProblem(host) ?? receptionProblem(host);
}

function ownProblem(host: SimHost): XapiError | undefined {
  if (host.dom0.poolConf === 'broken') return new XapiError('HOST_BROKEN');
  if (host.role.is === 'slave' && host.role.masterAddress === host.address) return new XapiError('HOST_ITS_OWN_SLAVE');
  return hasManagementAddress(host) ? undefined : new XapiError('HOST_HAS_NO_MANAGEMENT_IP');
}

function pathProblem(host: SimHost): XapiError | undefined {
  const { master } = host.pool;
  const isThere = host.role.is === 'master' || host.role.masterAddress === master.address;
  if (!isThere || !canTalk(host, master)) return new XapiError('INTERNAL_ERROR', 'Unix.Unix_error(Unix.EHOSTUNREACH, "connect", "")');
  return isAnswering(master) ? undefined : new XapiError('INTERNAL_ERROR', 'Unix.Unix_error(Unix.ECONNREFUSED, "connect", "")');
}

function receptionProblem(host: SimHost): XapiError | undefined {
  if (isVerifying(host) && !host.dom0.tls.trustsMaster)
    return new XapiError('INTERNAL_ERROR', 'Stunnel.Stunnel_verify_error("certificate verify failed")');
  if (isPoolArmed(host) && host.dom0.ha.isArmed === false) return new XapiError('HA_POOL_IS_ENABLED_BUT_HOST_IS_DISABLED');
  if (host.dom0.refusal === 'ahead-of-master')
    return new XapiError(
      'HOST_XAPI_VERSION_HIGHER_THAN_COORDINATOR',
      entry(host.pool.database.get('host', host.ref), 'software_version', 'xapi_build') ?? '',
    );
  const isKnown = host.dom0.refusal !== 'forgotten' && host.pool.database.refByUuid('host', host.uuid) !== undefined;
  return isKnown ? undefined : new XapiError('HOST_UNKNOWN_TO_MASTER', host.uuid);
}

/** What the log says of each reason not to go on. */
function tellWhy({ dom0, role }: SimHost, { code, parameters }: XapiError): void {
  const xapi = (text: string): void => note(dom0, 'xensource.log', `xapi: [error||0 |server_init D:1f2e3d4c5b6a|xapi] ${text}`);
  if (code === 'HOST_HAS_NO_MANAGEMENT_IP') xapi('wait_for_ip (IP=None; connected: false)');
  else if (code === 'HOST_UNKNOWN_TO_MASTER') xapi('The master says the host has no record of us being a slave');
  else if (parameters.some((parameter) => parameter.includes('verify'))) xapi('stunnel error: certificate verify failed');
  else if (role.is === 'slave') xapi(`Cannot_connect_to_master ${role.masterAddress}: ${parameters.join(' ')}`);
  xapi(`We are a slave and running in slave emergency mode: ${code}`);
}

/** It does not even try before its bridge has an address and a link. */
function hasManagementAddress(host: SimHost): boolean {
  if (host.cables.management === 'plugged' && isAsRecorded(host)) return true;
  const leg = managementLeg(host);
  // Databases of old releases do not tell which interface it is.
  if (leg === undefined) return host.dom0.network.managementBridge === undefined;
  return leg.ip !== undefined && leg.uplinks.some((device) => hasCarrier(host, device));
}

function isVerifying(host: SimHost): boolean {
  return host.dom0.tls.isVerifying ?? flag(host.pool.database.find('host', host.ref) ?? {}, 'tls_verification_enabled');
}

function isPoolArmed({ pool }: SimHost): boolean {
  const [self] = pool.database.refs('pool');
  return self !== undefined && flag(pool.database.get('pool', self), 'ha_enabled');
}

function becomeReady(world: World, host: SimHost, kind: StartKind): void {
  const { pool } = host;
  host.toolstack = { is: 'running' };
  host.lastHeartbeatMs = world.clock.now();
  endReset(host);
  if (host === pool.master) welcomeBack(world, pool);
  change(pool, 'host', host.ref, { enabled: false, current_operations: {}, ...startTimes(pool, host) });
  setLive(pool, host, true);
  if (kind === 'machine-booted') forgetDomains(pool, host);
  refreshAllowed(pool, 'host', host.ref);
  later(world, host, STORAGE_PLUGGED_AFTER_MS, () => plugStorage(pool, host));
  later(world, host, ENABLED_AFTER_MS, () => enableAfterStart(pool, host));
}

/** What the toolstack writes down of itself and its machine when it starts: seconds with a trailing point. */
function startTimes(pool: PoolState, host: SimHost): Row {
  const before = map(pool.database.get('host', host.ref), 'other_config');
  const seconds = (ms: number): string => `${Math.floor(ms / 1000)}.`;
  return { other_config: { ...before, boot_time: seconds(host.dom0.bootedMs), agent_start_time: seconds(host.dom0.xapiStartedMs) } };
}

/** A master that starts knows nothing of what was going on and starts counting silence anew. */
function welcomeBack(world: World, pool: PoolState): void {
  for (const table of pool.database.tables.keys()) {
    for (const self of pool.database.refs(table)) {
      const operations = pool.database.get(table, self)['current_operations'];
      if (typeof operations === 'object' && Object.keys(operations).length > 0) change(pool, table, self, { current_operations: {} });
    }
  }
  for (const host of world.hosts) if (host.pool === pool && isAnswering(host)) host.lastHeartbeatMs = world.clock.now();
  refreshAllAllowed(pool);
}

/** After a boot there are no domains: what the database believes to run here does not. */
function forgetDomains(pool: PoolState, host: SimHost): void {
  for (const vm of list(pool.database.get('host', host.ref), 'resident_VMs')) {
    if (!flag(pool.database.get('VM', vm), 'is_control_domain')) haltDomain(pool, vm);
  }
  for (const pbd of list(pool.database.get('host', host.ref), 'PBDs')) change(pool, 'PBD', pbd, { currently_attached: false });
  host.lastDomainId = 0;
  host.dom0.hasLostGuests = false;
}

function plugStorage(pool: PoolState, host: SimHost): void {
  for (const pbd of list(pool.database.get('host', host.ref), 'PBDs')) {
    const sr = ref(pool.database.get('PBD', pbd), 'SR');
    if (sr !== undefined && isCutOff(pool, host, sr)) continue;
    change(pool, 'PBD', pbd, { currently_attached: true });
    if (sr !== undefined) refreshAllowed(pool, 'SR', sr);
  }
}

function enableAfterStart(pool: PoolState, host: SimHost): void {
  const row = pool.database.find('host', host.ref);
  if (row === undefined || !host.enablesItself || list(row, 'pending_guidances').length > 0) return;
  change(pool, 'host', host.ref, { enabled: true });
  refreshAllowed(pool, 'host', host.ref);
}
