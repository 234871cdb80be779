import { list, text } from '../fields.ts';
import { domainModelOf } from '../memory.ts';
import { addRow, removeRow } from '../rows.ts';
import type { Ref } from '../value.ts';
import type { PoolState, World } from '../world.ts';

/** One console per running domain: a picture for hardware-assisted guests, text for paravirtual ones. */
export function openConsole(world: World, pool: PoolState, vm: Ref, host: Ref): void {
  const row = pool.database.get('VM', vm);
  const uuid = world.random.uuid();
  addRow({ world, pool }, 'console', {
    uuid,
    protocol: domainModelOf(row) === 'hvm_or_pvh' ? 'rfb' : 'vt100',
    VM: vm,
    location: `https://${text(pool.database.get('host', host), 'address')}/console?uuid=${uuid}`,
  });
}

export function closeConsoles(pool: PoolState, vm: Ref): void {
  for (const self of list(pool.database.get('VM', vm), 'consoles')) removeRow(pool, 'console', self);
}
