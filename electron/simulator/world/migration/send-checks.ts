import { entry, flag, list, ref, text } from '../fields.ts';
import { hasFeature } from '../operations/storage-rules.ts';
import { assertCanBootHere, assertCanRunAbroad } from '../placement/boot-checks.ts';
import type { Ref } from '../value.ts';
import type { Call, PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { assertInTouch } from './landing.ts';
import { type Cargo, cargoOf, movesRepository, type Sending } from './sending.ts';

/** Throws why the machine cannot be sent there, in the server's order. */
export function assertCanSend(call: Call, sending: Sending): void {
  const { pool } = call;
  const cargo = cargoOf(pool, sending);
  for (const { target } of cargo) sending.landing.pool.database.get('SR', target);
  if (sending.isWithinPool) assertWithinPool(pool, sending, cargo);
  else assertAbroad(call, sending, cargo);
  const tracked = cargo.find((each) => movesRepository(pool, each) && flag(pool.database.get('VDI', each.disk), 'cbt_enabled'));
  if (tracked !== undefined) throw new XapiError('VDI_CBT_ENABLED', tracked.disk);
}

function assertWithinPool(pool: PoolState, { vm, from, landing, isCopy, cards }: Sending, cargo: readonly Cargo[]): void {
  if (cards.size > 0) throw new XapiError('OPERATION_NOT_ALLOWED', 'VIF mapping is not allowed for intra-pool migration');
  if (isCopy) throw new XapiError('OPERATION_NOT_ALLOWED', 'Copy mode is disallowed for intra-pool storage migration, try efficient alternatives');
  assertNotOlder(pool, from, landing.host);
  assertStorageMigrates(pool, landing.pool, cargo);
  if (text(pool.database.get('VM', vm), 'power_state') === 'Running' && from !== landing.host) {
    assertCanBootHere(pool, vm, landing.host, { memory: 'checked', storage: 'moved' });
  }
  for (const { target } of cargo) assertPlugged(pool, landing.host, { vm, target });
}

/** What runs is never taken to an older hypervisor. */
export function assertNotOlder(pool: PoolState, from: Ref, to: Ref): void {
  if (isOlder(pool, from, { pool, host: to })) throw new XapiError('NOT_SUPPORTED_DURING_UPGRADE');
}

function isOlder(pool: PoolState, from: Ref, to: Sending['landing']): boolean {
  const version = (home: PoolState, host: Ref) =>
    (entry(home.database.get('host', host), 'software_version', 'platform_version') ?? '').split('.').map(Number);
  const newer = version(pool, from);
  const difference = version(to.pool, to.host)
    .map((part, index) => part - (newer[index] ?? 0))
    .find((each) => each !== 0);
  return (difference ?? 0) < 0;
}

/** What is written meanwhile goes to both; a disk that stays needs nothing of that. */
function assertStorageMigrates(from: PoolState, to: PoolState, cargo: readonly Cargo[]): void {
  for (const each of cargo) {
    if (from === to && !movesRepository(from, each)) continue;
    const source = ref(from.database.get('VDI', each.disk), 'SR') ?? '';
    assertCan(from, source, ['VDI_SNAPSHOT'], ['VDI_MIRROR']);
    assertCan(to, each.target, ['VDI_SNAPSHOT'], ['VDI_MIRROR_IN', 'VDI_MIRROR']);
  }
}

function assertCan(pool: PoolState, sr: Ref, ...needs: readonly (readonly string[])[]): void {
  const row = pool.database.get('SR', sr);
  const lacking = needs.filter((any) => !any.some((feature) => hasFeature(pool, row, feature)));
  if (lacking.length > 0) throw new XapiError('SR_DOES_NOT_SUPPORT_MIGRATION', sr, ...lacking.map(([first = '']) => first));
}

function assertPlugged(pool: PoolState, host: Ref, { vm, target }: { readonly vm: Ref; readonly target: Ref }): void {
  const links = list(pool.database.get('SR', target), 'PBDs').map((pbd) => pool.database.get('PBD', pbd));
  if (links.some((link) => ref(link, 'host') === host && flag(link, 'currently_attached'))) return;
  throw new XapiError('VM_REQUIRES_SR', vm, target);
}

function assertAbroad(call: Call, sending: Sending, cargo: readonly Cargo[]): void {
  const { pool } = call;
  const { vm, from, landing, isCopy } = sending;
  const row = pool.database.get('VM', vm);
  const power = text(row, 'power_state');
  if (power !== 'Halted' && isOlder(pool, from, landing)) throw new XapiError('VM_HOST_INCOMPATIBLE_VERSION_MIGRATE', vm, landing.host);
  assertStorageMigrates(pool, landing.pool, cargo);
  if (isCopy && power !== 'Halted') throw new XapiError('VM_BAD_POWER_STATE', vm, 'halted', power.toLowerCase());
  assertCanRunAbroad({ home: pool, pool: landing.pool, vm, host: landing.host });
  for (const { target } of cargo) assertPlugged(landing.pool, landing.host, { vm, target });
  assertCardsMapped(pool, sending);
  if (!isCopy && landing.pool.database.refByUuid('VM', text(row, 'uuid')) !== undefined) throw new XapiError('DUPLICATE_VM', vm);
  assertInTouch(call, from, landing);
}

/** Cards of snapshots follow the card with the same address. */
function assertCardsMapped(pool: PoolState, { vm, landing, cards }: Sending): void {
  for (const target of cards.values()) landing.pool.database.get('network', target);
  const known = new Set([...cards.keys()].map((card) => text(pool.database.get('VIF', card), 'MAC')));
  const machines = [vm, ...list(pool.database.get('VM', vm), 'snapshots')];
  for (const card of machines.flatMap((each) => list(pool.database.get('VM', each), 'VIFs'))) {
    if (!cards.has(card) && !known.has(text(pool.database.get('VIF', card), 'MAC'))) throw new XapiError('VIF_NOT_IN_MAP', card);
  }
}
