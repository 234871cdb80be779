import { hasCarrier, managementPorts, storagePorts } from './dom0/legs.ts';
import { noteLink } from './dom0/link-log.ts';
import { type Dom0, note } from './dom0/dom0.ts';
import { forgetRuntime } from './dom0/runtime.ts';
import { entry, flag, list, ref } from './fields.ts';
import { setLive } from './liveness.ts';
import { canTalk, isAnswering } from './reach.ts';
import { change } from './rows.ts';
import { startToolstack, stopToolstack } from './toolstack.ts';
import type { PoolState, SimHost, World } from './world.ts';

const MACHINE_BOOTS_IN_MS = 120_000;

export type Cable = 'management' | 'storage';

/** The plug is pulled: whatever the host was doing is gone, and nobody is told. */
export function losePower(host: SimHost): void {
  stopToolstack(host);
  host.power = 'off';
  host.dom0.hasLostGuests = true;
  forgetRuntime(host.dom0);
}

export function bootMachine(world: World, host: SimHost): void {
  if (host.power !== 'off') return;
  host.power = 'booting';
  host.life += 1;
  const { life } = host;
  world.clock.after(MACHINE_BOOTS_IN_MS * world.slowness, () => {
    if (host.life !== life) return;
    host.power = 'on';
    host.dom0.bootedMs = world.clock.now();
    startToolstack(world, host, 'machine-booted');
  });
}

/** A slave that goes down in good order tells its master, which need not wait for its silence. */
export function goDown(world: World, host: SimHost, then: 'stay-off' | 'boot-again'): void {
  const { pool } = host;
  if (host !== pool.master && canTalk(host, pool.master) && isAnswering(pool.master)) {
    host.lastHeartbeatMs = Number.NEGATIVE_INFINITY;
    setLive(pool, host, false);
  }
  losePower(host);
  if (then === 'boot-again') bootMachine(world, host);
}

export function pullCable(host: SimHost, cable: Cable): void {
  if (host.cables[cable] === 'pulled') return;
  const ports = portsOf(host, cable);
  host.cables[cable] = 'pulled';
  for (const port of ports) noteLink(host, port, false);
  if (cable === 'management') loseTime(host.dom0);
  if (cable === 'storage') setCarrier(host, false);
}

export function plugCable(host: SimHost, cable: Cable): void {
  if (host.cables[cable] === 'plugged') return;
  host.cables[cable] = 'plugged';
  for (const port of portsOf(host, cable)) noteLink(host, port, true);
  if (cable === 'storage') setCarrier(host, true);
}

/** It goes on from the last time it was told. */
function loseTime(dom0: Dom0): void {
  dom0.time.sinceMs = dom0.clock.now() - 14_000;
  const { boots } = dom0;
  dom0.clock.after(TIME_IS_MISSED_AFTER_MS, () => {
    if (dom0.boots === boots) note(dom0, 'daemon.log', "chronyd[1422]: Can't synchronise: no reachable sources");
  });
}

const TIME_IS_MISSED_AFTER_MS = 368_000;

function portsOf(host: SimHost, cable: Cable): readonly string[] {
  return (cable === 'management' ? managementPorts(host) : storagePorts(host)).filter(
    (port) => hasCarrier(host, port) || host.cables[cable] === 'plugged',
  );
}

/** The host still reaches its master, so the pool sees the link of its storage card go. */
function setCarrier(host: SimHost, hasCarrier: boolean): void {
  const { pool } = host;
  if (!isAnswering(host) || !canTalk(host, pool.master)) return;
  for (const pif of storageCards(pool, host)) {
    const metrics = ref(pool.database.get('PIF', pif), 'metrics');
    if (metrics !== undefined && pool.database.find('PIF_metrics', metrics) !== undefined)
      change(pool, 'PIF_metrics', metrics, { carrier: hasCarrier });
  }
}

/** Cards set up for storage, as clients mark them: an address and a purpose, but not the management. */
function storageCards(pool: PoolState, host: SimHost): readonly string[] {
  return list(pool.database.get('host', host.ref), 'PIFs').filter((pif) => {
    const row = pool.database.get('PIF', pif);
    return !flag(row, 'management') && entry(row, 'other_config', 'management_purpose') !== undefined;
  });
}
