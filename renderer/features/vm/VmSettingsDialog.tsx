import { useState } from 'react';
import type { Vm, VmRef } from '#shared/domain/inventory/watched.ts';
import { vmSettingsText as say } from '#shared/text/vm-settings-text.ts';
import { useAccess } from '#renderer/state/access-store.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { copyXe } from '#renderer/state/copy-xe.ts';
import { startNow } from '#renderer/state/start-now.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogButtons } from '#renderer/ui/DialogButtons.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { Sections } from '#renderer/ui/Sections.tsx';
import { useOtherSettings } from './use-other-settings.ts';
import { useVmSettings } from './use-vm-settings.ts';
import { type SectionName, VmSettingsPage } from './VmSettingsPages.tsx';
import { ManyVmsDialog } from './ManyVmsDialog.tsx';

const SECTIONS = Object.entries(say.sections).map(([value, label]) => ({ value: value as SectionName, label }));

/** HA restarts machines only. */
const OF_TEMPLATES = SECTIONS.filter(({ value }) => value !== 'ha');

export interface VmSettingsDialogProps {
  readonly targets: readonly Target[];
  readonly onClose: () => void;
}

/** Everything that is decided for a VM; of several at once what makes sense for several. */
export function VmSettingsDialog({ targets, onClose }: VmSettingsDialogProps) {
  const [target] = targets;
  if (target === undefined) return null;
  if (targets.length > 1) return <ManyVmsDialog targets={targets} onClose={onClose} />;
  const { item, inventory } = target;
  const vm = item.is === 'vm' || item.is === 'template' ? inventory.vm.get(item.ref) : undefined;
  if ((item.is !== 'vm' && item.is !== 'template') || vm === undefined) return null;
  return <Settings target={target} machine={item.ref} vm={vm} onClose={onClose} />;
}

interface SettingsProps {
  readonly target: Target;
  readonly machine: VmRef;
  readonly vm: Vm;
  readonly onClose: () => void;
}

function Settings({ target, machine, vm, onClose }: SettingsProps) {
  useAccess();
  const client = useClient();
  const [section, setSection] = useState<SectionName>('general');
  const own = useVmSettings(target, machine, vm);
  const other = useOtherSettings(target, machine, vm);
  const isNew = own.isNew || other.requests.length > 0 || other.why !== undefined;
  const requests = [...own.requests, ...other.requests];
  const reasons = [own.isNew ? own.why : undefined, other.why].filter((reason) => reason !== undefined);
  const why = isNew ? (reasons.length === 0 ? undefined : reasons.join(' ')) : say.nothing;
  return (
    <Dialog
      title={say.title(vm.name)}
      closeLabel={say.close}
      size="wide"
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
      {why !== undefined && isNew && <Notice tone="warn" what={why} />}
      <Sections options={vm.isTemplate ? OF_TEMPLATES : SECTIONS} chosen={section} onChoose={setSection}>
        <VmSettingsPage
          section={section}
          target={target}
          machine={machine}
          vm={vm}
          draft={own.draft}
          onChange={own.change}
          other={other}
          onLeave={onClose}
        />
      </Sections>
    </Dialog>
  );
}
