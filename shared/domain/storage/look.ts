import type { FoundAdapter, FoundDevice } from './discovery/devices.ts';
import { readDevices } from './discovery/devices.ts';
import { type FoundExport, readExports } from './discovery/exports.ts';
import { type FoundRepository, readRepositories } from './discovery/repositories.ts';
import { devicesInResults, readResults, repositoriesInResults, targetsInResults } from './discovery/probe-results.ts';
import { EVERY_TARGET, type FoundTarget, readTargets } from './discovery/targets.ts';
import { type DriverConfig, GFS2, loginConfig, nfsConfig, portalConfig } from './driver-terms.ts';
import type { IscsiPortal, OnBlocks, NfsShare, SmbShare } from './source.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';

/** A look at what storage offers. What is left out is what the answer is about. */
export type Look =
  | ({ readonly at: 'nfs' } & Omit<NfsShare, 'path'> & { readonly path?: string | undefined })
  | ({ readonly at: 'iscsi'; readonly iqn?: string | undefined; readonly scsiId?: string | undefined } & IscsiPortal & Pick<OnBlocks, 'format'>)
  | ({ readonly at: 'hba'; readonly scsiId?: string | undefined } & Pick<OnBlocks, 'format'>)
  | { readonly at: 'fcoe'; readonly scsiId?: string | undefined; readonly path?: string | undefined }
  | ({ readonly at: 'smb' } & SmbShare)
  | { readonly at: 'lvm' | 'ext'; readonly devices: readonly string[] }
  | { readonly at: 'other'; readonly type: string; readonly config: DriverConfig };

export type Discovery =
  | { readonly found: 'exports'; readonly exports: readonly FoundExport[] }
  | { readonly found: 'targets'; readonly targets: readonly FoundTarget[] }
  | { readonly found: 'devices'; readonly devices: readonly FoundDevice[]; readonly adapters: readonly FoundAdapter[] }
  | { readonly found: 'repositories'; readonly repositories: readonly FoundRepository[]; readonly versions?: readonly string[] | undefined }
  /** Storage was reached, but the driver could not say what it offers: it has to be typed. */
  | { readonly found: 'no-list' };

/** The question in the server's words. */
export interface Probe {
  readonly type: string;
  readonly deviceConfig: DriverConfig;
  readonly smConfig: DriverConfig;
}

export function probeOf(look: Look): Probe {
  switch (look.at) {
    case 'nfs':
      return nfsProbe(look);
    case 'iscsi': {
      const { iqn, scsiId } = look;
      const config = { ...portalConfig(look), ...(iqn !== undefined && { targetIQN: iqn }), ...(scsiId !== undefined && { SCSIid: scsiId }) };
      return blockProbe(look, 'lvmoiscsi', config);
    }
    case 'hba':
      return blockProbe(look, 'lvmohba', look.scsiId === undefined ? {} : { SCSIid: look.scsiId });
    case 'fcoe': {
      const { scsiId, path } = look;
      const config = { ...(scsiId !== undefined && { SCSIid: scsiId }), ...(path !== undefined && { path }) };
      return { type: 'lvmofcoe', deviceConfig: config, smConfig: namesToo(scsiId) };
    }
    case 'smb':
      return { type: 'smb', deviceConfig: { server: look.share, ...loginConfig(look.login, 'password') }, smConfig: {} };
    case 'lvm':
    case 'ext':
      return { type: look.at, deviceConfig: look.devices.length === 0 ? {} : { device: look.devices.join(',') }, smConfig: {} };
    case 'other':
      return { type: look.type, deviceConfig: look.config, smConfig: {} };
    default:
      return unreachable(look);
  }
}

function blockProbe(look: Extract<Look, { at: 'iscsi' | 'hba' }>, type: string, config: DriverConfig): Probe {
  if (look.format === GFS2) return { type: GFS2, deviceConfig: { provider: look.at, ...config }, smConfig: {} };
  return { type, deviceConfig: config, smConfig: namesToo(look.scsiId) };
}

/** Drivers of the newer kind answer with results, others with documents and with faults that carry them. */
export function answersInResults(look: Look): boolean {
  return 'format' in look && look.format === GFS2;
}

/** Undefined where something lies there that nobody understands. */
export function discoveryInResults(look: Look, answer: unknown): Discovery | undefined {
  const results = readResults(answer);
  if (results === undefined) return undefined;
  switch (leftOut(look)) {
    case 'target':
      return { found: 'targets', targets: targetsInResults(results) };
    case 'device':
      return { found: 'devices', ...devicesInResults(results) };
    default: {
      const repositories = repositoriesInResults(results);
      return repositories === undefined ? undefined : { found: 'repositories', repositories };
    }
  }
}

