import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Vm } from '#shared/domain/inventory/watched.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import type { RequestOf } from './request.ts';
import { isSameStatic, type VmSetting, type VmSettings, vmEntries, vmSettingsNow, vmSettingsToChange } from './vm-settings.ts';
import { xe } from './xe-line.ts';

export function vmSettingLines({ vm: ref, changes }: RequestOf<'vm.configure'>, inventory: Inventory): readonly string[] {
  const vm = inventory.vm.get(ref);
  if (vm === undefined) return [];
  const now = vmSettingsNow(vm);
  const names = vmSettingsToChange(now, changes);
  const wish: VmSettings = { ...now, ...Object.fromEntries(names.map((name) => [name, changes[name]])) };
  return names.flatMap((name) => linesOf(name, { vm, now, wish, inventory }));
}

interface Setting {
  readonly vm: Vm;
  readonly now: VmSettings;
  readonly wish: VmSettings;
  readonly inventory: Inventory;
}

function linesOf(name: VmSetting, { vm, now, wish, inventory }: Setting): readonly string[] {
  const { uuid } = vm;
  const set = (parameter: string, value: string): readonly string[] => [
    xe(vm.isTemplate ? 'template-param-set' : 'vm-param-set', { uuid, [parameter]: value }),
  ];
  switch (name) {
    case 'name':
      return set('name-label', wish.name);
    case 'description':
      return set('name-description', wish.description);
    case 'tags':
      return tagLines(uuid, now.tags, wish.tags);
    case 'vcpusMax':
      return set('VCPUs-max', String(wish.vcpusMax));
    case 'vcpus':
      return vm.power === 'Running'
        ? [xe('vm-vcpu-hotplug', { uuid, 'new-vcpus': String(wish.vcpus) })]
        : set('VCPUs-at-startup', String(wish.vcpus));
    case 'coresPerSocket':
      return set(`platform:${vmEntries.cores}`, String(wish.coresPerSocket));
    case 'weight':
      return set(`VCPUs-params:${vmEntries.weight}`, String(wish.weight));
    case 'memory':
      return [memoryLine(vm, { now, wish })];
    case 'bootOrder':
      return set(`HVM-boot-params:${vmEntries.order}`, wish.bootOrder);
    case 'firmware':
      return set(`HVM-boot-params:${vmEntries.firmware}`, wish.firmware);
    case 'isSecureBoot':
      return set(`platform:${vmEntries.secureBoot}`, String(wish.isSecureBoot));
    case 'kernelArguments':
      return set('PV-args', wish.kernelArguments);
    case 'home':
      return set('affinity', wish.home === null ? '' : (inventory.host.get(wish.home)?.uuid ?? ''));
    case 'shadowMultiplier':
      return vm.power === 'Running'
        ? [xe('vm-shadow-multiplier-set', { uuid, multiplier: String(wish.shadowMultiplier) })]
        : set('HVM-shadow-multiplier', String(wish.shadowMultiplier));
    case 'startsWithHost':
      return autoStartLines(uuid, wish.startsWithHost, inventory);
    default:
      return unreachable(name);
  }
}

function tagLines(uuid: string, before: readonly string[], after: readonly string[]): readonly string[] {
  const line = (verb: string, tag: string): string => xe(`vm-param-${verb}`, { uuid, 'param-name': 'tags', 'param-key': tag });
  return [
    ...before.filter((tag) => !after.includes(tag)).map((tag) => line('remove', tag)),
    ...after.filter((tag) => !before.includes(tag)).map((tag) => line('add', tag)),
  ];
}

function memoryLine({ uuid, power }: Vm, { now, wish }: Pick<Setting, 'now' | 'wish'>): string {
  const { staticMin, dynamicMin, dynamicMax, staticMax } = wish.memory;
  if (power === 'Running' && isSameStatic(now.memory, wish.memory))
    return xe('vm-memory-dynamic-range-set', { uuid, min: String(dynamicMin), max: String(dynamicMax) });
  const sizes = {
    'static-min': String(staticMin),
    'dynamic-min': String(dynamicMin),
    'dynamic-max': String(dynamicMax),
    'static-max': String(staticMax),
  };
  return xe('vm-memory-limits-set', { uuid, ...sizes });
}

function autoStartLines(uuid: string, isOn: boolean, inventory: Inventory): readonly string[] {
  if (!isOn) return [xe('vm-param-remove', { uuid, 'param-name': 'other-config', 'param-key': vmEntries.autoStart })];
  const pool = onlyPool(inventory)?.pool;
  const line = `other-config:${vmEntries.autoStart}`;
  const ofPool =
    pool === undefined || pool.otherConfig[vmEntries.autoStart] === 'true' ? [] : [xe('pool-param-set', { uuid: pool.uuid, [line]: 'true' })];
  return [...ofPool, xe('vm-param-set', { uuid, [line]: 'true' })];
}
