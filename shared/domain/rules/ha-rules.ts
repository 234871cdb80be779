import { drafted, isSameSetting, settingsNow } from '#shared/domain/ha/ha-draft.ts';
import { type HaFacts, haFactsOf } from '#shared/domain/ha/ha-facts.ts';
import { heartbeatChoice } from '#shared/domain/ha/heartbeat.ts';
import { protectedNow, serverTolerance } from '#shared/domain/ha/tolerance.ts';
import { isHostLive, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Pool } from '#shared/domain/inventory/watched.ts';
import type { HaRequest, HaSetting, RequestOf } from '#shared/domain/operations/request.ts';
import type { Problem } from './problem.ts';

export function haProblems(request: HaRequest, inventory: Inventory): readonly Problem[] {
  const pool = onlyPool(inventory)?.pool;
  if (pool === undefined) return [{ rule: 'not-there' }];
  const [operation] = Object.values(pool.currentOperations);
  const busy: readonly Problem[] = operation === undefined ? [] : [{ rule: 'busy', operation }];
  switch (request.kind) {
    case 'ha.enable':
      return pool.isHaEnabled ? [{ rule: 'ha-on' }] : [...busy, ...enableProblems(request, pool, inventory)];
    case 'ha.disable':
      return pool.isHaEnabled ? busy : [{ rule: 'ha-off' }];
    default:
      return [...busy, ...configureProblems(request, pool, inventory)];
  }
}

/** The server's checks, all at once instead of one after the other. */
function enableProblems({ heartbeat, settings }: RequestOf<'ha.enable'>, pool: Pool, inventory: Inventory): readonly Problem[] {
  const hosts = [...inventory.host];
  const { name, obstacles } = heartbeatChoice(inventory, heartbeat);
  const unplugged = [...inventory.pif.values()].filter((pif) => pif.isUnplugForbidden && !pif.isAttached);
  return [
    ...(pool.otherConfig['rolling_upgrade_in_progress'] === undefined ? [] : [{ rule: 'pool-upgrading' } as const]),
    ...hosts
      .filter(([, host]) => host.licenseParameters['enable_xha'] === 'false')
      .slice(0, 1)
      .map(([, host]) => ({ rule: 'ha-not-licensed', host: host.name }) as const),
    ...hosts.filter(([ref]) => !isHostLive(inventory, ref)).map(([, host]) => ({ rule: 'every-host-needed', host: host.name }) as const),
    ...unplugged.map(({ host, device }) => ({
      rule: 'card-unplugged' as const,
      host: host === null ? '' : (inventory.host.get(host)?.name ?? ''),
      device,
    })),
    ...obstacles.map((why) => ({ rule: 'no-heartbeat-on', name, why }) as const),
    ...settingProblems(settings, haFactsOf(inventory)),
  ];
}

function configureProblems({ settings, failures }: RequestOf<'ha.configure'>, pool: Pool, inventory: Inventory): readonly Problem[] {
  const now = new Map(
    settingsNow(
      inventory,
      settings.map(({ vm }) => vm),
    ).map((setting) => [setting.vm, setting]),
  );
  const isUnchanged = settings.every((setting) => isSameSetting(now.get(setting.vm), setting));
  if (isUnchanged && (failures === undefined || failures === pool.haFailuresToTolerate)) return [{ rule: 'unchanged' }];
  const facts = haFactsOf(inventory);
  return [...settingProblems(settings, facts), ...planProblems({ settings, failures: failures ?? pool.haFailuresToTolerate }, pool, facts)];
}

function settingProblems(settings: readonly HaSetting[], { vms }: HaFacts): readonly Problem[] {
  const known = new Map(vms.map((vm) => [vm.ref, vm]));
  return settings.flatMap(({ vm, priority }): readonly Problem[] => {
    const facts = known.get(vm);
    if (facts === undefined) return [{ rule: 'not-there' }];
    const [first] = facts.obstacles;
    if (priority !== 'restart' || facts.priority === 'restart' || first === undefined) return [];
    const why = first.is === 'storage' ? 'storage' : first.is === 'network' || first.is === 'sriov-network' ? 'network' : 'device';
    return [{ rule: 'not-agile', vm: facts.name, why }];
  });
}

/** Refused only where there is a plan now and none afterwards: a pool that is overcommitted already is not held back. */
function planProblems(wish: { readonly settings: readonly HaSetting[]; readonly failures: number }, pool: Pool, facts: HaFacts): readonly Problem[] {
  if (!pool.isHaEnabled || pool.mayOvercommitHa || pool.isHaOvercommitted) return [];
  const then = drafted(facts, { settings: new Map(wish.settings.map((setting) => [setting.vm, setting])) });
  const most = serverTolerance(then, protectedNow(then)).failures;
  return most >= wish.failures ? [] : [{ rule: 'plan-would-break', failures: wish.failures, most }];
}
