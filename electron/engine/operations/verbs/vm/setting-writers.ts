import type { Write } from '#engine/operations/write-all.ts';
import type { Session } from '#engine/xapi/session.ts';
import type { HostRef, PoolRef, VmRef } from '#shared/domain/inventory/watched.ts';
import { isSameStatic, vmEntries, type VmSetting, type VmSettings } from '#shared/domain/operations/vm-settings.ts';

interface Machine {
  readonly vm: VmRef;
  readonly isRunning: boolean;
}

type Writer = (session: Session, wish: VmSettings, before: VmSettings) => Promise<unknown>;

const NOWHERE = 'OpaqueRef:NULL' as HostRef;

export function settingWriter(name: VmSetting, machine: Machine): Writer {
  return writers[name](machine);
}

const writers: Readonly<Record<VmSetting, (machine: Machine) => Writer>> = {
  name:
    ({ vm }) =>
    async (session, { name }) =>
      await session.call('VM.set_name_label', [vm, name]),
  description:
    ({ vm }) =>
    async (session, { description }) =>
      await session.call('VM.set_name_description', [vm, description]),
  tags:
    ({ vm }) =>
    async (session, { tags }) =>
      await session.call('VM.set_tags', [vm, tags]),
  vcpusMax:
    ({ vm }) =>
    async (session, { vcpusMax }) =>
      await session.call('VM.set_VCPUs_max', [vm, vcpusMax]),
  vcpus:
    ({ vm, isRunning }) =>
    async (session, { vcpus }) =>
      await session.call(isRunning ? 'VM.set_VCPUs_number_live' : 'VM.set_VCPUs_at_startup', [vm, vcpus]),
  coresPerSocket:
    ({ vm }) =>
    async (session, { coresPerSocket }) =>
      await entry(session, vm, { map: 'platform', key: vmEntries.cores, value: String(coresPerSocket) }),
  weight:
    ({ vm }) =>
    async (session, { weight }) =>
      await entry(session, vm, { map: 'VCPUs_params', key: vmEntries.weight, value: String(weight) }),
  memory:
    ({ vm, isRunning }) =>
    async (session, { memory }, before) => {
      const { staticMin, staticMax, dynamicMin, dynamicMax } = memory;
      const isLive = isRunning && isSameStatic(memory, before.memory);
      return isLive
        ? await session.call('VM.set_memory_dynamic_range', [vm, dynamicMin, dynamicMax])
        : await session.call('VM.set_memory_limits', [vm, staticMin, staticMax, dynamicMin, dynamicMax]);
    },
  bootOrder:
    ({ vm }) =>
    async (session, { bootOrder }) =>
      await entry(session, vm, { map: 'HVM_boot_params', key: vmEntries.order, value: bootOrder }),
  firmware:
    ({ vm }) =>
    async (session, { firmware }) =>
      await entry(session, vm, { map: 'HVM_boot_params', key: vmEntries.firmware, value: firmware }),
  isSecureBoot:
    ({ vm }) =>
    async (session, { isSecureBoot }) =>
      await entry(session, vm, { map: 'platform', key: vmEntries.secureBoot, value: String(isSecureBoot) }),
  kernelArguments:
    ({ vm }) =>
    async (session, { kernelArguments }) =>
      await session.call('VM.set_PV_args', [vm, kernelArguments]),
  home:
    ({ vm }) =>
    async (session, { home }) =>
      await session.call('VM.set_affinity', [vm, home ?? NOWHERE]),
  shadowMultiplier:
    ({ vm, isRunning }) =>
    async (session, { shadowMultiplier }) =>
      await session.call(isRunning ? 'VM.set_shadow_multiplier_live' : 'VM.set_HVM_shadow_multiplier', [vm, shadowMultiplier]),
  startsWithHost:
    ({ vm }) =>
    async (session, { startsWithHost }) =>
      await entry(session, vm, { map: 'other_config', key: vmEntries.autoStart, value: startsWithHost ? 'true' : '' }),
};

interface Entry {
  readonly map: 'platform' | 'VCPUs_params' | 'HVM_boot_params' | 'other_config';
  readonly key: string;
  /** Empty: there is to be none. */
  readonly value: string;
}

/** An entry of a map cannot be replaced, only taken away and added; what else is in the map is left alone. */
async function entry(session: Session, vm: VmRef, { map, key, value }: Entry): Promise<void> {
  await session.call(`VM.remove_from_${map}`, [vm, key]);
  if (value !== '') await session.call(`VM.add_to_${map}`, [vm, key, value]);
}

/** Hosts start such machines only where the pool says so as well; other machines may count on that, so it stays. */
export function poolEntry(pool: PoolRef): Write {
  const key = vmEntries.autoStart;
  return {
    async wish(session) {
      await session.call('pool.remove_from_other_config', [pool, key]);
      await session.call('pool.add_to_other_config', [pool, key, 'true']);
    },
    back: async (session) => await session.call('pool.remove_from_other_config', [pool, key]),
  };
}
