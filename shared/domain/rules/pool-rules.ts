import { promiseWith } from '#shared/domain/ha/with-host.ts';
import { isHostLive, isOrdinaryVm, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Host, HostRef, Pool } from '#shared/domain/inventory/watched.ts';
import type { PoolRequest, PoolRequestOf } from '#shared/domain/operations/pool-request.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import { evacuation } from './evacuation.ts';
import { poolSettingsProblems } from './pool-settings-rules.ts';
import { isInMaintenance } from './maintenance-facts.ts';
import type { Problem } from './problem.ts';
import { hasBootedSince, rollPlan } from './roll-plan.ts';

interface Facts {
  readonly inventory: Inventory;
  readonly pool: Pool;
}

interface HostFacts extends Facts {
  readonly ref: HostRef;
  readonly host: Host;
}

/** What stands against changing a pool's members, or a host; a join is looked at more closely once it begins. */
export function poolProblems(request: PoolRequest, inventory: Inventory): readonly Problem[] {
  const pool = onlyPool(inventory)?.pool;
  if (pool === undefined) return [{ rule: 'not-there' }];
  if (!('host' in request)) return wholeProblems(request, { inventory, pool });
  const host = inventory.host.get(request.host);
  return host === undefined ? [{ rule: 'not-there' }] : hostProblems(request, { inventory, pool, ref: request.host, host });
}

type Whole = Exclude<PoolRequest, { host: HostRef }>;
type Single = Extract<PoolRequest, { host: HostRef }>;

function wholeProblems(request: Whole, facts: Facts): readonly Problem[] {
  const { inventory, pool } = facts;
  switch (request.kind) {
    case 'pool.join':
      if ([...inventory.host.values()].some(({ uuid }) => uuid === request.hostUuid)) return [{ rule: 'unchanged' }];
      return haProblems(pool);
    case 'pool.recover-members':
      return [...inventory.host.keys()].every((host) => isHostLive(inventory, host)) ? [{ rule: 'every-host-answers' }] : [];
    case 'pool.verify-tls':
      return pool.verifiesTls ? [{ rule: 'unchanged' }] : [];
    case 'pool.configure':
      return poolSettingsProblems(request.changes, facts);
    case 'pool.roll':
      return rollProblems(request, facts);
    case 'host.keep-address': {
      const pif = inventory.pif.get(request.pif);
      if (pif === undefined) return [{ rule: 'not-there' }];
      return pif.ipMode === 'Static' ? [{ rule: 'unchanged' }] : [];
    }
    default:
      return unreachable(request);
  }
}

const haProblems = (pool: Pool): readonly Problem[] => (pool.isHaEnabled ? [{ rule: 'ha-must-be-off' }] : []);

function rollProblems({ hosts, sinceMs }: PoolRequestOf<'pool.roll'>, { inventory, pool }: Facts): readonly Problem[] {
  if (hosts.length === 0) return [{ rule: 'nothing-chosen' }];
  if (inventory.host.size < 2) return [{ rule: 'no-other-host' }];
  const ahead = hosts.filter((host) => !hasBootedSince(inventory, host, sinceMs));
  const stuck = rollPlan(inventory, ahead).filter((turn) => turn.stuck.length > 0);
  return [
    ...haProblems(pool),
    ...silentProblems(inventory),
    ...stuck.map((turn): Problem => ({ rule: 'cannot-leave', host: turn.name, vms: turn.stuck.map(({ name }) => name) })),
  ];
}

function silentProblems(inventory: Inventory): readonly Problem[] {
  return [...inventory.host].filter(([ref]) => !isHostLive(inventory, ref)).map(([, { name }]) => ({ rule: 'every-host-needed', host: name }));
}

function hostProblems(request: Single, facts: HostFacts): readonly Problem[] {
  const { inventory, pool, ref, host } = facts;
  const isLive = isHostLive(inventory, ref);
  if (request.kind === 'host.power-on') return powerOnProblems(host, isLive);
  if (!isLive) return [{ rule: 'host-not-live', host: host.name }];
  switch (request.kind) {
    case 'pool.eject':
      return [...haProblems(pool), ...ejectProblems(facts)];
    case 'pool.designate-master':
      if (pool.master === ref) return [{ rule: 'already-master', host: host.name }];
      return [...haProblems(pool), ...busyProblems(pool), ...silentProblems(inventory), ...disabledProblems(host)];
    case 'host.enter-maintenance':
      return enterProblems(request, facts);
    case 'host.exit-maintenance':
      return host.isEnabled && !isInMaintenance(host) ? [{ rule: 'not-in-maintenance', host: host.name }] : [];
    case 'host.reboot':
    case 'host.shut-down':
      return [...busyHostProblems(host), ...promiseProblems(inventory, ref, undefined)];
    case 'host.restart-toolstack':
    case 'host.leave-directory':
    case 'host.join-directory':
      return [];
    case 'host.set-edition':
      return host.edition === request.edition ? [{ rule: 'unchanged' }] : [];
    case 'host.configure':
      return configureProblems(request, host);
    default:
      return unreachable(request);
  }
}

