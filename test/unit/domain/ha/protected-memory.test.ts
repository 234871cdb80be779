import { expect, test } from 'vitest';
import { survives } from '#shared/domain/ha/failures.ts';
import type { PlanPool } from '#shared/domain/ha/packing.ts';
import { protectedMemory } from '#shared/domain/ha/protected-memory.ts';

const poolOf = (...hosts: readonly (readonly [freeBytes: number, ...vms: number[]])[]): PlanPool => ({
  totalHosts: hosts.length,
  hosts: hosts.map(([freeBytes], index) => ({ id: `h${index}`, freeBytes })),
  vms: hosts.flatMap(([, ...sizes], index) => sizes.map((sizeBytes, number) => ({ id: `v${index}.${number}`, sizeBytes, host: `h${index}` }))),
});

test('what protected VMs take where they run is room for them too, and the roomiest hosts are lost first', () => {
  expect(protectedMemory(poolOf([4, 8], [10], [1, 2, 3]))).toEqual({ neededBytes: 13, roomBytes: [28, 16, 6] });
});

test('a VM that has no place yet needs memory and gives none', () => {
  const pool = poolOf([4], [2]);
  expect(protectedMemory({ ...pool, vms: [{ id: 'waits', sizeBytes: 9, host: undefined }] })).toEqual({ neededBytes: 9, roomBytes: [6, 2] });
});

test('a host with more on it than it has gives nothing, and takes nothing from the others', () => {
  expect(protectedMemory(poolOf([-5], [3, 1])).roomBytes).toEqual([4, 0]);
});

test('where it is too little, the server does not promise it either', () => {
  const pool = poolOf([1, 8], [1, 8], [1, 8]);
  const { neededBytes, roomBytes } = protectedMemory(pool);
  expect([neededBytes, roomBytes[1]]).toEqual([24, 18]);
  expect(survives(pool, 1)).toBe(false);
});
