import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { fabricSight } from '#shared/domain/storage/fabric-sight.ts';
import { judgeShell, type ShellJudgement } from '#shared/domain/storage/from-shell/judge.ts';
import { placesOf, type ShellPlaces } from '#shared/domain/storage/from-shell/places.ts';
import type { StorageKind } from '#shared/domain/storage/source.ts';
import { devicesOf, type StorageDraft } from './draft.ts';
import { sourceOf } from './question.ts';

type Draft = StorageDraft<unknown>;

/** What the adapters of hosts see is no question of the network. */
export function isFabric(kind: StorageKind): boolean {
  return kind === 'hba' || kind === 'fcoe';
}

/** No driver looks into a library before it is made, so the pool alone cannot tell whether hosts get to it. */
export function isLibrary(kind: StorageKind): boolean {
  return kind === 'nfs-iso' || kind === 'smb-iso';
}

/** Undefined: nothing of it lies on a network. */
export function shellPlaces(draft: Draft): ShellPlaces | undefined {
  return isFabric(draft.kind) ? undefined : placesOf(sourceOf(draft, {}, devicesOf(draft)[0] ?? ''));
}

export function shellOf(draft: Draft, host: HostRef): ShellJudgement | undefined {
  const shell = draft.shells.get(host);
  return shell?.is === 'said' ? judgeShell(sourceOf(draft, {}, devicesOf(draft)[0] ?? ''), shell.answers) : undefined;
}

/** Hosts that will be connected as far as anybody has looked, of those that were tested. */
export function readiness(draft: Draft): { readonly ready: number; readonly all: number } {
  const hosts = [...new Set([...draft.hosts.keys(), ...draft.shells.keys()])];
  return { ready: hosts.filter((host) => isReady(draft, host)).length, all: hosts.length };
}

function isReady(draft: Draft, host: HostRef): boolean {
  const look = draft.hosts.get(host);
  if (isFabric(draft.kind)) return fabricSight(draft.scsiIds, look)?.notSeen.length === 0;
  if (!isLibrary(draft.kind)) return look?.is === 'seen';
  const shell = shellOf(draft, host);
  return shell !== undefined && !Object.values(shell.checks).includes('no') && shell.checks.answers === 'yes';
}
