import { type FormEvent, useId, useState } from 'react';
import { editText } from '#shared/text/commands-text.ts';
import { frameText } from '#shared/text/frame-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { type Target, useCommands } from '#renderer/state/command.ts';
import { copyXe } from '#renderer/state/copy-xe.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { problemsNow } from '#renderer/state/problems-now.ts';
import { nameOf } from '../object-facts.ts';
import { type EditKind, editRequest, valueBefore } from './edit-request.ts';

export interface EditDialogProps {
  readonly edit: EditKind;
  readonly targets: readonly Target[];
  readonly onClose: () => void;
}

const titles = { rename: editText.rename, describe: editText.describe, tags: editText.tag, folder: editText.move } as const;
const labels = { rename: editText.name, describe: editText.description, tags: editText.tags, folder: editText.folder } as const;

/** One property of one object, or of all of them. What was there when it opened is what the engine compares with. */
export function EditDialog({ edit, targets, onClose }: EditDialogProps) {
  const form = useId();
  const commands = useCommands();
  const client = useClient();
  const [before] = useState(() => valueBefore(edit, targets));
  const [value, setValue] = useState(before);
  const requests = targets.flatMap((target) => {
    const request = editRequest(edit, target, { value, before });
    return request === undefined ? [] : [{ request, problems: problemsNow(request, target) }];
  });
  const possible = requests.filter(({ problems }) => problems.length === 0).map(({ request }) => request);
  const why = possible.length > 0 ? undefined : requests[0]?.problems.map(problemText).join(' ');

  function save(event: FormEvent): void {
    event.preventDefault();
    if (possible.length === 0) return;
    commands.start(possible);
    onClose();
  }

  return (
    <Dialog
      title={titles[edit](whatIs(targets))}
      closeLabel={editText.close}
      onClose={onClose}
      footer={
        <>
          <Button size="dialog" kind="quiet" why={why} onClick={() => copyXe(client, possible)}>
            {editText.copyXe}
          </Button>
          <Button size="dialog" onClick={onClose}>
            {editText.cancel}
          </Button>
          <Button size="dialog" kind="primary" why={why} onClick={() => (document.getElementById(form) as HTMLFormElement | null)?.requestSubmit()}>
            {editText.save}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={save}>
        <TextField label={labels[edit]} value={value} onType={setValue} takesFocus {...(edit === 'folder' && { hint: editText.folderHint })} />
      </form>
    </Dialog>
  );
}

function whatIs(targets: readonly Target[]): string {
  const [first] = targets;
  if (first !== undefined && targets.length === 1) return nameOf(first);
  const kinds = new Set(targets.map(({ item }) => item.is));
  const [kind = 'group'] = kinds;
  return kinds.size === 1 ? frameText.counted(targets.length, frameText.kinds[kind]) : frameText.counted(targets.length, frameText.objects);
}
