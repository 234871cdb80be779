import { useState } from 'react';
import { recordAt } from '#shared/domain/inventory/facts.ts';
import { vmSettingsNow, type VmChanges } from '#shared/domain/operations/vm-settings.ts';
import { tagsIn } from '#shared/domain/organization/tags-in.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { vmSettingsText as say } from '#shared/text/vm-settings-text.ts';
import { useAccess } from '#renderer/state/access-store.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { copyXe } from '#renderer/state/copy-xe.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';
import { startNow } from '#renderer/state/start-now.ts';
import { SelectField } from '#renderer/ui/Choice.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogButtons } from '#renderer/ui/DialogButtons.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './VmTab.module.css';
import { homeOf, hostChoices } from './VmSettingsPages.tsx';

const AS_IT_IS = 'as-it-is';

interface Chosen {
  readonly home: string;
  readonly autoStart: typeof AS_IT_IS | 'on' | 'off';
  readonly tags: string;
}

/** What makes sense for several VMs at once; tags are added to those each has. */
export function ManyVmsDialog({ targets, onClose }: { readonly targets: readonly Target[]; readonly onClose: () => void }) {
  useAccess();
  const client = useClient();
  const [chosen, choose] = useState<Chosen>({ home: AS_IT_IS, autoStart: AS_IT_IS, tags: '' });
  const [first] = targets;
  if (first === undefined) return null;
  const isOnePool = targets.every(({ server }) => server.id === first.server.id);
  const judged = targets.flatMap((target) => judgedFor(target, chosen));
  const requests = judged.filter(({ problems }) => problems.length === 0).map(({ request }) => request);
  const reasons = [...new Set(judged.flatMap(({ problems }) => problems.map(problemText)))];
  const why = requests.length > 0 ? undefined : reasons.length === 0 ? say.nothing : reasons.join(' ');
  return (
    <Dialog
      title={say.manyTitle(targets.length)}
      closeLabel={say.close}
      onClose={onClose}
      footer={
        <DialogButtons
          copy={{ label: say.copyXe, why, onCopy: () => copyXe(client, requests) }}
          cancelLabel={say.cancel}
          onClose={onClose}
          verb={say.save}
          why={why}
          onDo={() => startNow(client, requests)}
        />
      }
    >
      <div className={css['form']}>
        {isOnePool && (
          <SelectField
            label={say.home}
            value={chosen.home}
            options={[{ value: AS_IT_IS, label: say.asItIs }, ...hostChoices(first.inventory)]}
            onChoose={(home) => choose({ ...chosen, home })}
          />
        )}
        <SelectField
          label={say.autoStart}
          value={chosen.autoStart}
          options={[
            { value: AS_IT_IS, label: say.asItIs },
            { value: 'on', label: say.on },
            { value: 'off', label: say.off },
          ]}
          onChoose={(autoStart) => choose({ ...chosen, autoStart })}
        />
        <TextField label={say.addTags} value={chosen.tags} hint={say.tagsHint} onType={(tags) => choose({ ...chosen, tags })} />
      </div>
    </Dialog>
  );
}

function judgedFor(target: Target, { home, autoStart, tags }: Chosen) {
  const { item, inventory, server } = target;
  const ref = item.is === 'vm' || item.is === 'template' ? item.ref : null;
  const vm = recordAt(inventory.vm, ref);
  if (ref === null || vm === undefined) return [];
  const now = vmSettingsNow(vm);
  const added = tagsIn(tags).filter((tag) => !now.tags.includes(tag));
  const changes: VmChanges = {
    ...(home !== AS_IT_IS && { home: homeOf(inventory, home) }),
    ...(autoStart !== AS_IT_IS && { startsWithHost: autoStart === 'on' }),
    ...(added.length > 0 && { tags: [...now.tags, ...added] }),
  };
  if (Object.keys(changes).length === 0) return [];
  const request: OperationRequest = { kind: 'vm.configure', server: server.id, vm: ref, changes };
  return [{ request, problems: problemsNow(request, target) }];
}
