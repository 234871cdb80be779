import { addHost } from '../build/add-host.ts';
import { addNetwork, addNic } from '../build/add-network.ts';
import { addPool } from '../build/add-pool.ts';
import { addStorage, localStorage } from '../build/add-storage.ts';
import { createDraft, type Draft } from '../build/draft.ts';
import { levelProcessors } from '../build/level-processors.ts';
import { GIB } from '../build/sizes.ts';
import { startPool } from '../build/start-pool.ts';
import { flag, list, map, number, ref, text } from '../fields.ts';
import { isHaOn, poolOf } from '../ha/plan/plan-state.ts';
import { goDown } from '../machine.ts';
import { refreshAllAllowed } from '../operations/rules.ts';
import { guestsOf } from '../placement/evacuation.ts';
import type { Work } from '../process.ts';
import { forwardTo, machineOf } from '../reach.ts';
import { change, removeRow } from '../rows.ts';
import { NULL_REF, type Ref, type Value } from '../value.ts';
import type { Call, PoolState, SimHost, World } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { removeHost } from './remove-host.ts';
import { ownStorage } from './merge-database.ts';

const LEAVING_TAKES_MS = 6_000;
const REBOOTS_AFTER_MS = 10_000;
const FRESH_DISK_GIB = 430;

/** The host wipes what it knew of the pool and starts again as if just installed; its own storage is lost. */
export function* eject(call: Call, host: Ref): Work<Value> {
  const { pool, world } = call;
  const row = pool.database.get('host', host);
  if (isHaOn(pool)) throw new XapiError('HA_IS_ENABLED');
  if (host === pool.master.ref) throw new XapiError('INTERNAL_ERROR', 'Failure("cannot eject master")');
  if (guestsOf(pool, host).length > 0) throw new XapiError('OPERATION_NOT_ALLOWED', 'VM resident on host');
  yield* forwardTo(call, host);
  yield LEAVING_TAKES_MS * world.slowness;
  const machine = machineOf(call, host);
  if (machine === undefined) throw new XapiError('HOST_OFFLINE', host);
  const fresh = freshDraft(world, pool, row);
  const own = ownStorage(pool, host);
  forgetStorage(pool, own);
  removeHost(pool, host);
  levelProcessors(pool);
  refreshAllAllowed(pool);
  const { life } = machine;
  world.clock.after(REBOOTS_AFTER_MS * world.slowness, () => {
    if (machine.life === life) startAlone(world, machine, fresh);
  });
  return '';
}

/** Their records go with them; VMs stay behind without their disks. */
function forgetStorage(pool: PoolState, srs: readonly Ref[]): void {
  const { self, row } = poolOf(pool);
  for (const sr of srs) {
    for (const vdi of list(pool.database.get('SR', sr), 'VDIs')) {
      for (const vbd of list(pool.database.get('VDI', vdi), 'VBDs')) change(pool, 'VBD', vbd, { VDI: NULL_REF, empty: true });
      removeRow(pool, 'VDI', vdi);
    }
    for (const field of ['default_SR', 'suspend_image_SR', 'crash_dump_SR'])
      if (ref(row, field) === sr) change(pool, 'pool', self, { [field]: NULL_REF });
    for (const pbd of list(pool.database.get('SR', sr), 'PBDs')) removeRow(pool, 'PBD', pbd);
    removeRow(pool, 'SR', sr);
  }
}

function freshDraft(world: World, pool: PoolState, row: ReturnType<PoolState['database']['get']>): Draft {
  const draft = createDraft({ profile: pool.profile, model: pool.model, random: world.random, startMs: world.clock.now() });
  const metrics = pool.database.find('host_metrics', ref(row, 'metrics') ?? '');
  const host = addHost(draft, {
    name: text(row, 'name_label'),
    address: text(row, 'address'),
    uuid: text(row, 'uuid'),
    memoryGib: Math.round(number(metrics ?? {}, 'memory_total') / GIB),
    bootedMs: world.clock.now(),
  });
  draft.change('host', host, { cpu_info: unlevelled(row), bios_strings: map(row, 'bios_strings'), hostname: text(row, 'hostname') });
  for (const pif of list(row, 'PIFs').map((self) => pool.database.get('PIF', self))) if (flag(pif, 'physical')) addPort(draft, host, pif);
  const local = addStorage(draft, localStorage({ host, sizeBytes: FRESH_DISK_GIB * GIB, usedBytes: 0 }));
  draft.change('host', host, { suspend_image_sr: local, crash_dump_sr: local });
  addPool(draft, { name: '', master: host, hosts: [host], defaultSr: local });
  return draft;
}

function unlevelled(row: ReturnType<PoolState['database']['get']>) {
  const cpu = map(row, 'cpu_info');
  return { ...cpu, features_hvm: cpu['features_hvm_host'] ?? '', features_pv: cpu['features_pv_host'] ?? '' };
}

/** Only the management keeps its address. */
function addPort(draft: Draft, host: Ref, pif: ReturnType<PoolState['database']['get']>): void {
  const device = text(pif, 'device');
  const network = addNetwork(draft, { name: `Pool-wide network associated with ${device}`, bridge: device.replace('eth', 'xenbr') });
  const isManagement = flag(pif, 'management');
  const address = { ip: text(pif, 'IP'), netmask: text(pif, 'netmask'), gateway: text(pif, 'gateway'), dns: text(pif, 'DNS') };
  const port = addNic(draft, { host, device, network, isManagement, ...(isManagement && { address }) });
  draft.change('PIF', port, { MAC: text(pif, 'MAC') });
}

function startAlone(world: World, machine: SimHost, draft: Draft): void {
  const { ref: before } = machine;
  goDown(world, machine, 'stay-off');
  const pool = startPool(world, draft, { accounts: machine.pool.accounts.filter(({ role }) => role !== 'superuser') });
  const twin = pool.master;
  world.hosts.splice(world.hosts.indexOf(twin), 1);
  world.arrays.disks.splice(0, world.arrays.disks.length, ...world.arrays.disks.filter((disk) => disk.host !== before));
  const superuser = machine.pool.accounts.find(({ role }) => role === 'superuser');
  if (superuser !== undefined) pool.accounts.splice(0, 1, superuser);
  machine.pool = pool;
  machine.ref = twin.ref;
  machine.role = { is: 'master' };
  pool.master = machine;
  for (const metrics of pool.database.refs('host_metrics')) pool.database.set('host_metrics', metrics, { live: true });
  goDown(world, machine, 'boot-again');
}
