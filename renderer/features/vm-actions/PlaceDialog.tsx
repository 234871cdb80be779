import { useId, useState } from 'react';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { isTiedByStorage, type Placing, type TargetHost } from '#shared/domain/rules/target-hosts.ts';
import { confirmText } from '#shared/text/commands-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { relocationText } from '#shared/text/relocation-text.ts';
import { placeText } from '#shared/text/place-text.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { useAccess } from '#renderer/state/access-store.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { copyXe } from '#renderer/state/copy-xe.ts';
import { placeChoices } from '#renderer/state/place-choices.ts';
import { startNow } from '#renderer/state/start-now.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { diskItemsOf } from '#renderer/state/disk-items.ts';
import { openDialog } from '#renderer/state/ui-store.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogButtons } from '#renderer/ui/DialogButtons.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import css from './PlaceDialog.module.css';
import { nameOfVm } from './vm-names.ts';

export interface PlaceDialogProps {
  readonly kind: Placing;
  readonly targets: readonly Target[];
  readonly onClose: () => void;
}

/** Every host of the pool, with what stands against it; what is judged goes on while the dialog is open. */
export function PlaceDialog({ kind, targets, onClose }: PlaceDialogProps) {
  const client = useClient();
  useAccess();
  const say = placeText[kind];
  const choices = placeChoices(kind, targets);
  const [chosen, choose] = useState(() => choices.find(({ requests }) => requests.length > 0)?.host);
  const requests = choices.find(({ host }) => host === chosen)?.requests ?? [];
  const why = requests.length > 0 ? undefined : placeText.noHost;
  const [first] = targets;
  return (
    <Dialog
      title={say.title(targets.length, first === undefined ? '' : nameOfVm(first))}
      closeLabel={placeText.close}
      onClose={onClose}
      footer={
        <DialogButtons
          copy={{ label: confirmText.copyXe, why: why, onCopy: () => copyXe(client, requests) }}
          cancelLabel={confirmText.cancel}
          onClose={onClose}
          verb={placeText.someOf(say.verb, requests.length, targets.length)}
          why={why}
          onDo={() => startNow(client, requests)}
        />
      }
    >
      {isTied(kind, choices) && (
        <Notice tone="warn" what={placeText.tied} next={placeText.untie}>
          <Button
            onClick={() =>
              openDialog(
                'relocate',
                targets.map(({ item }) => item),
              )
            }
          >
            {relocationText.command}
          </Button>
          <Button onClick={() => openDialog('move-disk', targets.flatMap(diskItemsOf))}>{placeText.moveDisks}</Button>
        </Notice>
      )}
      <fieldset className={css['hosts']}>
        <legend>{placeText.hosts}</legend>
        {choices.map((choice) => (
          <HostLine key={choice.host} choice={choice} all={targets.length} isChosen={choice.host === chosen} onChoose={choose} />
        ))}
      </fieldset>
    </Dialog>
  );
}

function isTied(kind: Placing, choices: readonly TargetHost[]): boolean {
  if (kind !== 'vm.migrate' || choices.some(({ requests }) => requests.length > 0)) return false;
  return isTiedByStorage(choices.map(({ problems }) => problems));
}

interface HostLineProps {
  readonly choice: TargetHost;
  readonly all: number;
  readonly isChosen: boolean;
  readonly onChoose: (host: HostRef) => void;
}

function HostLine({ choice: { host, name, isHome, freeBytes, requests, problems }, all, isChosen, onChoose }: HostLineProps) {
  const id = useId();
  const isFit = requests.length > 0;
  const reasons = [...new Set(problems.map(problemText))];
  return (
    <div className={css['host']} data-fit={isFit}>
      <input
        id={id}
        type="radio"
        name="host"
        checked={isChosen}
        disabled={!isFit}
        aria-describedby={`${id}-why`}
        data-first-focus={isChosen ? '' : undefined}
        onChange={() => onChoose(host)}
      />
      <label htmlFor={id}>{name}</label>
      <small>{[...(isHome ? [placeText.home] : []), placeText.free(sizeText(freeBytes))].join(' · ')}</small>
      <p id={`${id}-why`}>{[...(isFit ? [placeText.takes(requests.length, all)] : []), ...reasons].join(' ')}</p>
    </div>
  );
}
