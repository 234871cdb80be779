import type { FoundAdapter, FoundDevice } from './discovery/devices.ts';
import { readDevices } from './discovery/devices.ts';
import { type FoundExport, readExports } from './discovery/exports.ts';
import { type FoundRepository, readRepositories } from './discovery/repositories.ts';
import { type FoundTarget, readTargets } from './discovery/targets.ts';
import { type DriverConfig, loginConfig, nfsConfig, portalConfig } from './driver-terms.ts';
import type { IscsiPortal, NfsShare, SmbShare } from './source.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';

/** A look at what storage offers. What is left out is what the answer is about. */
export type Look =
  | ({ readonly at: 'nfs' } & Omit<NfsShare, 'path'> & { readonly path?: string | undefined })
  | ({ readonly at: 'iscsi'; readonly iqn?: string | undefined; readonly scsiId?: string | undefined } & IscsiPortal)
  | { readonly at: 'hba'; readonly scsiId?: string | undefined }
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
      return { type: 'lvmoiscsi', deviceConfig: config, smConfig: namesToo(scsiId) };
    }
    case 'hba':
      return { type: 'lvmohba', deviceConfig: look.scsiId === undefined ? {} : { SCSIid: look.scsiId }, smConfig: namesToo(look.scsiId) };
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
