import { confirm } from '#engine/operations/confirm.ts';
import { OperationError } from '#engine/operations/operation-error.ts';
import type { Verb } from '#engine/operations/verb.ts';
import { type Write, writeAll } from '#engine/operations/write-all.ts';
import { operationRequest, type Requested } from '#shared/contract/request-schema.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import {
  isSameVmSetting,
  someVmSettings,
  type VmChanges,
  vmEntries,
  type VmSetting,
  type VmSettings,
  vmSettingsNow,
  vmSettingsToChange,
} from '#shared/domain/operations/vm-settings.ts';
import { poolEntry, settingWriter } from './setting-writers.ts';

type Request = RequestOf<'vm.configure'>;

/** One setting after another; if one is refused, those before it are taken back. */
export function configureVm(request: Request): Verb {
  const { vm, changes, was = {} } = request;
  return {
    steps: ['check', 'write-new-value', 'confirm'],
    async run(doing) {
      const { pool } = doing;
      const now = settingsOf(pool.inventory(), vm);
      const names = vmSettingsToChange(now, changes);
      const other = names.find((name) => was[name] !== undefined && !isSameVmSetting(was[name], now[name]));
      if (other !== undefined) throw new OperationError({ kind: 'changed-meanwhile', now: shown(now[other]) });
      const before = someVmSettings(now, names);
      doing.knew(JSON.stringify(before));
      await doing.step('write-new-value', async () => {
        const isBack = (inventory: Inventory): boolean => vmSettingsToChange(settingsOf(inventory, vm), before).length === 0;
        await writeAll(doing, writesOf(pool.inventory(), { vm, names, now, changes }), isBack);
        doing.tooLateToCancel();
      });
      await doing.step('confirm', async () => {
        await confirm(doing, () => vmSettingsToChange(settingsOf(pool.inventory(), vm), changes).length === 0);
      });
    },
    left(inventory) {
      if (!inventory.vm.has(vm)) return [{ is: 'object-gone' }];
      const asked = Object.values(changes).filter((value) => value !== undefined).length;
      return [{ is: 'partly-done', done: asked - vmSettingsToChange(settingsOf(inventory, vm), changes).length, of: asked }];
    },
  };
}

/** The request that brings back what was written down; undefined when that makes no sense any more. */
export function vmSettingsBefore({ server, vm, changes }: Request, former: string | readonly string[]): Requested | undefined {
  const before: unknown = typeof former === 'string' ? JSON.parse(former) : undefined;
  const parsed = operationRequest.safeParse({ kind: 'vm.configure', server, vm, changes: before, was: changes });
  return parsed.success ? parsed.data : undefined;
}

function settingsOf(inventory: Inventory, ref: VmRef): VmSettings {
  const vm = inventory.vm.get(ref);
  if (vm === undefined) throw new OperationError({ kind: 'precheck', problems: [{ rule: 'not-there' }] });
  return vmSettingsNow(vm);
}

function shown(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : JSON.stringify(value);
}

interface Wish {
  readonly vm: VmRef;
  readonly names: readonly VmSetting[];
  readonly now: VmSettings;
  readonly changes: VmChanges;
}

function writesOf(inventory: Inventory, { vm, names, now, changes }: Wish): readonly Write[] {
  const isRunning = inventory.vm.get(vm)?.power === 'Running';
  const wish: VmSettings = { ...now, ...someVmSettings(changes, names) } as VmSettings;
  const writes = ordered(names, now, wish).map((name): Write => {
    const write = settingWriter(name, { vm, isRunning });
    return { wish: async (session) => await write(session, wish, now), back: async (session) => await write(session, now, wish) };
  });
  const pool = onlyPool(inventory);
  const isPoolAsked =
    names.includes('startsWithHost') && wish.startsWithHost && pool !== undefined && pool.pool.otherConfig[vmEntries.autoStart] !== 'true';
  return isPoolAsked ? [poolEntry(pool.ref), ...writes] : writes;
}

/** Never more processors than there may be: who gets fewer gives them back first. */
function ordered(names: readonly VmSetting[], now: VmSettings, wish: VmSettings): readonly VmSetting[] {
  if (wish.vcpusMax >= now.vcpus || !names.includes('vcpus')) return names;
  return ['vcpus', ...names.filter((name) => name !== 'vcpus')];
}
