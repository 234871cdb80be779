import { useMemo, useReducer } from 'react';
import { changedSettings, drafted, failuresOf, haDraft, heartbeatOf, noDraft } from '#shared/domain/ha/ha-draft.ts';
import { haFactsOf } from '#shared/domain/ha/ha-facts.ts';
import { heartbeatChoices } from '#shared/domain/ha/heartbeat.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { usePlan } from './use-plan.ts';

/** The pool as it is, what a person has in mind, and what follows from both. */
export function useHaPlan(inventory: Inventory) {
  const known = useMemo(() => haFactsOf(inventory), [inventory]);
  const choices = useMemo(() => heartbeatChoices(inventory), [inventory]);
  const [draft, act] = useReducer(haDraft, noDraft);
  const facts = useMemo(() => drafted(known, draft), [known, draft]);
  const question = useMemo(() => ({ is: 'tolerance', facts }) as const, [facts]);
  const planning = usePlan(question);
  const pool = onlyPool(inventory)?.pool;
  const { wanted, failures } = failuresOf({ pool, draft, promised: planning.answer?.server.failures });
  const settings = changedSettings(known, draft);
  const isChanged = settings.length > 0 || (draft.failures !== undefined && draft.failures !== wanted);
  const heartbeat = heartbeatOf(choices, draft);
  return { known, facts, choices, draft, act, planning, pool, wanted, failures, settings, isChanged, heartbeat };
}

export type HaPlan = ReturnType<typeof useHaPlan>;
