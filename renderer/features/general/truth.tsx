import { isHostLive } from '#shared/domain/inventory/facts.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { saidOfHost } from '#shared/domain/liveness/host-word.ts';
import { type VmTruth, vmTruth } from '#shared/domain/liveness/vm-truth.ts';
import type { HostWitnesses } from '#shared/domain/liveness/witness.ts';
import { timeText } from '#shared/text/format.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import { vmTruthText } from '#shared/text/recovery-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { useWitnesses } from '#renderer/state/witness-store.ts';
import { AgeMark } from '#renderer/ui/AgeMark.tsx';
import { useNow } from '#renderer/ui/use-now.ts';

/** Whether what is shown of an object is so now, and if not, since when it has not been confirmed. */
export interface Truth {
  readonly isNow: boolean;
  readonly sinceMs?: number | undefined;
  /** What its host itself said of a VM since the pool has lost it. */
  readonly ssh?: VmTruth | undefined;
}

/** `host` is the one that would have to confirm it; undefined where the pool alone does. */
export function useTruth({ item, server, inventory }: Target, host: HostRef | undefined): Truth {
  const nowMs = useNow();
  const witnesses = useWitnesses(server.id);
  const { state } = server;
  if (state.is === 'stale' || state.is === 'closed') return { isNow: false, sinceMs: state.sinceMs };
  if (state.is === 'connecting') return { isNow: false };
  if (host === undefined || isHostLive(inventory, host)) return { isNow: true };
  const said = witnesses?.get(host);
  const vm = item.is === 'vm' ? inventory.vm.get(item.ref) : undefined;
  return { isNow: false, sinceMs: sinceOf(said, nowMs), ssh: vm === undefined ? undefined : vmTruth(vm.uuid, said?.shell, nowMs) };
}

function sinceOf(witnesses: HostWitnesses | undefined, nowMs: number): number | undefined {
  return witnesses === undefined ? undefined : saidOfHost(witnesses, nowMs).sinceMs;
}

export function TruthMark({ truth }: { readonly truth: Truth }) {
  const nowMs = useNow();
  if (truth.isNow) return <AgeMark truth="live" word={propertiesText.live} />;
  if (truth.ssh?.is === 'verified-running') return <AgeMark truth="ssh" word={vmTruthText[truth.ssh.is](timeText(truth.ssh.atMs, nowMs))} />;
  const word = truth.sinceMs === undefined ? propertiesText.lastKnown : propertiesText.asOf(timeText(truth.sinceMs, nowMs));
  return <AgeMark truth="last-known" word={word} />;
}
