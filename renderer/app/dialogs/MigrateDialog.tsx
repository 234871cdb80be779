import { useId, useState } from 'react';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { confirmText, migrateText } from '#shared/text/commands-text.ts';
import { useAccess } from '#renderer/state/access-store.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { copyXe } from '../commands/clipboard.ts';
import { type MigrateChoice, migrateChoices } from '../commands/migrate-plan.ts';
import { startNow } from '../commands/start-now.ts';
import { nameOf } from '../object-facts.ts';
import css from './MigrateDialog.module.css';

export interface MigrateDialogProps {
  readonly targets: readonly Target[];
  readonly onClose: () => void;
}

/** Every host of the pool, with what stands against it; what is judged goes on while the dialog is open. */
export function MigrateDialog({ targets, onClose }: MigrateDialogProps) {
  const client = useClient();
  useAccess();
  const choices = migrateChoices(targets);
  const [chosen, choose] = useState(() => choices.find(({ requests }) => requests.length > 0)?.host);
  const requests = choices.find(({ host }) => host === chosen)?.requests ?? [];
  const why = requests.length > 0 ? undefined : migrateText.noHost;
  const [first] = targets;
  return (
    <Dialog
      title={migrateText.title(targets.length, first === undefined ? '' : nameOf(first))}
      closeLabel={migrateText.close}
      onClose={onClose}
      footer={
        <>
          <Button size="dialog" kind="quiet" why={why} onClick={() => copyXe(client, requests)}>
            {confirmText.copyXe}
          </Button>
          <Button size="dialog" onClick={onClose}>
            {confirmText.cancel}
          </Button>
          <Button
            size="dialog"
            kind="primary"
            why={why}
            onClick={() => {
              // Whoever has chosen a host here needs no further question.
              startNow(client, requests);
              onClose();
            }}
          >
            {migrateText.verb(requests.length, targets.length)}
          </Button>
        </>
      }
    >
      <fieldset className={css['hosts']}>
        <legend>{migrateText.hosts}</legend>
        {choices.map((choice) => (
          <HostLine key={choice.host} choice={choice} all={targets.length} isChosen={choice.host === chosen} onChoose={choose} />
        ))}
      </fieldset>
    </Dialog>
  );
}

interface HostLineProps {
  readonly choice: MigrateChoice;
  readonly all: number;
  readonly isChosen: boolean;
  readonly onChoose: (host: HostRef) => void;
}

function HostLine({ choice: { host, name, requests, reasons }, all, isChosen, onChoose }: HostLineProps) {
  const id = useId();
  const isFit = requests.length > 0;
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
      <p id={`${id}-why`}>{[...(isFit ? [migrateText.takes(requests.length, all)] : []), ...reasons].join(' ')}</p>
    </div>
  );
}
