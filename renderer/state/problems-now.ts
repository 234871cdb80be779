import type { Access } from '#shared/domain/connection/permissions.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import type { Problem } from '#shared/domain/rules/problem.ts';
import { type LinkFact, linkOf } from '#shared/domain/rules/rule-facts.ts';
import { type Rules, rulesFor } from '#shared/domain/rules/rules.ts';
import type { Rehearsals } from '#shared/domain/routes/rehearsal.ts';
import { accessStore } from './access-store.ts';
import type { Target } from './command.ts';
import { poolIndexOf } from './pool-index-store.ts';
import { rehearsalsNow } from './ways-store.ts';

interface Known {
  readonly link: LinkFact;
  readonly access: Access | undefined;
  readonly rehearsals: Rehearsals | undefined;
  readonly rules: Rules;
}

/** What the rules have gathered of an inventory serves every command, until the inventory, the link or the role is another. */
const known = new WeakMap<Inventory, Known>();

/** The same that the engine will ask before it acts. */
export function problemsNow(request: OperationRequest, target: Target): readonly Problem[] {
  return rulesNow(target).problemsOf(request);
}

export function rulesNow({ server, inventory }: Pick<Target, 'server' | 'inventory'>): Rules {
  const link = linkOf(server.state);
  const access = accessStore.getState().get(server.id);
  const before = known.get(inventory);
  const rehearsals = rehearsalsNow(server.id);
  if (before?.link === link && before.access === access && before.rehearsals === rehearsals) return before.rules;
  const rules = rulesFor({ inventory, link, access, rehearsals, keptIndex: () => poolIndexOf(server.id, inventory) });
  known.set(inventory, { link, access, rehearsals, rules });
  return rules;
}
