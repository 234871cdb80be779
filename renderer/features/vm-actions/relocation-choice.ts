import type { VmRef } from '#shared/domain/inventory/watched.ts';
import type { RelocationChoice } from '#shared/domain/rules/relocation-plan.ts';
import type { Target } from '#renderer/state/command.ts';

/** Nothing said yet: everything as it is best. */
export const nothingChosen: RelocationChoice = { disks: new Map(), cards: new Map(), isCopy: false };

export function vmsOf(targets: readonly Target[]): readonly VmRef[] {
  return targets.flatMap(({ item }) => (item.is === 'vm' ? [item.ref] : []));
}