function powerOnProblems(host: Host, isLive: boolean): readonly Problem[] {
  if (isLive) return [{ rule: 'host-answers', host: host.name }];
  return host.powerOnMode === '' ? [{ rule: 'no-power-on', host: host.name }] : [];
}

/** Whatever runs, sleeps or is paused on it would be torn from it. */
function ejectProblems({ inventory, pool, ref, host }: HostFacts): readonly Problem[] {
  const guests = guestNames(inventory, ref);
  return [
    ...(pool.master === ref ? [{ rule: 'is-master', host: host.name } as const] : []),
    ...(guests.length > 0 ? [{ rule: 'vms-on-host', host: host.name, vms: guests } as const] : []),
  ];
}

export function guestNames(inventory: Inventory, host: HostRef): readonly string[] {
  return [...inventory.vm.values()].filter((vm) => vm.residentOn === host && isOrdinaryVm(vm)).map(({ name }) => name);
}

function busyProblems({ currentOperations }: Pool): readonly Problem[] {
  const [operation] = Object.values(currentOperations);
  return operation === undefined ? [] : [{ rule: 'busy', operation }];
}

function busyHostProblems({ name, currentOperations }: Host): readonly Problem[] {
  const [operation] = Object.values(currentOperations);
  return operation === undefined ? [] : [{ rule: 'host-is-busy', host: name, operation }];
}

const disabledProblems = (host: Host): readonly Problem[] => (host.isEnabled ? [] : [{ rule: 'host-disabled', host: host.name }]);

/** The server refuses to take a host out of its plan where that ends it; one that is out already changes nothing. */
function promiseProblems(inventory: Inventory, host: HostRef, lowered: number | undefined): readonly Problem[] {
  if (inventory.host.get(host)?.isEnabled !== true) return [];
  const promise = promiseWith(inventory, host, false);
  if (promise?.isRefused !== true) return [];
  const { wanted, most } = promise;
  return (lowered ?? wanted) <= most ? [] : [{ rule: 'plan-would-break', failures: lowered ?? wanted, most }];
}

function enterProblems(
  { vms, nextMaster, failures }: PoolRequestOf<'host.enter-maintenance'>,
  { inventory, pool, ref, host }: HostFacts,
): readonly Problem[] {
  if (isInMaintenance(host) && !host.isEnabled) return [{ rule: 'host-disabled', host: host.name }];
  const stuck = vms === 'stay' ? [] : evacuation(inventory, ref).filter(({ to }) => to === undefined);
  return [
    ...busyHostProblems(host),
    ...promiseProblems(inventory, ref, failures),
    ...masterProblems({ inventory, pool, ref, host }, nextMaster),
    ...(stuck.length === 0 ? [] : [{ rule: 'cannot-leave', host: host.name, vms: stuck.map(({ name }) => name) } as const]),
  ];
}

/** A master that is emptied for good hands over first; with HA on nobody may name another. */
function masterProblems({ inventory, pool, ref }: HostFacts, next: HostRef | undefined): readonly Problem[] {
  if (next === undefined) return [];
  if (pool.master !== ref) return [{ rule: 'unchanged' }];
  const host = inventory.host.get(next);
  if (host === undefined || next === ref) return [{ rule: 'not-there' }];
  return [...haProblems(pool), ...busyProblems(pool), ...silentProblems(inventory), ...disabledProblems(host)];
}

const ISCSI_NAME = /^(?:iqn\.\d{4}-\d\d\.[^\s:]+(?::\S+)?|eui\.[\da-f]{16}|naa\.[\da-f]{16,32})$/i;

function configureProblems({ iqn, isMultipathing, logDestination, powerOn }: PoolRequestOf<'host.configure'>, host: Host): readonly Problem[] {
  if (iqn !== undefined && !ISCSI_NAME.test(iqn)) return [{ rule: 'bad-iqn' }];
  const pairs = [
    [iqn, host.iqn],
    [isMultipathing, host.isMultipathing],
    [logDestination, host.logging['syslog_destination'] ?? ''],
  ] as const;
  const isSame = powerOn === undefined && pairs.every(([wished, is]) => wished === undefined || wished === is);
  return isSame ? [{ rule: 'unchanged' }] : [];
}
