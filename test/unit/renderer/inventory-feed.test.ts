import { beforeEach, expect, test, vi } from 'vitest';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { createClient } from '#shared/contract/client.ts';
import { noSequences } from '#shared/contract/events.ts';
import type { ClientFrame, PushFrame } from '#shared/contract/frames.ts';
import type { Delta } from '#shared/domain/inventory/inventory.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { ok } from '#shared/kernel/result.ts';
import { startFeed } from '#renderer/state/inventory-feed.ts';
import { inventoryStore, resetInventory } from '#renderer/state/inventory-store.ts';
import { aSnapshot } from '#test/support/inventories.ts';

const server = 's' as ServerId;
const web = 'web' as VmRef;

/** An engine of one pool whose only VM has this name; answers wait until they are let go. */
function aFeed() {
  let push: (frame: PushFrame) => void = () => undefined;
  const state: { sequence: number; name: string; isLong?: boolean } = { sequence: 5, name: 'first' };
  const asked: string[] = [];
  const held: (() => void)[] = [];
  let isHolding = false;

  function valueOf(name: string, input: unknown): unknown {
    const snapshot = aSnapshot({ pool: 'p', hosts: { h: {} }, vms: { web: { name: state.name } } });
    if (name === 'pool.snapshot' && state.isLong === true) return pageOf(snapshot, input);
    if (name === 'pool.snapshot') return { sequence: state.sequence, inventory: snapshot };
    return { sequence: 1, servers: [{ id: server, address: 'a', user: 'root', state: { is: 'live' } }] };
  }

  /** A page for the VMs and one for the rest, which is newer by an event. */
  function pageOf({ vm = {}, ...rest }: Delta, input: unknown): unknown {
    const isFirst = !(typeof input === 'object' && input !== null && 'page' in input && input.page === 'rest');
    return isFirst ? { sequence: state.sequence, inventory: { vm }, next: 'rest' } : { sequence: state.sequence + 1, inventory: rest };
  }

  const client = createClient(
    {
      async request(frame: ClientFrame) {
        if (frame.frame !== 'request') return undefined;
        asked.push(frame.name);
        const value = valueOf(frame.name, frame.input);
        if (isHolding) await new Promise<void>((resolve) => held.push(resolve));
        return { frame: 'reply', id: frame.id, result: ok(value) };
      },
      onEvent(listener) {
        push = listener;
        return () => undefined;
      },
      openStream: () => () => undefined,
    },
    () => 'id',
  );
  startFeed(client);
  const delta = (name: string): Delta => ({ vm: { set: { web: { name } } } });
  return {
    asked,
    state,
    hello: () => push({ frame: 'hello', sequences: { ...noSequences(), servers: 1, pools: state.sequence } }),
    lose: () => push({ frame: 'lost' }),
    rename: (sequence: number, name: string) => push({ frame: 'event', topic: 'pools', sequence, payload: { server, delta: delta(name) } }),
    hold: () => {
      isHolding = true;
    },
    /** One answer, once there is one. */
    letOne: async () => {
      await vi.waitFor(() => expect(held).not.toEqual([]));
      held.shift()?.();
    },
    letGo: () => {
      isHolding = false;
      held.splice(0).forEach((resolve) => resolve());
    },
  };
}

function shownName(): string | undefined {
  return inventoryStore.getState().inventories.get(server)?.vm.get(web)?.name;
}

beforeEach(resetInventory);

test('a picture first, then each change in order', async () => {
  const feed = aFeed();
  feed.hello();
  await vi.waitFor(() => expect(shownName()).toBe('first'));
  feed.rename(6, 'second');
  feed.rename(7, 'third');
  expect([shownName(), feed.asked]).toEqual(['third', ['servers.list', 'pool.snapshot']]);
});

test('a picture of several pages is shown once it is whole, with what happened while they came', async () => {
  const feed = aFeed();
  feed.state.isLong = true;
  feed.hold();
  feed.hello();
  feed.rename(6, 'second');
  feed.letGo();
  await vi.waitFor(() => expect(shownName()).toBe('second'));
  const { inventories } = inventoryStore.getState();
  expect([inventories.get(server)?.host.size, feed.asked]).toEqual([1, ['servers.list', 'pool.snapshot', 'pool.snapshot']]);
});

test('a missing number means that the picture is taken again', async () => {
  const feed = aFeed();
  feed.hello();
  await vi.waitFor(() => expect(shownName()).toBe('first'));
  feed.state.name = 'as the engine has it';
  feed.state.sequence = 8;
  feed.rename(8, 'as the lost event said');
  await vi.waitFor(() => expect(shownName()).toBe('as the engine has it'));
});

test('changes that arrive while a picture is taken are neither lost nor applied twice', async () => {
  const feed = aFeed();
  feed.hold();
  feed.hello();
  feed.rename(6, 'newer than the picture');
  await vi.waitFor(() => {
    feed.letGo();
    expect(shownName()).toBe('newer than the picture');
  });
});

test('a lost engine leaves the last picture standing, and its return brings a new one', async () => {
  const feed = aFeed();
  feed.hello();
  await vi.waitFor(() => expect(shownName()).toBe('first'));
  feed.lose();
  expect([inventoryStore.getState().link, shownName()]).toEqual(['lost', 'first']);
  feed.state.name = 'after';
  feed.hello();
  await vi.waitFor(() => expect([inventoryStore.getState().link, shownName()]).toEqual(['open', 'after']));
});

test('until a new picture is whole it is arriving, and no inventory anybody could take for all there is', async () => {
  const feed = aFeed();
  feed.state.isLong = true;
  feed.hold();
  feed.hello();
  await feed.letOne();
  await feed.letOne();
  await vi.waitFor(() => expect(inventoryStore.getState().arriving.get(server)?.records).toBe(1));
  const { link, inventories, arriving } = inventoryStore.getState();
  expect([link, inventories.size, arriving.get(server)?.inventory.host.size]).toEqual(['opening', 0, 0]);
  feed.letGo();
  await vi.waitFor(() => expect(inventoryStore.getState().link).toBe('open'));
  expect([shownName(), inventoryStore.getState().arriving.size]).toEqual(['first', 0]);
});

test('an older picture stands until the new one is whole', async () => {
  const feed = aFeed();
  feed.state.isLong = true;
  feed.hello();
  await vi.waitFor(() => expect(shownName()).toBe('first'));
  feed.lose();
  feed.state.name = 'after';
  feed.hold();
  feed.hello();
  await feed.letOne();
  await feed.letOne();
  await feed.letOne();
  expect([shownName(), inventoryStore.getState().arriving.size]).toEqual(['first', 0]);
  await vi.waitFor(() => expect(shownName()).toBe('after'));
});

test('a picture that breaks off in the middle leaves no half behind, and the next one begins anew', async () => {
  const feed = aFeed();
  feed.state.isLong = true;
  feed.hold();
  feed.hello();
  await feed.letOne();
  await feed.letOne();
  await vi.waitFor(() => expect(inventoryStore.getState().arriving.size).toBe(1));
  feed.lose();
  expect(inventoryStore.getState().arriving.size).toBe(0);
  feed.state.name = 'after';
  feed.hello();
  feed.letGo();
  await vi.waitFor(() => expect([inventoryStore.getState().link, shownName()]).toEqual(['open', 'after']));
  expect(inventoryStore.getState().arriving.size).toBe(0);
});
