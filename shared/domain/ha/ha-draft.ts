import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Pool, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { HaPriority, HaSetting } from '#shared/domain/operations/request.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import type { HeartbeatChoice } from './heartbeat.ts';
import { type HaFacts, haPriorityOf, type HaVm } from './ha-facts.ts';

/** What a person has in mind but not yet done; everything absent is as the pool has it. */
export interface HaDraft {
  readonly heartbeat?: RefOf<'sr'> | undefined;
  readonly failures?: number | undefined;
  readonly settings: ReadonlyMap<VmRef, HaSetting>;
}

export type HaDraftAction =
  | { readonly do: 'choose-heartbeat'; readonly sr: RefOf<'sr'> }
  | { readonly do: 'tolerate'; readonly failures: number }
  /** Only what is given changes. */
  | {
      readonly do: 'set';
      readonly vms: readonly HaVm[];
      readonly priority?: HaPriority;
      readonly order?: number;
      readonly startDelaySeconds?: number;
    }
  | { readonly do: 'forget' };

export const noDraft: HaDraft = { settings: new Map() };

export function haDraft(draft: HaDraft, action: HaDraftAction): HaDraft {
  switch (action.do) {
    case 'choose-heartbeat':
      return { ...draft, heartbeat: action.sr };
    case 'tolerate':
      return { ...draft, failures: Math.max(0, action.failures) };
    case 'set': {
      const settings = new Map(draft.settings);
      for (const vm of action.vms) settings.set(vm.ref, { ...(settings.get(vm.ref) ?? settingOf(vm)), ...given(action) });
      return { ...draft, settings };
    }
    case 'forget':
      return noDraft;
    default:
      return unreachable(action);
  }
}

function given({ priority, order, startDelaySeconds }: Extract<HaDraftAction, { do: 'set' }>): Partial<HaSetting> {
  return {
    ...(priority !== undefined && { priority }),
    ...(order !== undefined && { order }),
    ...(startDelaySeconds !== undefined && { startDelaySeconds }),
  };
}

function settingOf({ ref, priority, order, startDelaySeconds }: HaVm): HaSetting {
  return { vm: ref, priority, order, startDelaySeconds };
}

/** The pool as it would be. */
export function drafted(facts: HaFacts, { settings }: HaDraft): HaFacts {
  if (settings.size === 0) return facts;
  return {
    ...facts,
    vms: facts.vms.map((vm) => {
      const setting = settings.get(vm.ref);
      if (setting === undefined) return vm;
      const { priority, order, startDelaySeconds } = setting;
      return { ...vm, priority, order, startDelaySeconds, isAlwaysRun: priority === 'restart' && vm.host !== undefined };
    }),
  };
}

/** Only settings that differ from what the pool has. */
export function changedSettings(facts: HaFacts, { settings }: HaDraft): readonly HaSetting[] {
  return facts.vms.flatMap((vm) => {
    const setting = settings.get(vm.ref);
    return setting === undefined || isSameSetting(settingOf(vm), setting) ? [] : [setting];
  });
}

/** Before HA has ever been set up: what can restart anywhere is protected, the rest tried. */
export function firstPlan(facts: HaFacts): ReadonlyMap<VmRef, HaSetting> {
  if (facts.vms.some(({ priority }) => priority !== 'none')) return new Map();
  return new Map(facts.vms.map((vm) => [vm.ref, { ...settingOf(vm), priority: vm.obstacles.length === 0 ? 'restart' : 'best-effort' }]));
}

/** What the server has for these VMs now; one that has gone is left out. */
export function settingsNow(inventory: Inventory, vms: readonly VmRef[]): readonly HaSetting[] {
  return vms.flatMap((vm) => {
    const record = inventory.vm.get(vm);
    return record === undefined ? [] : [{ vm, priority: haPriorityOf(record), order: record.order, startDelaySeconds: record.startDelay }];
  });
}

export function isSameSetting(a: HaSetting | undefined, b: HaSetting): boolean {
  return a?.priority === b.priority && a.order === b.order && a.startDelaySeconds === b.startDelaySeconds;
}

/** How many failures the pool is set to survive, and how many it would be: before HA is on, the most that can be promised is offered. */
export function failuresOf(state: { readonly pool: Pool | undefined; readonly draft: HaDraft; readonly promised: number | undefined }) {
  const wanted = state.pool?.haFailuresToTolerate ?? 0;
  const offered = state.pool?.isHaEnabled === true ? wanted : (state.promised ?? wanted);
  return { wanted, failures: state.draft.failures ?? offered };
}

/** The one chosen, else the best that will do. */
export function heartbeatOf(choices: readonly HeartbeatChoice[], { heartbeat }: HaDraft): RefOf<'sr'> | undefined {
  return heartbeat ?? choices.find(({ obstacles }) => obstacles.length === 0)?.sr;
}
