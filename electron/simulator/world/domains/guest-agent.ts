import { entry, flag, isMap, list, map, ref, text } from '../fields.ts';
import { refreshAllowed } from '../operations/rules.ts';
import { isAnswering } from '../reach.ts';
import { addRow, change, removeRow } from '../rows.ts';
import { dateText } from '../times.ts';
import { EPOCH, type Ref, type Row, type ValueMap } from '../value.ts';
import type { GuestSoftware, PoolState, World } from '../world.ts';
import { refreshDependents } from './devices.ts';

/** From the start of a domain until the agent inside has said what it is. */
const AGENT_SPEAKS_AFTER_MS = 30_000;

const FEATURES = ['feature-shutdown', 'feature-reboot', 'feature-suspend', 'feature-poweroff', 'feature-vcpu-hotplug', 'feature-balloon'];
const LINUX: ValueMap = { name: 'Debian GNU/Linux 12 (bookworm)', uname: '6.1.0-35-amd64', distro: 'debian', major: '12', minor: '11' };
const WINDOWS: ValueMap = { name: 'Microsoft Windows Server 2022 Standard', distro: 'windows', major: '10', minor: '0' };
const DRIVERS: ValueMap = { major: '8', minor: '4', micro: '0', build: '1' };

/** A new domain gets an empty record of its guest, which fills once the agent speaks. */
export function beginGuest(world: World, pool: PoolState, vm: Ref): void {
  const machine = pool.database.get('VM', vm);
  const { hasAgent, told } = guestOf(pool, vm, machine);
  const before = ref(machine, 'guest_metrics');
  const guest = addRow({ world, pool }, 'VM_guest_metrics', { live: true, last_updated: dateText(world.clock.now()) });
  change(pool, 'VM', vm, { guest_metrics: guest });
  removeRow(pool, 'VM_guest_metrics', before);
  if (!hasAgent) return;
  world.clock.after(AGENT_SPEAKS_AFTER_MS * world.slowness, () => speak(world, pool, { vm, guest, told }));
}

function guestOf(pool: PoolState, vm: Ref, machine: Row): GuestSoftware {
  const guest = pool.guests.get(vm) ?? guessGuest(pool, machine);
  pool.guests.set(vm, guest);
  return guest;
}

/** What an agent once said tells what is installed; a VM that never ran is known by its template. */
function guessGuest(pool: PoolState, machine: Row): GuestSoftware {
  const { database } = pool;
  const told = database.find('VM_guest_metrics', ref(machine, 'guest_metrics') ?? '');
  if (told !== undefined && Object.keys(map(told, 'os_version')).length > 0) return { hasAgent: true, told };
  const hasRun = text(database.find('VM_metrics', ref(machine, 'metrics') ?? '') ?? {}, 'start_time') !== EPOCH;
  const disks = list(machine, 'VBDs').map((vbd) => database.get('VBD', vbd));
  const hasDisk = disks.some((disk) => text(disk, 'type') === 'Disk' && !flag(disk, 'empty'));
  const hint = `${text(machine, 'reference_label')} ${entry(machine, 'other_config', 'base_template_name') ?? ''}`;
  return { hasAgent: hasDisk && !hasRun, told: { os_version: /windows/i.test(hint) ? WINDOWS : LINUX, PV_drivers_version: DRIVERS } };
}

function speak(world: World, pool: PoolState, said: { readonly vm: Ref; readonly guest: Ref; readonly told: Row }): void {
  const { vm, guest, told } = said;
  // What the host has to tell must wait while there is no master to tell it.
  if (!isAnswering(pool.master)) {
    world.clock.after(AGENT_SPEAKS_AFTER_MS, () => speak(world, pool, said));
    return;
  }
  const machine = pool.database.find('VM', vm);
  // Another life of the VM has another record.
  if (machine === undefined || ref(machine, 'guest_metrics') !== guest || text(machine, 'power_state') !== 'Running') return;
  const drivers = map(told, 'PV_drivers_version');
  change(pool, 'VM_guest_metrics', guest, {
    os_version: map(told, 'os_version'),
    PV_drivers_version: Object.keys(drivers).length > 0 ? drivers : DRIVERS,
    PV_drivers_detected: true,
    PV_drivers_up_to_date: true,
    networks: networksOf(pool, machine, told),
    other: { ...Object.fromEntries(FEATURES.map((feature) => [feature, '1'])), ...map(told, 'other') },
    ...(isMap(told['netbios_name']) ? { netbios_name: told['netbios_name'] } : {}),
    can_use_hotplug_vbd: 'yes',
    can_use_hotplug_vif: 'yes',
    live: true,
    last_updated: dateText(world.clock.now()),
  });
  refreshAllowed(pool, 'VM', vm);
  refreshDependents(pool, vm);
}

/** A guest seen before keeps its addresses; a new one gets them from the network it is on. */
function networksOf(pool: PoolState, machine: Row, told: Row): ValueMap {
  const known = map(told, 'networks');
  if (Object.keys(known).length > 0) return known;
  const addresses = list(machine, 'VIFs').map((vif) => {
    const row = pool.database.get('VIF', vif);
    const bytes = text(row, 'MAC')
      .split(':')
      .map((byte) => Number.parseInt(byte, 16));
    return [`${text(row, 'device')}/ip`, `192.168.${(bytes.at(-2) ?? 0) % 256}.${1 + ((bytes.at(-1) ?? 0) % 253)}`] as const;
  });
  return Object.fromEntries(addresses.flatMap(([key, address]) => [[key, address] as const, [`${key}v4/0`, address] as const]));
}

/** After a suspend the same agent goes on talking. */
export function wakeGuest(world: World, pool: PoolState, vm: Ref): void {
  const guest = ref(pool.database.get('VM', vm), 'guest_metrics');
  if (guest === undefined || pool.database.find('VM_guest_metrics', guest) === undefined) return;
  change(pool, 'VM_guest_metrics', guest, { live: true, last_updated: dateText(world.clock.now()) });
}
