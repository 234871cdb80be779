import { flag, list, ref, text } from '../fields.ts';
import { refreshAllowed } from '../operations/rules.ts';
import { change } from '../rows.ts';
import type { Ref } from '../value.ts';
import type { PoolState } from '../world.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** Disk 0 is xvda, 26 is xvdaa; floppies are fda and fdb. */
function deviceName(type: string, position: number): string {
  const letter = LETTERS[position % LETTERS.length] ?? '';
  if (type === 'Floppy') return `fd${letter}`;
  const prefix = position >= LETTERS.length ? (LETTERS[Math.floor(position / LETTERS.length) - 1] ?? '') : '';
  return `xvd${prefix}${letter}`;
}

/** Everything a VM is plugged into, in the order it is plugged. */
export function plugAll(pool: PoolState, vm: Ref): void {
  const row = pool.database.get('VM', vm);
  for (const vbd of list(row, 'VBDs')) plugVbd(pool, vbd);
  for (const vif of list(row, 'VIFs')) attach(pool, 'VIF', vif, true);
}

export function plugVbd(pool: PoolState, vbd: Ref): void {
  const row = pool.database.get('VBD', vbd);
  // An empty drive is there for the guest too; an empty disk slot is nothing.
  if (flag(row, 'empty') && text(row, 'type') !== 'CD') return;
  change(pool, 'VBD', vbd, { device: deviceName(text(row, 'type'), Number(text(row, 'userdevice'))) });
  attach(pool, 'VBD', vbd, true);
}

export function unplugAll(pool: PoolState, vm: Ref): void {
  const row = pool.database.get('VM', vm);
  for (const vbd of list(row, 'VBDs')) attach(pool, 'VBD', vbd, false);
  for (const vif of list(row, 'VIFs')) attach(pool, 'VIF', vif, false);
}

export function attach(pool: PoolState, table: 'VBD' | 'VIF', self: Ref, isAttached: boolean): void {
  change(pool, table, self, { currently_attached: isAttached });
  refreshAllowed(pool, table, self);
  const disk = table === 'VBD' ? ref(pool.database.get('VBD', self), 'VDI') : undefined;
  if (disk !== undefined) refreshAllowed(pool, 'VDI', disk);
}

/** Devices and the appliance follow their VM's state: what may be done with them changes when it starts or stops. */
export function refreshDependents(pool: PoolState, vm: Ref): void {
  const row = pool.database.get('VM', vm);
  for (const vbd of list(row, 'VBDs')) refreshAllowed(pool, 'VBD', vbd);
  for (const vif of list(row, 'VIFs')) refreshAllowed(pool, 'VIF', vif);
  const appliance = ref(row, 'appliance');
  if (appliance !== undefined) refreshAllowed(pool, 'VM_appliance', appliance);
}
