import type { HostRef, VmRef } from '#shared/domain/inventory/watched.ts';
import { withAnotherHost, type WithAnother } from './another-host.ts';
import type { HaFacts } from './ha-facts.ts';
import { oneMore, type OneMore } from './one-more.ts';
import { type ProtectedMemory, protectedMemory } from './protected-memory.ts';
import { mostWithRoom } from './room.ts';
import { planPoolOf, protectedNow, type ServerTolerance, serverTolerance } from './tolerance.ts';
import { everySingleFailure, type WhatIf, whatIf } from './what-if.ts';

/** What a window asks of its planner, as it crosses to a thread. */
export type PlanQuestion =
  | { readonly is: 'what-if'; readonly facts: HaFacts; readonly lost: readonly HostRef[] }
  | { readonly is: 'tolerance'; readonly facts: HaFacts };

export interface Tolerance {
  readonly server: ServerTolerance;
  /** More than the server promises, where we can tell. */
  readonly room: number;
  readonly oneMore: OneMore | undefined;
  /** What another host would bring. */
  readonly another: WithAnother | undefined;
  readonly memory: ProtectedMemory;
  readonly singles: readonly WhatIf[];
  readonly protectedVms: readonly VmRef[];
}

export type PlanAnswer<Q extends PlanQuestion> = Q extends { is: 'what-if' } ? WhatIf : Tolerance;

export function answerPlan(question: PlanQuestion): WhatIf | Tolerance {
  const protectedVms = protectedNow(question.facts);
  if (question.is === 'what-if') return whatIf(question.facts, protectedVms, new Set(question.lost));
  return toleranceOf(question.facts, protectedVms);
}

function toleranceOf(facts: HaFacts, protectedVms: ReadonlySet<VmRef>): Tolerance {
  const server = serverTolerance(facts, protectedVms);
  const { pool } = planPoolOf(facts, protectedVms);
  const isPromising = server.notAgile.length === 0 && server.noRoomNow.length === 0;
  const next = server.failuresIfAgile + 1;
  return {
    server,
    room: isPromising ? mostWithRoom(pool, server.failures) : server.failures,
    oneMore: server.noRoomNow.length > 0 || next > pool.hosts.length ? undefined : oneMore(pool, next),
    another: withAnotherHost(facts, protectedVms),
    memory: protectedMemory(pool),
    singles: everySingleFailure(facts, protectedVms),
    protectedVms: [...protectedVms],
  };
}
