import { entry, flag, list, number, ref, text } from '#simulator/world/fields.ts';
import type { Ref, Row } from '#simulator/world/value.ts';
import type { SimHost } from '#simulator/world/world.ts';

/** The host's own record, as its pool has it. */
export function hostRow(host: SimHost): Row {
  return host.pool.database.find('host', host.ref) ?? {};
}

export function poolRow(host: SimHost): Row {
  const [self] = host.pool.database.refs('pool');
  return self === undefined ? {} : host.pool.database.get('pool', self);
}

export function software(host: SimHost, key: string): string {
  return entry(hostRow(host), 'software_version', key) ?? '';
}

/** Releases before 8.3 have ntpd, those since have chrony. */
export function hasChrony(host: SimHost): boolean {
  return !/^[78]\.[0-2]\b/.test(software(host, 'product_version')) && !software(host, 'product_version').startsWith('7.');
}

export interface Attached {
  readonly pbd: Ref;
  readonly pbdUuid: string;
  readonly sr: Ref;
  readonly srUuid: string;
  readonly name: string;
  readonly type: string;
  readonly config: Readonly<Record<string, string>>;
  readonly isAttached: boolean;
  readonly sizeBytes: number;
  readonly usedBytes: number;
}

export function storageOf(host: SimHost): readonly Attached[] {
  const { database } = host.pool;
  return list(hostRow(host), 'PBDs').flatMap((pbd) => {
    const row = database.find('PBD', pbd);
    const sr = row === undefined ? undefined : ref(row, 'SR');
    const store = sr === undefined ? undefined : database.find('SR', sr);
    if (row === undefined || sr === undefined || store === undefined) return [];
    const config = row['device_config'];
    return [
      {
        pbd,
        pbdUuid: text(row, 'uuid'),
        sr,
        srUuid: text(store, 'uuid'),
        name: text(store, 'name_label'),
        type: text(store, 'type'),
        config: typeof config === 'object' && !Array.isArray(config) ? (config as Readonly<Record<string, string>>) : {}, // maps of this class hold text
        isAttached: flag(row, 'currently_attached'),
        sizeBytes: number(store, 'physical_size'),
        usedBytes: number(store, 'physical_utilisation'),
      },
    ];
  });
}

export function controlDomainUuid(host: SimHost): string {
  return text(host.pool.database.find('VM', ref(hostRow(host), 'control_domain') ?? '') ?? {}, 'uuid');
}

export function controlDomainMib(host: SimHost): number {
  const row = host.pool.database.find('VM', ref(hostRow(host), 'control_domain') ?? '') ?? {};
  const mib = memoryMibOf(row);
  return mib === 0 ? 8192 : mib;
}

/** A number that is always the same for the same words, for what nobody recorded. */
export function steady(words: string, below: number): number {
  let hash = 2166136261;
  for (const character of words) hash = Math.imul(hash ^ character.charCodeAt(0), 16777619) >>> 0;
  return hash % below;
}

/** Records of a fresh world have no target yet. */
function memoryMibOf(row: Row): number {
  const target = number(row, 'memory_target');
  return Math.floor((target === 0 ? number(row, 'memory_dynamic_max') : target) / 2 ** 20);
}

export interface Domain {
  readonly id: number;
  readonly vm: Ref;
  readonly uuid: string;
  readonly name: string;
  readonly memoryMib: number;
  readonly vcpus: number;
  readonly isHvm: boolean;
  readonly isPaused: boolean;
  readonly cpuSeconds: number;
  readonly ip: string;
}

/** What the hypervisor runs here besides the control domain: the records say it, because this world's VMs live in them. */
export function domainsOf(host: SimHost, nowMs: number): readonly Domain[] {
  const { database } = host.pool;
  if (host.power !== 'on' || host.dom0.hasLostGuests) return [];
  const rows = list(hostRow(host), 'resident_VMs').flatMap((vm) => {
    const row = database.find('VM', vm);
    if (row === undefined || flag(row, 'is_control_domain')) return [];
    const power = text(row, 'power_state');
    return power === 'Running' || power === 'Paused' ? [{ vm, row, power }] : [];
  });
  return rows
    .map(({ vm, row, power }) => {
      const metrics = database.find('VM_metrics', ref(row, 'metrics') ?? '') ?? {};
      const guest = database.find('VM_guest_metrics', ref(row, 'guest_metrics') ?? '') ?? {};
      const startedMs = Date.parse(text(metrics, 'start_time').replace(/^(\d{4})(\d\d)(\d\d)T/, '$1-$2-$3T'));
      return {
        id: number(row, 'domid'),
        vm,
        uuid: text(row, 'uuid'),
        name: text(row, 'name_label'),
        memoryMib: memoryMibOf(row),
        vcpus: number(row, 'VCPUs_at_startup'),
        isHvm: text(row, 'HVM_boot_policy') !== '' || text(row, 'domain_type') === 'hvm',
        isPaused: power === 'Paused',
        cpuSeconds: Number.isFinite(startedMs) ? Math.max(1, (nowMs - startedMs) / 1000 / 12) : 100,
        ip: entry(guest, 'networks', '0/ip') ?? '',
      };
    })
    .toSorted((a, b) => a.id - b.id);
}

/** An ext store that lives on this host alone. */
export function isLocal(storage: Attached): boolean {
  return storage.type === 'ext' || storage.type === 'lvm';
}
