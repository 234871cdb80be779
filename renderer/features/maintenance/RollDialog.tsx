import { useState } from 'react';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { linkOf } from '#shared/domain/rules/rule-facts.ts';
import { problemsOf } from '#shared/domain/rules/rules.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { maintenanceText } from '#shared/text/maintenance-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import css from './Maintenance.module.css';
import { useStart } from './use-start.ts';

export interface RollDialogProps {
  readonly target: Target;
  readonly onClose: () => void;
}

/** Which hosts are restarted, one after the other. */
export function RollDialog({ target: { server, inventory }, onClose }: RollDialogProps) {
  const { start, failure } = useStart(onClose);
  const [left, setLeft] = useState<ReadonlySet<HostRef>>(new Set());
  const [sinceMs] = useState(() => Date.now());
  const hosts = [...inventory.host.keys()].filter((host) => !left.has(host));
  const request: OperationRequest = { kind: 'pool.roll', server: server.id, hosts, sinceMs };
  const problems = problemsOf(request, { inventory, link: linkOf(server.state) }).map(problemText);
  return (
    <Dialog
      title={maintenanceText.rollTitle(onlyPool(inventory)?.pool.name ?? '')}
      closeLabel={maintenanceText.close}
      onClose={onClose}
      footer={
        <>
          <Button size="dialog" onClick={onClose}>
            {maintenanceText.cancel}
          </Button>
          <Button size="dialog" kind="primary" why={problems.length === 0 ? undefined : problems.join(' ')} onClick={() => start([request])}>
            {maintenanceText.roll(hosts.length)}
          </Button>
        </>
      }
    >
      <p>{maintenanceText.rollIntro}</p>
      {failure !== undefined && <Notice tone="danger" {...failureText(failure)} />}
      <fieldset className={css['hosts']}>
        <legend>{maintenanceText.rollHosts}</legend>
        {[...inventory.host].map(([ref, { name }]) => (
          <Checkbox
            key={ref}
            label={name}
            isOn={!left.has(ref)}
            onChange={(isOn) => setLeft((before) => new Set(isOn ? [...before].filter((host) => host !== ref) : [...before, ref]))}
          />
        ))}
      </fieldset>
    </Dialog>
  );
}
