import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Server } from '#shared/contract/calls/server-calls.ts';
import { applyDelta } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, VmRef } from '#shared/domain/inventory/watched.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { dropPlan } from '#renderer/state/tree-drop.ts';
import type { Target } from '#renderer/state/command.ts';
import { inventoryStore } from '#renderer/state/inventory-store.ts';
import { anInventory } from '#test/support/inventories.ts';

const GIB = 1024 ** 3;
const server: Server = { id: 's' as Server['id'], address: 's.example', state: { is: 'live' } } as Server;
const base = anInventory({
  pool: 'p',
  hosts: { h1: {}, h2: {} },
  vms: {
    a: { on: 'h1', domainType: 'pv', memoryDynamicMin: 3 * GIB },
    b: { on: 'h1', domainType: 'pv', memoryDynamicMin: 3 * GIB },
    big: { on: 'h1', domainType: 'pv', memoryDynamicMin: 9 * GIB },
    off: {},
  },
});
const inventory = applyDelta(base, { hostMetrics: { set: { 'h2-metrics': { memoryTotal: 5 * GIB } } } });
const onHost = { is: 'host', server: 's', ref: 'h2' as HostRef } as const;

function targets(...names: readonly string[]): readonly Target[] {
  return names.map((name) => ({ item: { is: 'vm', server: 's', ref: name as VmRef }, server, inventory }));
}

test('what fits on a host says how much is left', () => {
  expect(dropPlan(targets('a'), onHost)).toEqual({
    text: `Move to h2: fits, ${sizeText(2 * GIB)} left`,
    requests: [{ kind: 'vm.migrate', server: 's', vm: 'a', host: 'h2' }],
  });
});

test('several that would each fit, but not together, are refused with what they need', () => {
  expect(dropPlan(targets('a', 'b'), onHost)).toEqual({
    text: `Together they need ${sizeText(6 * GIB)} of memory; h2 has ${sizeText(5 * GIB)} free.`,
    requests: [],
  });
});

test('the first that cannot go says why', () => {
  expect(dropPlan(targets('a', 'off'), onHost)).toEqual({ text: 'off: It is shut down, and would have to be running.', requests: [] });
  expect(dropPlan(targets('big'), onHost)?.requests).toEqual([]);
});

describe('a host of another pool', () => {
  const away = { is: 'host', server: 't', ref: 'far' as HostRef } as const;
  const other: Server = { id: 't' as Server['id'], address: 't.example', state: { is: 'live' } } as Server;
  const before = inventoryStore.getState();
  beforeAll(() => {
    inventoryStore.setState({ servers: [server, other], inventories: new Map([[other.id, anInventory({ pool: 'q', hosts: { far: {} } })]]) });
  });
  afterAll(() => inventoryStore.setState(before));

  test('is asked about, for there storage and networks have to be chosen', () => {
    const plan = dropPlan(targets('a', 'off'), away);
    expect(plan).toMatchObject({ requests: [], asks: [{ ref: 'a' }, { ref: 'off' }, away] });
    expect(plan?.text).toContain('far');
  });

  test('takes no machines of two pools at once, and none that may not leave', () => {
    const [stranger] = targets('a').map((target) => ({ ...target, item: { ...target.item, server: 'u' } }));
    expect(dropPlan([...targets('a'), ...(stranger === undefined ? [] : [stranger as Target])], away)?.asks).toBeUndefined();
    const paused = targets('a').map((target) => ({ ...target, inventory: applyDelta(inventory, { vm: { set: { a: { power: 'Paused' } } } }) }));
    expect(dropPlan(paused, away)).toMatchObject({ requests: [], text: expect.stringContaining('a:') as string });
    expect(dropPlan(paused, away)?.asks).toBeUndefined();
  });
});
