import type { HaRequest } from '#shared/domain/operations/request.ts';
import type { Problem } from '#shared/domain/rules/problem.ts';
import { linkOf } from '#shared/domain/rules/rule-facts.ts';
import { problemsOf } from '#shared/domain/rules/rules.ts';
import { accessStore } from '#renderer/state/access-store.ts';
import type { Target } from '#renderer/state/command.ts';

/** The same that the engine will ask; without a request only whether there is anybody to ask at all. */
export function haProblemsNow(request: HaRequest | undefined, { server, inventory }: Target): readonly Problem[] {
  const link = linkOf(server.state);
  if (request === undefined) return link === 'live' ? [] : [{ rule: link === 'file' ? 'only-a-picture' : 'server-not-live' }];
  return problemsOf(request, { inventory, link, access: accessStore.getState().get(server.id) });
}
