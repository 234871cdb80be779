import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { PoolRequest } from '#shared/domain/operations/pool-request.ts';
import { whatLeaves } from '#shared/domain/rules/leaving-pool.ts';
import { guestNames } from '#shared/domain/rules/pool-rules.ts';
import { memberText } from '#shared/text/member-text.ts';

interface Facts {
  readonly inventory: Inventory;
  readonly request: PoolRequest;
  readonly name: string;
  readonly poolName: string;
  readonly isMaster: boolean;
  readonly isHaOn: boolean;
  readonly vms: readonly string[];
}

interface Asked {
  readonly title: string;
  readonly effect: string;
}

/** What is asked before something is done to a host or to a pool's members. */
export function memberQuestion(request: PoolRequest, inventory: Inventory): Asked | undefined {
  return questions[request.kind]?.(factsOf(request, inventory));
}

function factsOf(request: PoolRequest, inventory: Inventory): Facts {
  const pool = onlyPool(inventory)?.pool;
  const poolName = pool?.name ?? '';
  const about = { inventory, request, poolName, isHaOn: pool?.isHaEnabled === true };
  if (!('host' in request)) return { ...about, name: poolName, isMaster: false, vms: [] };
  const name = inventory.host.get(request.host)?.name ?? '';
  return { ...about, name, isMaster: pool?.master === request.host, vms: guestNames(inventory, request.host) };
}

const questions: Readonly<Partial<Record<PoolRequest['kind'], (facts: Facts) => Asked>>> = {
  'pool.eject': ({ name, poolName, inventory, request }) => ({
    title: memberText.ejectTitle(name, poolName),
    effect: 'host' in request ? memberText.eject(name, whatLeaves(inventory, request.host)) : '',
  }),
  'pool.designate-master': ({ name }) => ({ title: memberText.masterTitle(name), effect: memberText.master }),
  'host.reboot': ({ name, vms, isMaster }) => ({ title: memberText.rebootTitle(name), effect: memberText.reboot(vms, isMaster) }),
  'host.shut-down': ({ name, vms, isMaster }) => ({ title: memberText.shutDownTitle(name), effect: memberText.shutDown(vms, isMaster) }),
  'host.restart-toolstack': ({ name, isMaster, isHaOn }) => ({
    title: memberText.toolstackTitle(name),
    effect: memberText.toolstack(isMaster, isHaOn),
  }),
  'pool.recover-members': ({ name }) => ({ title: memberText.recoverTitle(name), effect: memberText.recover }),
  'pool.verify-tls': () => ({ title: memberText.tlsTitle, effect: memberText.tls }),
};
