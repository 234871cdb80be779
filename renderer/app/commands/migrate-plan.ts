import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { problemText } from '#shared/text/problem-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';

export interface MigrateChoice {
  readonly host: HostRef;
  readonly name: string;
  /** For those machines that it can take. */
  readonly requests: readonly OperationRequest[];
  /** Why the others cannot go there, each reason once. */
  readonly reasons: readonly string[];
}

/** Every host of the pool: first those that take the most machines, of these the emptiest. */
export function migrateChoices(targets: readonly Target[]): readonly MigrateChoice[] {
  const [first] = targets;
  if (first === undefined) return [];
  const { inventory } = first;
  const residents = Map.groupBy(inventory.vm.values(), (vm) => vm.residentOn);
  const choices = [...inventory.host].map(([host, { name }]) => choiceOf(targets, { host, name }));
  return choices.toSorted((a, b) => {
    const taken = b.requests.length - a.requests.length;
    return taken === 0 ? (residents.get(a.host)?.length ?? 0) - (residents.get(b.host)?.length ?? 0) : taken;
  });
}

/** Nothing as soon as one machine can go to one host: nobody needs to weigh hundreds of both to know that. */
export function whyNoneCanMove(targets: readonly Target[]): readonly string[] {
  const reasons = new Set<string>();
  for (const target of targets) {
    for (const host of target.inventory.host.keys()) {
      if (target.item.is !== 'vm') continue;
      const problems = problemsNow({ kind: 'vm.migrate', server: target.item.server, vm: target.item.ref, host }, target);
      if (problems.length === 0) return [];
      for (const problem of problems) reasons.add(problemText(problem));
    }
  }
  return [...reasons];
}

function choiceOf(targets: readonly Target[], { host, name }: Pick<MigrateChoice, 'host' | 'name'>): MigrateChoice {
  const requests: OperationRequest[] = [];
  const reasons = new Set<string>();
  for (const target of targets) {
    if (target.item.is !== 'vm') continue;
    const request: OperationRequest = { kind: 'vm.migrate', server: target.item.server, vm: target.item.ref, host };
    const problems = problemsNow(request, target);
    if (problems.length === 0) requests.push(request);
    for (const problem of problems) reasons.add(problemText(problem));
  }
  return { host, name, requests, reasons: [...reasons] };
}
