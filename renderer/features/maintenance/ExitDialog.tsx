import { useState } from 'react';
import { promiseWith } from '#shared/domain/ha/with-host.ts';
import { evacuatedFrom } from '#shared/domain/rules/maintenance-facts.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { maintenanceText } from '#shared/text/maintenance-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import type { HostDialogProps } from './EnterDialog.tsx';
import css from './Maintenance.module.css';
import { useStart } from './use-start.ts';

/** Who was here before, where each is now, and whether they come back. */
export function ExitDialog({ target, host, onClose }: HostDialogProps) {
  const { server, inventory } = target;
  const { start, failure } = useStart(onClose);
  const [bringsBack, setBringsBack] = useState(true);
  const record = inventory.host.get(host);
  const promise = promiseWith(inventory, host, true);
  const canRaise = promise !== undefined && promise.most > promise.wanted;
  const [isRaised, setRaised] = useState(true);
  const wanted = record === undefined ? [] : evacuatedFrom(inventory, record);
  return (
    <Dialog
      title={maintenanceText.exitTitle(record?.name ?? '')}
      closeLabel={maintenanceText.close}
      onClose={onClose}
      footer={
        <>
          <Button size="dialog" onClick={onClose}>
            {maintenanceText.cancel}
          </Button>
          <Button
            size="dialog"
            kind="primary"
            onClick={() =>
              start([
                {
                  kind: 'host.exit-maintenance',
                  server: server.id,
                  host,
                  bringsBack: bringsBack && wanted.length > 0,
                  ...(canRaise && isRaised && { failures: promise.most }),
                },
              ])
            }
          >
            {maintenanceText.exit}
          </Button>
        </>
      }
    >
      {failure !== undefined && <Notice tone="danger" {...failureText(failure)} />}
      {canRaise && <Checkbox label={maintenanceText.raise(promise.most, promise.wanted)} isOn={isRaised} onChange={setRaised} />}
      {wanted.length === 0 ? (
        <p>{maintenanceText.nothingBack}</p>
      ) : (
        <>
          <Checkbox label={maintenanceText.bringBack(wanted.length)} isOn={bringsBack} onChange={setBringsBack} />
          <ul className={css['list']}>
            {wanted.map(({ vm, name }) => (
              <li key={vm}>
                {name} <small>{placeOf(inventory.vm.get(vm)?.residentOn ?? null, inventory)}</small>
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}

type Inventory = HostDialogProps['target']['inventory'];

function placeOf(host: HostDialogProps['host'] | null, inventory: Inventory): string {
  const name = host === null ? undefined : inventory.host.get(host)?.name;
  return name === undefined ? maintenanceText.nowOff : maintenanceText.nowOn(name);
}
