import { useState } from 'react';
import type { HaDraftAction } from '#shared/domain/ha/ha-draft.ts';
import type { HaFacts, HaVm } from '#shared/domain/ha/ha-facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { haText } from '#shared/text/ha-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { BulkEdit } from './BulkEdit.tsx';
import css from './Ha.module.css';
import { SettingsTable } from './SettingsTable.tsx';

interface SettingsProps {
  readonly facts: HaFacts;
  readonly inventory: Inventory;
  readonly onAction: (action: HaDraftAction) => void;
}

export function SettingsDialog({ onClose, ...props }: SettingsProps & { readonly onClose: () => void }) {
  return (
    <Dialog
      title={haText.settings}
      closeLabel={haText.close}
      size="wide"
      onClose={onClose}
      footer={
        <Button size="dialog" kind="primary" onClick={onClose}>
          {haText.close}
        </Button>
      }
    >
      <Settings {...props} />
    </Dialog>
  );
}

/** All VMs, some of them ticked, and what is to be set for those. */
export function Settings({ facts, inventory, onAction }: SettingsProps) {
  const [ticked, setTicked] = useState<ReadonlySet<VmRef>>(new Set());
  const chosen = facts.vms.filter(({ ref }) => ticked.has(ref));
  const tick = (vms: readonly HaVm[], isOn: boolean): void => {
    const next = new Set(ticked);
    for (const { ref } of vms)
      if (isOn) next.add(ref);
      else next.delete(ref);
    setTicked(next);
  };
  return (
    <div className={css['settings']}>
      <BulkEdit chosen={chosen} onAction={onAction} />
      <SettingsTable vms={facts.vms} inventory={inventory} ticked={ticked} onTick={tick} />
    </div>
  );
}
