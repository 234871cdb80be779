import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Vm } from '#shared/domain/inventory/watched.ts';
import {
  isSameStatic,
  type MemoryRange,
  type VmSetting,
  type VmSettings,
  vmSettingsNow,
  vmSettingsToChange,
} from '#shared/domain/operations/vm-settings.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import { machineProblem } from './drive-rules.ts';
import { hotplugProblems } from './hotplug-rules.ts';
import type { Problem } from './problem.ts';
import { stateProblems } from './vm-state-rules.ts';

interface Facts {
  readonly vm: Vm;
  readonly inventory: Inventory;
  readonly now: VmSettings;
  readonly wish: VmSettings;
}

/** Every setting that is to change is judged together with what the others would be. */
export function vmSettingsProblems({ vm: ref, changes }: RequestOf<'vm.configure'>, inventory: Inventory): readonly Problem[] {
  const vm = inventory.vm.get(ref);
  if (vm === undefined) return [{ rule: 'not-there' }];
  const kind = machineProblem(vm);
  if (kind !== undefined) return [kind];
  const now = vmSettingsNow(vm);
  const names = vmSettingsToChange(now, changes);
  if (names.length === 0) return [{ rule: 'unchanged' }];
  const wish: VmSettings = { ...now, ...Object.fromEntries(names.map((name) => [name, changes[name]])) };
  const all = names.flatMap((name) => judges[name]({ vm, inventory, now, wish }));
  // Several of them may want the same of the machine.
  return [...new Map(all.map((problem) => [JSON.stringify(problem), problem])).values()];
}

const nothing = (): readonly Problem[] => [];

const judges: Readonly<Record<VmSetting, (facts: Facts) => readonly Problem[]>> = {
  name: ({ wish }) => (wish.name.trim() === '' ? [{ rule: 'empty-name' }] : []),
  description: nothing,
  tags: nothing,
  vcpusMax: ({ vm, wish }) => [...stateProblems(vm, { name: 'changing_VCPUs', from: ['Halted'] }), ...processorProblems(wish)],
  vcpus: ({ vm, inventory, wish }) => [...(vm.power === 'Running' ? liveProblems(vm, inventory) : []), ...processorProblems(wish)],
  coresPerSocket: ({ wish }) => processorProblems(wish),
  weight: ({ wish }) => (isWithin(wish.weight, 1, MOST_WEIGHT) ? [] : [{ rule: 'bad-weight', least: 1, most: MOST_WEIGHT }]),
  memory: memoryProblems,
  bootOrder: ({ wish }) => (/^(?!.*(.).*\1)[cdn]{1,3}$/.test(wish.bootOrder) ? [] : [{ rule: 'bad-boot-order' }]),
  firmware: ({ vm, wish }) => [
    ...(vm.power === 'Halted' ? [] : [{ rule: 'wrong-power-state', power: vm.power, needs: ['Halted'] } as const]),
    ...secureProblems(wish),
  ],
  isSecureBoot: ({ wish }) => secureProblems(wish),
  kernelArguments: nothing,
  home: ({ wish, inventory }) => (wish.home === null || inventory.host.has(wish.home) ? [] : [{ rule: 'not-there' }]),
  shadowMultiplier: shadowProblems,
  startsWithHost: nothing,
};

const MOST_WEIGHT = 65_535;

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

/** A guest takes more processors, or gives some back, only with drivers that know how. */
function liveProblems(vm: Vm, inventory: Inventory): readonly Problem[] {
  return [...stateProblems(vm, { name: 'changing_VCPUs_live', from: ['Running'] }), ...templateProblems(vm), ...hotplugProblems(inventory, vm)];
}

/** Nothing of a template changes while it runs, which it should not anyway. */
function templateProblems({ isTemplate, power }: Vm): readonly Problem[] {
  return isTemplate && power === 'Running' ? [{ rule: 'is-template' }] : [];
}

function processorProblems({ vcpusMax, vcpus, coresPerSocket }: VmSettings): readonly Problem[] {
  const areWhole = isWithin(vcpusMax, 1, Number.MAX_SAFE_INTEGER) && isWithin(coresPerSocket, 1, vcpusMax) && vcpusMax % coresPerSocket === 0;
  return [
    ...(areWhole ? [] : [{ rule: 'bad-processors', vcpus: vcpusMax, coresPerSocket } as const]),
    ...(isWithin(vcpus, 1, vcpusMax) ? [] : [{ rule: 'processors-beyond', most: vcpusMax } as const]),
  ];
}

function memoryProblems({ vm, inventory, now, wish }: Facts): readonly Problem[] {
  return [
    ...(isOrdered(wish.memory) ? [] : [{ rule: 'memory-order' } as const]),
    ...memoryStateProblems(vm, inventory, isSameStatic(now.memory, wish.memory)),
  ];
}

function isOrdered({ staticMin, dynamicMin, dynamicMax, staticMax }: MemoryRange): boolean {
  return staticMin >= 0 && dynamicMin > 0 && staticMin <= dynamicMin && dynamicMin <= dynamicMax && dynamicMax <= staticMax;
}

function memoryStateProblems(vm: Vm, inventory: Inventory, isDynamic: boolean): readonly Problem[] {
  if (!isDynamic || vm.power === 'Halted') return stateProblems(vm, { name: 'changing_memory_limits', from: ['Halted'] });
  const host = hotplugProblems(inventory, vm).filter(({ rule }) => rule === 'host-not-live');
  return [...stateProblems(vm, { name: 'changing_dynamic_range', from: ['Halted', 'Running'] }), ...host];
}

function secureProblems({ firmware, isSecureBoot }: VmSettings): readonly Problem[] {
  return isSecureBoot && firmware === 'bios' ? [{ rule: 'needs-uefi' }] : [];
}

function shadowProblems({ vm, wish }: Facts): readonly Problem[] {
  const operation =
    vm.power === 'Running'
      ? { name: 'changing_shadow_memory_live', from: ['Halted', 'Running'] }
      : { name: 'changing_shadow_memory', from: ['Halted', 'Running'] };
  return [...stateProblems(vm, operation), ...templateProblems(vm), ...(wish.shadowMultiplier >= 1 ? [] : [{ rule: 'bad-multiplier' } as const])];
}
