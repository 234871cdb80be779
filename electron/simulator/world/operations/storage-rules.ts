import { flag, list, map, ref, text } from '../fields.ts';
import type { Ref, Row } from '../value.ts';
import type { PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { otherOperation } from './in-progress.ts';

/** The driver feature a storage operation needs; those not named need none. */
const SR_FEATURES: Readonly<Record<string, string>> = {
  update: 'SR_UPDATE',
  vdi_create: 'VDI_CREATE',
  vdi_introduce: 'VDI_INTRODUCE',
  vdi_destroy: 'VDI_DELETE',
  vdi_resize: 'VDI_RESIZE',
  vdi_resize_online: 'VDI_RESIZE_ONLINE',
  vdi_clone: 'VDI_CLONE',
  vdi_snapshot: 'VDI_SNAPSHOT',
  vdi_mirror: 'VDI_MIRROR',
  vdi_generate_config: 'VDI_GENERATE_CONFIG',
  vdi_update: 'VDI_UPDATE',
  vdi_set_on_boot: 'VDI_RESET_ON_BOOT',
  vdi_enable_cbt: 'VDI_CONFIG_CBT',
  vdi_disable_cbt: 'VDI_CONFIG_CBT',
  vdi_data_destroy: 'VDI_CONFIG_CBT',
  vdi_list_changed_blocks: 'VDI_CONFIG_CBT',
  vdi_revert: 'VDI_REVERT',
};

/** Needs the repository plugged somewhere. */
const NEEDS_PLUGGED = /^(?:scan|update|vdi_)/;

export function srProblem(pool: PoolState, sr: Ref, operation: string): XapiError | undefined {
  const row = pool.database.get('SR', sr);
  const feature = SR_FEATURES[operation];
  if (feature !== undefined && !hasFeature(pool, row, feature)) return new XapiError('SR_OPERATION_NOT_SUPPORTED', sr);
  const pbds = list(row, 'PBDs').map((pbd) => pool.database.get('PBD', pbd));
  const isPlugged = pbds.some((pbd) => flag(pbd, 'currently_attached'));
  if (NEEDS_PLUGGED.test(operation) && !isPlugged) return new XapiError('SR_HAS_NO_PBDS', sr);
  const removal =
    operation === 'destroy' || operation === 'forget' ? removalProblem(pool, { sr, row, isPlugged, pbds: pbds.length }, operation) : undefined;
  if (removal !== undefined) return removal;
  const running = Object.values(map(row, 'current_operations'));
  if (operation === 'plug' && running.every((other) => other === 'plug')) return undefined;
  return otherOperation('SR', sr, row);
}

function removalProblem(
  pool: PoolState,
  facts: { readonly sr: Ref; readonly row: Row; readonly isPlugged: boolean; readonly pbds: number },
  operation: string,
): XapiError | undefined {
  if (facts.isPlugged) return new XapiError('SR_HAS_PBD', facts.sr);
  if (operation === 'forget') return undefined;
  if (facts.pbds === 0) return new XapiError('SR_HAS_NO_PBDS', facts.sr);
  const disks = list(facts.row, 'VDIs').map((vdi) => pool.database.get('VDI', vdi));
  return disks.some((disk) => flag(disk, 'managed') && text(disk, 'type') !== 'rrd') ? new XapiError('SR_NOT_EMPTY') : undefined;
}

export function hasFeature(pool: PoolState, sr: Row, feature: string): boolean {
  return driverFeatures(pool, text(sr, 'type')).has(feature);
}

/** Whatever brings a disk there makes one there. */
export function assertTakesDisks(pool: PoolState, sr: Ref): void {
  if (!hasFeature(pool, pool.database.get('SR', sr), 'VDI_CREATE')) throw new XapiError('SR_OPERATION_NOT_SUPPORTED', sr);
}

/** Read anew only when a driver's record is another: thousands of disks ask for the same few. */
const featuresByDriver = new WeakMap<Row, ReadonlySet<string>>();
const NO_FEATURES: ReadonlySet<string> = new Set();

function driverFeatures(pool: PoolState, type: string): ReadonlySet<string> {
  for (const { row } of pool.database.tables.get('SM')?.rows.values() ?? []) {
    if (text(row, 'type') !== type) continue;
    const known = featuresByDriver.get(row) ?? featuresOf(row);
    featuresByDriver.set(row, known);
    return known;
  }
  return NO_FEATURES;
}

/** A capability may carry its version: "VDI_RESET_ON_BOOT/2". */
function featuresOf(driver: Row): ReadonlySet<string> {
  const capabilities = list(driver, 'capabilities').map((name) => name.split('/')[0] ?? name);
  return new Set([...Object.keys(map(driver, 'features')), ...capabilities]);
}

const WHILE_ATTACHED = new Set(['snapshot', 'resize_online', 'clone', 'mirror', 'enable_cbt', 'disable_cbt', 'data_destroy']);
const UNLISTED_VDI = new Set(['blocked', 'revert_to', 'revert_from']);

export function vdiProblem(pool: PoolState, vdi: Ref, operation: string): XapiError | undefined {
  const row = pool.database.get('VDI', vdi);
  const sr = ref(row, 'SR') ?? '';
  if (flag(row, 'missing')) return new XapiError('VDI_MISSING', sr, vdi);
  if (!flag(row, 'managed') && operation !== 'forget') return new XapiError('VDI_NOT_MANAGED', vdi);
  return vdiConflict(pool, vdi, row, operation) ?? vdiSupport(pool, { vdi, row, sr }, operation);
}

function vdiConflict(pool: PoolState, vdi: Ref, row: Row, operation: string): XapiError | undefined {
  const running = Object.values(map(row, 'current_operations'));
  if (running.length > 0 && !(operation === 'copy' && running.every((other) => other === 'copy'))) return otherOperation('VDI', vdi, row);
  const attached = list(row, 'VBDs')
    .map((vbd) => pool.database.get('VBD', vbd))
    .filter((vbd) => flag(vbd, 'currently_attached'));
  if (attached.length === 0 || WHILE_ATTACHED.has(operation)) return undefined;
  if (operation === 'copy' && attached.every((vbd) => text(vbd, 'mode') === 'RO')) return undefined;
  return new XapiError('VDI_IN_USE', vdi, operation);
}

function vdiSupport(pool: PoolState, facts: { readonly vdi: Ref; readonly row: Row; readonly sr: Ref }, operation: string): XapiError | undefined {
  const sr = pool.database.find('SR', facts.sr);
  const feature = SR_FEATURES[`vdi_${operation}`];
  if (sr !== undefined && feature !== undefined && !hasFeature(pool, sr, feature)) return new XapiError('SR_OPERATION_NOT_SUPPORTED', facts.sr);
  if (operation === 'data_destroy') {
    if (!flag(facts.row, 'is_a_snapshot')) return new XapiError('OPERATION_NOT_ALLOWED', 'VDI is not a snapshot');
    if (!flag(facts.row, 'cbt_enabled')) return new XapiError('VDI_NO_CBT_METADATA', facts.vdi);
  }
  if (operation === 'destroy') return destroyProblem(pool, facts.vdi, facts.row, sr ?? {});
  return undefined;
}

function destroyProblem(pool: PoolState, vdi: Ref, row: Row, sr: Row): XapiError | undefined {
  if (text(sr, 'type') === 'udev') return new XapiError('VDI_IS_A_PHYSICAL_DEVICE', vdi);
  if (flag(sr, 'is_tools_sr')) return new XapiError('SR_OPERATION_NOT_SUPPORTED', ref(row, 'SR') ?? '');
  if (text(row, 'type') === 'rrd') return new XapiError('VDI_HAS_RRDS', vdi);
  return haProblem(pool, row);
}

/** What HA keeps on disk is not to be touched while it is on. */
function haProblem(pool: PoolState, row: Row): XapiError | undefined {
  if (text(row, 'type') !== 'ha_statefile' && text(row, 'type') !== 'redo_log') return undefined;
  const [self] = pool.database.refs('pool');
  return self !== undefined && flag(pool.database.get('pool', self), 'ha_enabled') ? new XapiError('HA_IS_ENABLED') : undefined;
}

export function allowedVdiOperations(pool: PoolState, vdi: Ref): string[] {
  const known = pool.model.classes.get('VDI')?.enums['vdi_operations'] ?? [];
  return known.filter((operation) => !UNLISTED_VDI.has(operation) && vdiProblem(pool, vdi, operation) === undefined);
}

const UNLISTED_SR = new Set(['vdi_blocked', 'vdi_copy', 'vdi_force_unlock', 'vdi_forget']);

export function allowedSrOperations(pool: PoolState, sr: Ref): string[] {
  const known = pool.model.classes.get('SR')?.enums['storage_operations'] ?? [];
  return known.filter((operation) => !UNLISTED_SR.has(operation) && srProblem(pool, sr, operation) === undefined);
}
