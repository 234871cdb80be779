import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { disksOfVm } from '#shared/domain/inventory/disks.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { driverCan, isThin } from '#shared/domain/storage/driver-can.ts';
import type { Problem } from './problem.ts';
import { freeBytesOf, targetProblems } from './storage-room.ts';

/** What a disk takes that nothing has been written to yet, for what is written about it. */
const EMPTY_BYTES = 2 * 1024 ** 2;

interface NewThere {
  readonly target: RefOf<'sr'>;
  readonly sizeBytes: number;
  /** What of it is written already. */
  readonly usedBytes: number;
}

/** What stands against a disk coming to lie there. */
export function newThereProblems(inventory: Inventory, { target, sizeBytes, usedBytes }: NewThere): readonly Problem[] {
  const sr = inventory.sr.get(target);
  if (sr === undefined) return [{ rule: 'not-there' }];
  const needBytes = isThin(inventory, sr) ? Math.max(usedBytes, EMPTY_BYTES) : sizeBytes;
  const problems = targetProblems(inventory, { sr: target, needBytes });
  if (problems.some(({ rule }) => rule === 'sr-holds-no-disks') || driverCan(inventory, sr, 'VDI_CREATE')) return problems;
  return [...problems, { rule: 'driver-cannot', sr: sr.name, feature: 'VDI_CREATE' }];
}

/** Storage that never told its size is not judged. */
export function roomProblems(inventory: Inventory, target: RefOf<'sr'>, needBytes: number): readonly Problem[] {
  const sr = inventory.sr.get(target);
  const freeBytes = sr === undefined ? undefined : freeBytesOf(sr);
  return sr === undefined || freeBytes === undefined || needBytes <= freeBytes ? [] : [{ rule: 'sr-too-full', sr: sr.name, needBytes, freeBytes }];
}

interface Originals {
  readonly vm: VmRef;
  /** What shares with a disk needs room beside it. */
  readonly takes: 'room' | 'nothing';
  /** Where something else comes to lie, which has been asked about already. */
  readonly judged: ReadonlySet<RefOf<'sr'>>;
}

/** What stands against the disks of a machine being read where they lie. */
export function originalsProblems(inventory: Inventory, { vm, takes, judged }: Originals): readonly Problem[] {
  const all = disksOfVm(inventory, vm).flatMap((disk) => inventory.vdi.get(disk)?.sr ?? []);
  const eachBytes = takes === 'room' ? EMPTY_BYTES : 0;
  const others = [...new Set(all)].filter((sr) => !judged.has(sr));
  return others.flatMap((sr) => targetProblems(inventory, { sr, needBytes: eachBytes * all.filter((other) => other === sr).length }));
}
