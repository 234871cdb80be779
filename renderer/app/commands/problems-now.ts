import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import type { Problem } from '#shared/domain/rules/problem.ts';
import { type LinkFact, linkOf } from '#shared/domain/rules/rule-facts.ts';
import { type Rules, rulesFor } from '#shared/domain/rules/rules.ts';
import type { Target } from '#renderer/state/command.ts';

/** What the rules have gathered of an inventory serves every command, until the inventory is another. */
const known = new WeakMap<Inventory, Map<LinkFact, Rules>>();

/** The same that the engine will ask before it acts. */
export function problemsNow(request: OperationRequest, { server, inventory }: Target): readonly Problem[] {
  const link = linkOf(server.state);
  const ofInventory = known.get(inventory) ?? new Map<LinkFact, Rules>();
  const rules = ofInventory.get(link) ?? rulesFor({ inventory, link });
  ofInventory.set(link, rules);
  known.set(inventory, ofInventory);
  return rules.problemsOf(request);
}
