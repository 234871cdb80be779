import { useState } from 'react';
import { type Disc, discDriveOf, discIn, discsOf } from '#shared/domain/devices/drives.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import type { DeviceRequest } from '#shared/domain/operations/device-request.ts';
import type { Problem } from '#shared/domain/rules/problem.ts';
import { drivesText as say } from '#shared/text/devices-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { useAccess } from '#renderer/state/access-store.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { copyXe } from '#renderer/state/copy-xe.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';
import { startNow } from '#renderer/state/start-now.ts';
import { ChoiceList } from '#renderer/ui/ChoiceList.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogButtons } from '#renderer/ui/DialogButtons.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';

export interface DiscDialogProps {
  readonly target: Target;
  readonly machine: VmRef;
  readonly onClose: () => void;
}

const EMPTY = 'none';
/** As many as can be looked over; the others are found by name. */
const SHOWN = 14;

/** What is to lie in the drive of a VM. */
export function DiscDialog({ target, machine, onClose }: DiscDialogProps) {
  useAccess();
  const client = useClient();
  const { inventory, server } = target;
  const [now] = useState(() => discIn(discDriveOf(inventory, machine)));
  const [chosen, choose] = useState<string>(now ?? '');
  const [text, setText] = useState('');
  const discs = discsNamed(inventory, text);
  const disc = discs.find(({ ref }) => ref === chosen)?.ref;
  const request: DeviceRequest = { kind: 'disc.change', server: server.id, machine, ...(disc !== undefined && { disc }) };
  const why = disc === undefined && chosen !== EMPTY ? say.nothingChosen : whyNot(problemsNow(request, target));
  return (
    <Dialog
      title={say.discTitle(inventory.vm.get(machine)?.name ?? '')}
      closeLabel={say.close}
      onClose={onClose}
      footer={
        <DialogButtons
          copy={{ label: say.copyXe, why, onCopy: () => copyXe(client, [request]) }}
          cancelLabel={say.cancel}
          onClose={onClose}
          verb={chosen === EMPTY ? say.eject : say.insert}
          why={why}
          onDo={() => startNow(client, [request])}
        />
      }
    >
      <Discs discs={discs} text={text} onText={setText} chosen={chosen} onChoose={choose} mayBeEmpty={now !== undefined} />
    </Dialog>
  );
}

interface DiscsProps {
  readonly discs: readonly Disc[];
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly chosen: string;
  readonly onChoose: (key: string) => void;
  readonly mayBeEmpty: boolean;
}

function Discs({ discs, text, onText, chosen, onChoose, mayBeEmpty }: DiscsProps) {
  const empty = mayBeEmpty ? [{ key: EMPTY, name: say.emptyDrive, isFit: true }] : [];
  return (
    <>
      <TextField label={say.findDisc} isLabelHidden value={text} onType={onText} takesFocus />
      {discs.length === 0 && text === '' && <p>{say.noDiscs}</p>}
      <ChoiceList
        label={say.discs}
        chosen={chosen}
        onChoose={onChoose}
        choices={[...empty, ...discs.slice(0, SHOWN).map(({ ref, name, library }) => ({ key: ref, name, fact: library, isFit: true }))]}
      />
      {discs.length > SHOWN && <p>{say.moreDiscs(discs.length - SHOWN)}</p>}
    </>
  );
}

function discsNamed(inventory: Inventory, text: string): readonly Disc[] {
  const wanted = text.trim().toLowerCase();
  return discsOf(inventory).filter(({ name, library }) => `${name} ${library}`.toLowerCase().includes(wanted));
}

function whyNot(problems: readonly Problem[]): string | undefined {
  return problems.length === 0 ? undefined : problems.map(problemText).join(' ');
}
