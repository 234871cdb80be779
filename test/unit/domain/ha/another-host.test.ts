import { expect, test } from 'vitest';
import { withAnotherHost } from '#shared/domain/ha/another-host.ts';
import type { HaFacts } from '#shared/domain/ha/ha-facts.ts';
import { protectedNow, serverTolerance } from '#shared/domain/ha/tolerance.ts';
import type { HostRef, VmRef } from '#shared/domain/inventory/watched.ts';

const GIB = 1024 ** 3;

/** Hosts of 32 GiB, each with one protected VM. */
function poolOf(...vmGib: readonly number[]): HaFacts {
  return {
    hosts: vmGib.map((gib, index) => ({
      ref: `h${index}` as HostRef,
      uuid: `h${index}`,
      name: `h${index}`,
      isReady: true,
      capacityBytes: 32 * GIB,
      freeBytes: (32 - gib) * GIB,
    })),
    vms: vmGib.map((gib, index) => ({
      ref: `v${index}` as VmRef,
      name: `v${index}`,
      priority: 'restart',
      isAlwaysRun: true,
      order: 0,
      startDelaySeconds: 0,
      sizeBytes: gib * GIB,
      host: `h${index}` as HostRef,
      obstacles: [],
    })),
    isEnabled: true,
    clusterStack: 'xhad',
  };
}

test('two hosts whose VMs do not fit on one tolerate a failure once there is a third', () => {
  const pool = poolOf(20, 20);
  const another = withAnotherHost(pool, protectedNow(pool));
  expect([serverTolerance(pool, protectedNow(pool)).failures, another?.like, another?.server.failures]).toEqual([0, 'h0', 1]);
});

test('a host more never tolerates less', () => {
  for (const gib of [
    [4, 4],
    [10, 30, 5],
    [31, 31, 31],
    [1, 2, 3, 4],
  ]) {
    const pool = poolOf(...gib);
    const ours = protectedNow(pool);
    expect(withAnotherHost(pool, ours)?.server.failures).toBeGreaterThanOrEqual(serverTolerance(pool, ours).failures);
  }
});

test('nothing is said where no host takes part', () => {
  const pool = poolOf(4);
  const resting = { ...pool, hosts: pool.hosts.map((host) => ({ ...host, isReady: false })) };
  expect(withAnotherHost(resting, protectedNow(resting))).toBeUndefined();
});
