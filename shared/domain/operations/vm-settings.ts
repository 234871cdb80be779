import type { HostRef, Vm } from '#shared/domain/inventory/watched.ts';

export interface MemoryRange {
  readonly staticMin: number;
  readonly dynamicMin: number;
  readonly dynamicMax: number;
  readonly staticMax: number;
}

/** What somebody may decide for one machine. */
export interface VmSettings {
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly vcpusMax: number;
  /** Of these it starts with, or has now. */
  readonly vcpus: number;
  readonly coresPerSocket: number;
  /** What it gets of busy processors, beside the usual weight of others. */
  readonly weight: number;
  readonly memory: MemoryRange;
  /** A letter for each kind of device: c, d, n. */
  readonly bootOrder: string;
  readonly firmware: 'bios' | 'uefi';
  readonly isSecureBoot: boolean;
  /** What the kernel of a paravirtual guest is told. */
  readonly kernelArguments: string;
  readonly home: HostRef | null;
  readonly shadowMultiplier: number;
  readonly startsWithHost: boolean;
}

export type VmSetting = keyof VmSettings;
export type VmChanges = { readonly [S in VmSetting]?: VmSettings[S] | undefined };

/** In the order in which they are written: who many there may be before how many there are. */
const vmSettingNames = [
  'name',
  'description',
  'tags',
  'vcpusMax',
  'vcpus',
  'coresPerSocket',
  'weight',
  'memory',
  'bootOrder',
  'firmware',
  'isSecureBoot',
  'kernelArguments',
  'home',
  'shadowMultiplier',
  'startsWithHost',
] as const satisfies readonly VmSetting[];

const USUAL_WEIGHT = 256;

/** Entries of maps that other clients read too. */
export const vmEntries = {
  cores: 'cores-per-socket',
  secureBoot: 'secureboot',
  order: 'order',
  firmware: 'firmware',
  weight: 'weight',
  autoStart: 'auto_poweron',
} as const;

export function vmSettingsNow(vm: Vm): VmSettings {
  const { name, description, tags, vcpusMax, vcpusAtStartup, platform, bootParameters, affinity, shadowMultiplier } = vm;
  return {
    name,
    description,
    tags,
    vcpusMax,
    vcpus: vcpusAtStartup,
    coresPerSocket: wholeNumber(platform[vmEntries.cores], 1),
    weight: wholeNumber(vm.vcpuParameters[vmEntries.weight], USUAL_WEIGHT),
    memory: memoryOf(vm),
    bootOrder: bootParameters[vmEntries.order] ?? '',
    firmware: bootParameters[vmEntries.firmware] === 'uefi' ? 'uefi' : 'bios',
    isSecureBoot: platform[vmEntries.secureBoot] === 'true',
    kernelArguments: vm.pvArguments,
    home: affinity,
    shadowMultiplier,
    startsWithHost: vm.otherConfig[vmEntries.autoStart] === 'true',
  };
}

function memoryOf({ memoryStaticMin, memoryDynamicMin, memoryDynamicMax, memoryStaticMax }: Vm): MemoryRange {
  return { staticMin: memoryStaticMin, dynamicMin: memoryDynamicMin, dynamicMax: memoryDynamicMax, staticMax: memoryStaticMax };
}

function wholeNumber(text: string | undefined, otherwise: number): number {
  const said = Number(text);
  return text !== undefined && Number.isInteger(said) && said > 0 ? said : otherwise;
}

/** Tags are a set: their order means nothing. */
export function isSameVmSetting(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((tag) => b.includes(tag));
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Those that are asked for and are not so yet. */
export function vmSettingsToChange(now: VmSettings, changes: VmChanges): readonly VmSetting[] {
  return vmSettingNames.filter((name) => changes[name] !== undefined && !isSameVmSetting(now[name], changes[name]));
}

export function someVmSettings(of: VmChanges, names: readonly VmSetting[]): VmChanges {
  return Object.fromEntries(names.map((name) => [name, of[name]]));
}

/** Whether only how far the balloon may go is to be changed, which a running machine can. */
export function isSameStatic(a: MemoryRange, b: MemoryRange): boolean {
  return a.staticMin === b.staticMin && a.staticMax === b.staticMax;
}
