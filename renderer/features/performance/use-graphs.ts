import { useMemo } from 'react';
import { isHostLive } from '#shared/domain/inventory/facts.ts';
import { type Graph, graphsOf } from '#shared/domain/metrics/graphs.ts';
import type { Span } from '#shared/domain/metrics/history.ts';
import type { Target } from '#renderer/state/command.ts';
import { type ArchiveState, type Machine, useArchive } from './use-archive.ts';

interface Shown {
  readonly state: ArchiveState;
  readonly times: readonly number[];
  readonly graphs: readonly Graph[];
}

/** What of a machine is drawn, and how far that is known. */
export function useGraphs({ server }: Target, of: Machine | undefined, asked: { readonly span: Span; readonly isLive: boolean }): Shown {
  const state = useArchive(server.id, server.state.is === 'live' ? of : undefined, asked);
  return useMemo(
    () => (state.is === 'known' ? { state, times: state.history.timesSec, graphs: graphsOf(state.history) } : { state, times: [], graphs: [] }),
    [state],
  );
}

/** Whether it goes on, is over because nothing runs, or cannot be asked about. */
export function truthOf(target: Target, of: Machine): 'live' | 'stopped' | 'last-known' {
  if (target.server.state.is !== 'live') return 'last-known';
  return isMeasured(target, of) ? 'live' : 'stopped';
}

function isMeasured({ inventory }: Target, of: Machine): boolean {
  if (of.is === 'host') return isHostLive(inventory, of.ref);
  const home = inventory.vm.get(of.ref)?.residentOn ?? undefined;
  return home !== undefined && isHostLive(inventory, home);
}
