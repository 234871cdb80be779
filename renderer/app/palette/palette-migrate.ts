import { migrateText } from '#shared/text/commands-text.ts';
import type { Command, Target } from '#renderer/state/command.ts';
import type { TargetHost } from '#shared/domain/rules/target-hosts.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { placeChoices } from '#renderer/state/place-choices.ts';

export interface Migration {
  readonly command: Command;
  readonly target: Target;
}

/** 'migrate pg-par-02 to xs-par-01': a way to every host whose name has the last words, with what stands against it. */
export function migrationsNamed(words: readonly string[], vmsNamed: (words: readonly string[]) => readonly NamedVm[]): readonly Migration[] {
  const [verb = ''] = words;
  const to = words.indexOf(migrateText.to, 2);
  if (to === -1 || !migrateText.verbs.some((candidate) => candidate.startsWith(verb))) return [];
  const where = words.slice(to + 1);
  return vmsNamed(words.slice(1, to)).flatMap(({ target, name }) =>
    placeChoices('vm.migrate', [target])
      .filter((choice) => where.every((word) => choice.name.toLowerCase().includes(word)))
      .map((choice) => ({ target, command: migrateCommand(name, choice) })),
  );
}

interface NamedVm {
  readonly target: Target;
  readonly name: string;
}

function migrateCommand(vm: string, { host, name, requests, problems }: TargetHost): Command {
  return {
    id: `vm.migrate-to ${host}`,
    group: 'move',
    icon: 'migrate',
    label: () => migrateText.toHost(vm, name),
    appliesTo: () => true,
    blockedBy: () => (requests.length > 0 ? [] : problems.map(problemText)),
    run: (_targets, tools) => tools.start(requests),
    requests: () => requests,
  };
}
