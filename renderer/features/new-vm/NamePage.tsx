import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { newVmHostProblems } from '#shared/domain/rules/new-vm-rules.ts';
import type { Problem } from '#shared/domain/rules/problem.ts';
import { newVmText as say } from '#shared/text/new-vm-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { rulesNow } from '#renderer/state/problems-now.ts';
import { ChoiceList } from '#renderer/ui/ChoiceList.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import type { NewVm } from './use-new-vm.ts';

const ANY = '';

export function NamePage({ wizard }: { readonly wizard: NewVm }) {
  const { draft, change } = wizard;
  const hosts = rankedHosts(wizard);
  return (
    <>
      <TextField label={say.name} takesFocus value={draft.name} onType={(name) => change({ name })} />
      <TextField label={say.description} value={draft.description} onType={(description) => change({ description })} />
      <ChoiceList
        label={say.home}
        chosen={draft.home ?? ANY}
        onChoose={(key) => change({ home: hosts.find(({ host }) => host === key)?.host })}
        choices={[
          { key: ANY, name: say.anyHost, isFit: true },
          ...hosts.map(({ host, name, freeBytes, problems }) => ({
            key: host,
            name,
            fact: say.free(sizeText(freeBytes)),
            remark: problems.length === 0 ? undefined : [...new Set(problems.map(problemText))].join(' '),
            // What stands against it now may be gone when it starts.
            isFit: true,
          })),
        ]}
      />
    </>
  );
}

interface RankedHost {
  readonly host: HostRef;
  readonly name: string;
  readonly freeBytes: number;
  readonly problems: readonly Problem[];
}

/** Those that could start it now first, the roomiest of them before the others. */
function rankedHosts({ request, target }: NewVm): readonly RankedHost[] {
  const placement = rulesNow(target).placement();
  const facts = { inventory: target.inventory, placement: () => placement };
  return [...target.inventory.host]
    .map(([host, { name }]) => ({
      host,
      name,
      freeBytes: placement.freeBytes(host),
      problems: request === undefined ? [] : newVmHostProblems(request, facts, host),
    }))
    .toSorted((a, b) => [a.problems.length - b.problems.length, b.freeBytes - a.freeBytes].find((by) => by !== 0) ?? byNaturalOrder(a.name, b.name));
}
