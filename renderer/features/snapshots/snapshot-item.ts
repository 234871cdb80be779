import type { VmRef } from '#shared/domain/inventory/watched.ts';
import type { Target } from '#renderer/state/command.ts';

/** A snapshot as commands and dialogs are told of it. */
export function snapshotItem({ server }: Target, ref: VmRef) {
  return { is: 'snapshot', server: server.id, ref } as const;
}
