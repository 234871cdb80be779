import { join } from 'node:path';
import { z } from 'zod';
import { type Document, openDocument } from '#engine/store/document.ts';
import { keptPlanSchema } from '#shared/contract/network-plan-schema.ts';
import type { NetworkPlan } from '#shared/domain/repairs/network-plan.ts';

const content = z.object({ plans: z.array(keptPlanSchema) });
type Content = z.infer<typeof content>;
export type KeptPlan = z.infer<typeof keptPlanSchema>;

/** Far more than anybody resets; an old one is of no use any more. */
const MOST_PLANS = 100;

/** What a reset of a host's network took away, until somebody puts it away. */
export interface PlanBook {
  /** Newest first. */
  of(host: string): readonly KeptPlan[];
  keep(plan: NetworkPlan, nowMs: number): Promise<void>;
  putAway(id: string): Promise<void>;
}

export async function openPlanBook(setup: { readonly folder: string; readonly newId: () => string }): Promise<PlanBook> {
  const file: Document<Content> = await openDocument({
    path: join(setup.folder, 'network-plans.json'),
    shape: { version: 1, content, empty: { plans: [] }, upgrade: (saved) => saved },
    unique: setup.newId,
  });
  return {
    of: (host) =>
      file
        .current()
        .plans.filter(({ plan }) => plan.host.uuid === host)
        .toReversed(),
    keep: async (plan, keptAtMs) =>
      await file.update(({ plans }) => ({ plans: [...plans, { id: setup.newId(), keptAtMs, plan }].slice(-MOST_PLANS) })),
    putAway: async (id) => await file.update(({ plans }) => ({ plans: plans.filter((kept) => kept.id !== id) })),
  };
}