/**
 * The same LUN as the other driver for LUNs sees it: what one laid down there, the other takes for nothing. Undefined where
 * nothing was asked of one LUN at one place, which is all that driver knows.
 */
export function lookBeside(look: Look): Look | undefined {
  if ((look.at !== 'iscsi' && look.at !== 'hba') || look.scsiId === undefined) return undefined;
  const format = look.format === GFS2 ? undefined : GFS2;
  if (look.at === 'hba') return { ...look, format };
  return look.iqn === EVERY_TARGET ? undefined : { ...look, format, target: look.target.split(',')[0] ?? '' };
}

/** That driver sees no device, or no way to it: then nothing of its own lies there. */
export function isNothingBeside(look: Look, code: string, parameters: readonly string[]): boolean {
  if (!answersInResults(look)) return false;
  return isDeviceMissing(code, parameters) || (code === 'ISCSILogin' && look.at === 'iscsi' && look.chap !== undefined);
}

const NO_DEVICE = 'DeviceNotFoundException';

export function isDeviceMissing(code: string, parameters: readonly string[]): boolean {
  return code === NO_DEVICE || (code.startsWith('SR_BACKEND_FAILURE') && parameters[0] === NO_DEVICE);
}

function nfsProbe({ path, version, ...share }: Extract<Look, { at: 'nfs' }>): Probe {
  const { serverpath: _path, ...server } = nfsConfig({ ...share, path: path ?? '', version });
  const config = path === undefined ? server : { ...server, serverpath: path, options: share.options ?? '', probeversion: '' };
  return { type: 'nfs', deviceConfig: config, smConfig: {} };
}

/** Volume groups keep the names of what lies in them, but only tell when asked. */
function namesToo(scsiId: string | undefined): DriverConfig {
  return scsiId === undefined ? {} : { metadata: 'true' };
}

/** The number of a driver's fault in the server's code for it. */
export function driverFault(code: string): number | undefined {
  const digits = /^SR_BACKEND_FAILURE_(\d+)$/.exec(code)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

const ASKS_FOR_TARGET = 96;
const ASKS_FOR_DEVICE = new Set([87, 90, 107]);
const ASKS_FOR_PATH = 101;

type Missing = 'path' | 'target' | 'device' | 'nothing';

/** What a look has left out for the driver to list. */
function leftOut(look: Look): Missing {
  switch (look.at) {
    case 'nfs':
      return look.path === undefined ? 'path' : 'nothing';
    case 'iscsi':
      if (look.iqn === undefined) return 'target';
      return look.scsiId === undefined ? 'device' : 'nothing';
    case 'hba':
    case 'fcoe':
      return look.scsiId === undefined ? 'device' : 'nothing';
    case 'lvm':
    case 'ext':
      return look.devices.length === 0 ? 'device' : 'nothing';
    default:
      return 'nothing';
  }
}

/** What a fault tells when it is the driver's way to answer; undefined when it is what it looks like. */
export function discoveryInFault(look: Look, code: string, parameters: readonly string[]): Discovery | undefined {
  const fault = driverFault(code);
  // The first parameter is always empty, the second for people; what the driver wrote is the third.
  const payload = parameters[2] ?? '';
  if (fault === undefined) return undefined;
  switch (leftOut(look)) {
    case 'path':
      return fault === ASKS_FOR_PATH ? exportsIn(payload) : undefined;
    case 'target':
      return fault === ASKS_FOR_TARGET ? targetsIn(payload) : undefined;
    case 'device':
      return ASKS_FOR_DEVICE.has(fault) ? devicesIn(payload) : undefined;
    default:
      return undefined;
  }
}

function exportsIn(payload: string): Discovery {
  const exports = readExports(payload);
  return exports === undefined ? { found: 'no-list' } : { found: 'exports', exports };
}

function targetsIn(payload: string): Discovery | undefined {
  const targets = readTargets(payload);
  return targets === undefined ? undefined : { found: 'targets', targets };
}

/** What a probe that succeeded tells; undefined where its answer is none of the driver's documents. */
export function discoveryInAnswer(look: Look, answer: string): Discovery | undefined {
  // Some servers answer the list of devices instead of failing with it.
  const wantsDevices = (look.at === 'hba' || look.at === 'fcoe') && look.scsiId === undefined;
  if (wantsDevices) return devicesIn(answer);
  const found = readRepositories(answer);
  return found === undefined ? undefined : { found: 'repositories', ...found };
}

function devicesIn(payload: string): Discovery | undefined {
  const found = readDevices(payload);
  return found === undefined ? undefined : { found: 'devices', ...found };
}
