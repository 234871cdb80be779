import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HaRequest, HaSetting } from './request.ts';

/** Turning HA on and off by hand, and what is set before. */
export function haLines(request: HaRequest, inventory: Inventory): readonly string[] {
  const uuid = onlyPool(inventory)?.pool.uuid;
  if (uuid === undefined) return [];
  if (request.kind === 'ha.disable') return ['xe pool-ha-disable'];
  const settings = request.settings.flatMap((setting) => settingLine(setting, inventory));
  const failures = request.failures === undefined ? [] : [`xe pool-param-set uuid=${uuid} ha-host-failures-to-tolerate=${request.failures}`];
  if (request.kind === 'ha.configure') return [...settings, ...failures];
  const heartbeat = inventory.sr.get(request.heartbeat)?.uuid ?? '';
  return [...settings, ...failures, `xe pool-ha-enable heartbeat-sr-uuids=${heartbeat}`];
}

function settingLine({ vm, priority, order, startDelaySeconds }: HaSetting, inventory: Inventory): readonly string[] {
  const uuid = inventory.vm.get(vm)?.uuid;
  const word = priority === 'none' ? '' : priority;
  return uuid === undefined ? [] : [`xe vm-param-set uuid=${uuid} ha-restart-priority=${word} order=${order} start-delay=${startDelaySeconds}`];
}
