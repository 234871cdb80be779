import { useMemo, useState } from 'react';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { rollPlan, type RollTurn } from '#shared/domain/rules/roll-plan.ts';
import { linkOf } from '#shared/domain/rules/rule-facts.ts';
import { problemsOf } from '#shared/domain/rules/rules.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { maintenanceText } from '#shared/text/maintenance-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { valueText } from '#shared/text/value-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import css from './Maintenance.module.css';
import { useStart } from './use-start.ts';

export interface RollDialogProps {
  readonly target: Target;
  readonly onClose: () => void;
}

/** Which hosts are restarted, in which order, and what that means for each. */
export function RollDialog({ target: { server, inventory }, onClose }: RollDialogProps) {
  const { start, failure } = useStart(onClose);
  const waiting = useMemo(() => hostsThatWait(inventory), [inventory]);
  const [left, setLeft] = useState<ReadonlySet<HostRef>>(
    () => new Set(waiting.length === 0 ? [] : [...inventory.host.keys()].filter((host) => !waiting.includes(host))),
  );
  const [sinceMs] = useState(() => Date.now());
  const turns = useMemo(() => rollPlan(inventory, [...inventory.host.keys()]), [inventory]);
  const hosts = turns.map(({ host }) => host).filter((host) => !left.has(host));
  const request: OperationRequest = { kind: 'pool.roll', server: server.id, hosts, sinceMs };
  const problems = problemsOf(request, { inventory, link: linkOf(server.state) }).map(problemText);

  function choose(host: HostRef, isOn: boolean): void {
    setLeft((before) => new Set(isOn ? [...before].filter((other) => other !== host) : [...before, host]));
  }

  return (
    <Dialog
      title={maintenanceText.rollTitle(onlyPool(inventory)?.pool.name ?? '')}
      closeLabel={maintenanceText.close}
      size="wide"
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
      {waiting.length > 0 && <p>{maintenanceText.rollWaiting}</p>}
      {failure !== undefined && <Notice tone="danger" {...failureText(failure)} />}
      {problems.length > 0 && <Notice tone="warn" what={problems.join(' ')} />}
      <div className={css['scroll']}>
        <table className={css['table']} aria-label={maintenanceText.rollHosts}>
          <thead>
            <tr>
              <th scope="col">{maintenanceText.rollTurn}</th>
              <th scope="col">{maintenanceText.rollVms}</th>
              <th scope="col">{maintenanceText.rollNote}</th>
            </tr>
          </thead>
          <tbody>
            {turns.map((turn) => (
              <Turn key={turn.host} turn={turn} inventory={inventory} isOn={!left.has(turn.host)} onChoose={(isOn) => choose(turn.host, isOn)} />
            ))}
          </tbody>
        </table>
      </div>
    </Dialog>
  );
}

function hostsThatWait(inventory: Inventory): readonly HostRef[] {
  return [...inventory.host]
    .filter(([, { pendingGuidances }]) => pendingGuidances.some((each) => each.startsWith('reboot_host')))
    .map(([ref]) => ref);
}

interface TurnProps {
  readonly turn: RollTurn;
  readonly inventory: Inventory;
  readonly isOn: boolean;
  readonly onChoose: (isOn: boolean) => void;
}

function Turn({ turn: { name, vms, stuck, handsOverTo, waitsFor }, inventory, isOn, onChoose }: TurnProps) {
  const next = handsOverTo === undefined ? undefined : inventory.host.get(handsOverTo)?.name;
  const isStuck = stuck.length > 0;
  return (
    <tr>
      <th scope="row">
        <Checkbox label={name} isOn={isOn} onChange={onChoose} />
      </th>
      <td>{vms}</td>
      <td>
        <span className={css['place']}>
          <Icon name={isStuck ? 'error' : 'ok'} tone={isStuck ? 'danger' : 'ok'} />
          {isStuck ? maintenanceText.rollStuck(stuck.map((vm) => vm.name)) : vms === 0 ? maintenanceText.rollRestarts : maintenanceText.rollMoves}
        </span>
        {stuck.flatMap(({ name: vm, why }) => why.map((problem) => <small key={`${vm} ${problem.rule}`}>{`${vm}: ${problemText(problem)}`}</small>))}
        {next !== undefined && <small>{maintenanceText.rollHandsOver(next)}</small>}
        {waitsFor.length > 0 && <small>{waitsFor.map((guidance) => valueText('guidance', guidance)).join(', ')}</small>}
      </td>
    </tr>
  );
}
