import { addMetrics, FRESH } from '../domains/machine-rows.ts';
import { list, ref, text } from '../fields.ts';
import { refreshAllowed } from '../operations/rules.ts';
import { addRow, change } from '../rows.ts';
import { EPOCH, NULL_REF, type Ref, type Row } from '../value.ts';
import type { Call } from '../world.ts';
import type { Sending } from './sending.ts';

/** The records of the machine and of its snapshots in the pool it goes to. */
export function importMachine(call: Call, sending: Sending, copies: ReadonlyMap<Ref, Ref>): Ref {
  const { pool } = call;
  const made = importOne(call, { sending, copies, machine: sending.vm, fields: {} });
  const snapshots = new Map<Ref, Ref>();
  for (const snapshot of list(pool.database.get('VM', sending.vm), 'snapshots')) {
    const row = pool.database.get('VM', snapshot);
    const kept = {
      is_a_template: true,
      is_a_snapshot: true,
      snapshot_of: made,
      snapshot_time: text(row, 'snapshot_time'),
      snapshot_info: row['snapshot_info'] ?? {},
    };
    snapshots.set(snapshot, importOne(call, { sending, copies, machine: snapshot, fields: kept }));
  }
  const parentOf = (machine: Ref) => snapshots.get(ref(pool.database.get('VM', machine), 'parent') ?? '') ?? NULL_REF;
  const { pool: into } = sending.landing;
  change(into, 'VM', made, { parent: parentOf(sending.vm) });
  for (const [old, own] of snapshots) change(into, 'VM', own, { parent: parentOf(old) });
  return made;
}

interface Import {
  readonly sending: Sending;
  readonly copies: ReadonlyMap<Ref, Ref>;
  readonly machine: Ref;
  readonly fields: Row;
}

/** What belongs to the pool it was in stays behind. */
const BEHIND: Row = { affinity: NULL_REF, suspend_SR: NULL_REF, groups: [] };

function importOne(call: Call, { sending, copies, machine, fields }: Import): Ref {
  const { world, pool } = call;
  const { pool: into } = sending.landing;
  const { uuid, ...row } = pool.database.get('VM', machine);
  const self = addRow({ world, pool: into }, 'VM', {
    ...row,
    ...FRESH,
    ...BEHIND,
    ...(sending.isCopy ? {} : { uuid: uuid ?? '' }),
    metrics: addMetrics(world, into),
    guest_metrics: guestOf(call, sending, row),
    ...fields,
  });
  importMetrics(call, sending, { from: row, self });
  for (const slot of list(row, 'VBDs').toReversed()) importSlot(call, sending, { slot, self, copies });
  for (const card of list(row, 'VIFs').toReversed()) importCard(call, sending, { card, self });
  const guest = pool.guests.get(machine);
  if (guest !== undefined) into.guests.set(self, guest);
  refreshAllowed(into, 'VM', self);
  return self;
}

/** The domain's kind is known to whoever runs it. */
function importMetrics({ pool }: Call, { landing: { pool: into } }: Sending, of: { readonly from: Row; readonly self: Ref }): void {
  const before = pool.database.find('VM_metrics', ref(of.from, 'metrics') ?? '');
  const metrics = ref(into.database.get('VM', of.self), 'metrics');
  if (before === undefined || metrics === undefined) return;
  const { start_time = EPOCH, install_time = EPOCH, current_domain_type = 'unspecified', hvm = false } = before;
  change(into, 'VM_metrics', metrics, { start_time, install_time, current_domain_type, hvm });
}

function guestOf({ world, pool }: Call, { landing, isCopy }: Sending, row: Row): Ref {
  const told = isCopy ? undefined : pool.database.find('VM_guest_metrics', ref(row, 'guest_metrics') ?? '');
  if (told === undefined) return NULL_REF;
  const { uuid: _uuid, ...known } = told;
  return addRow({ world, pool: landing.pool }, 'VM_guest_metrics', known);
}

const DETACHED: Row = { currently_attached: false, allowed_operations: ['attach'], current_operations: {} };

interface Device {
  readonly self: Ref;
}

/** Discs are taken out: the libraries of one pool are not those of another. */
function importSlot(
  call: Call,
  { landing }: Sending,
  { slot, self, copies }: Device & { readonly slot: Ref; readonly copies: Import['copies'] },
): void {
  const { world, pool } = call;
  const { uuid: _uuid, ...vbd } = pool.database.get('VBD', slot);
  const disk = copies.get(ref(vbd, 'VDI') ?? '');
  const metrics = addRow({ world, pool: landing.pool }, 'VBD_metrics', { last_updated: EPOCH });
  addRow({ world, pool: landing.pool }, 'VBD', { ...vbd, ...DETACHED, VM: self, VDI: disk ?? NULL_REF, empty: disk === undefined, metrics });
}

function importCard(call: Call, { landing, cards, isCopy }: Sending, { card, self }: Device & { readonly card: Ref }): void {
  const { world, pool } = call;
  const { uuid, ...vif } = pool.database.get('VIF', card);
  const same = [...cards].find(([other]) => text(pool.database.get('VIF', other), 'MAC') === text(vif, 'MAC'));
  const network = cards.get(card) ?? same?.[1] ?? NULL_REF;
  const metrics = addRow({ world, pool: landing.pool }, 'VIF_metrics', { last_updated: EPOCH });
  const identity: Row = isCopy ? {} : { uuid: uuid ?? '' };
  addRow({ world, pool: landing.pool }, 'VIF', { ...vif, ...DETACHED, ...identity, VM: self, network, metrics });
}
