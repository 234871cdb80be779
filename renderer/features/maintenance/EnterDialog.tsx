import { useEffect, useMemo, useState } from 'react';
import type { Output } from '#shared/contract/calls.ts';
import { isHostLive, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { HostRef, VmRef } from '#shared/domain/inventory/watched.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { type HaPromise, promiseWith } from '#shared/domain/ha/with-host.ts';
import type { Problem } from '#shared/domain/rules/problem.ts';
import { evacuation, type Leaving } from '#shared/domain/rules/evacuation.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { maintenanceText } from '#shared/text/maintenance-text.ts';
import { requestText } from '#shared/text/operation-text.ts';
import { relocationText } from '#shared/text/relocation-text.ts';
import { openDialog } from '#renderer/state/ui-store.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { xapiErrorText } from '#shared/text/xapi-error-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { SelectField } from '#renderer/ui/Choice.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import css from './Maintenance.module.css';
import { useStart } from './use-start.ts';

export interface HostDialogProps {
  readonly target: Target;
  readonly host: HostRef;
  readonly onClose: () => void;
}

type Vms = 'leave' | 'stay';
type Blocked = Output<'maintenance.look'>['blocked'];

const STAYS = '';

interface Succession {
  /** Who could take over. */
  readonly others: readonly { readonly ref: HostRef; readonly name: string }[];
  readonly isMaster: boolean;
  readonly isHaOn: boolean;
}

function successionOf(inventory: Target['inventory'], host: HostRef): Succession {
  const known = onlyPool(inventory);
  const isHaOn = known !== undefined && known.pool.isHaEnabled;
  const isMaster = known !== undefined && known.pool.master === host;
  const others = [...inventory.host].filter(([ref, other]) => ref !== host && other.isEnabled && isHostLive(inventory, ref));
  return { isMaster, isHaOn, others: isMaster && !isHaOn ? others.map(([ref, { name }]) => ({ ref, name })) : [] };
}

/** What keeps VMs from leaving, each with a way out, and where the others will go: known before anything happens. */
export function EnterDialog({ target, host, onClose }: HostDialogProps) {
  const { server, inventory } = target;
  const { start, failure } = useStart(onClose);
  const [vms, setVms] = useState<Vms>('leave');
  const [chosen, setChosen] = useState<string>();
  const succession = successionOf(inventory, host);
  const nextMaster = successor(succession, chosen);
  const leaving = useMemo(() => evacuation(inventory, host), [inventory, host]);
  const name = inventory.host.get(host)?.name ?? '';
  const moves = vms === 'leave';
  const promise = useMemo(() => promiseWith(inventory, host, false), [inventory, host]);
  const [isLowered, setLowered] = useState(false);
  const failures = isLowered ? promise?.most : undefined;
  const request = enterRequest({ server: server.id, host, vms, nextMaster, failures });
  const plan = problemsNow(request, target).filter(({ rule }) => rule === 'plan-would-break');
  return (
    <Dialog
      title={maintenanceText.enterTitle(name)}
      closeLabel={maintenanceText.close}
      size="wide"
      onClose={onClose}
      footer={<Footer moves={moves} leaving={leaving} plan={plan} onEnter={() => start([request])} onClose={onClose} />}
    >
      {failure !== undefined && <Notice tone="danger" {...failureText(failure)} />}
      <div className={css['fields']}>
        <SelectField label={maintenanceText.what} value={vms} options={WAYS} onChoose={setVms} />
        {moves && <NextMaster name={name} succession={succession} chosen={nextMaster} onChoose={setChosen} />}
      </div>
      <Lowering promise={promise} isLowered={isLowered} onChange={setLowered} />
      {moves && <MasterNotice {...succession} />}
      {moves && <VmTable target={target} host={host} leaving={leaving} onWayOut={(way) => start([way], 'stay-open')} />}
    </Dialog>
  );
}

interface LoweringProps {
  readonly promise: HaPromise | undefined;
  readonly isLowered: boolean;
  readonly onChange: (isLowered: boolean) => void;
}

/** HA counts on the host: it goes only once less is promised. */
function Lowering({ promise, isLowered, onChange }: LoweringProps) {
  if (promise?.isRefused !== true) return null;
  return <Checkbox label={maintenanceText.lower(promise.wanted, promise.most)} isOn={isLowered} onChange={onChange} />;
}

function successor({ others: [first, ...rest] }: Succession, chosen: string | undefined): HostRef | undefined {
  if (first === undefined || chosen === undefined) return first?.ref;
  return [first, ...rest].find(({ ref }) => ref === chosen)?.ref;
}

interface FooterProps {
  readonly moves: boolean;
  readonly leaving: readonly Leaving[];
  /** That HA would lose its plan. */
  readonly plan: readonly Problem[];
  readonly onEnter: () => void;
  readonly onClose: () => void;
}

function Footer({ moves, leaving, plan, onEnter, onClose }: FooterProps) {
  const reasons = [...plan.map(problemText), ...(moves ? [stuckText(leaving)] : [])].filter((reason) => reason !== undefined);
  return (
    <>
      <Button size="dialog" onClick={onClose}>
        {maintenanceText.cancel}
      </Button>
      <Button size="dialog" kind="primary" why={reasons.length === 0 ? undefined : reasons.join(' ')} onClick={onEnter}>
        {moves ? maintenanceText.enter : maintenanceText.disableOnly}
      </Button>
    </>
  );
}

const WAYS = [
  { value: 'leave', label: maintenanceText.leave },
  { value: 'stay', label: maintenanceText.stay },
] as const;

function MasterNotice({ isMaster, isHaOn }: Succession) {
  return isMaster ? <Notice tone="warn" what={isHaOn ? maintenanceText.haMaster : maintenanceText.isMaster} /> : null;
}

function stuckText(leaving: readonly Leaving[]): string | undefined {
  const stuck = leaving.filter(({ to }) => to === undefined);
  return stuck.length === 0 ? undefined : `${maintenanceText.stuck(stuck.length)}: ${stuck.map(({ name }) => name).join(', ')}`;
}

interface Entering {
  readonly server: string;
  readonly host: HostRef;
  readonly vms: Vms;
  readonly nextMaster: HostRef | undefined;
  readonly failures: number | undefined;
}

function enterRequest({ server, host, vms, nextMaster, failures }: Entering): OperationRequest {
  const request = { kind: 'host.enter-maintenance', server, host, vms, ...(failures !== undefined && { failures }) } as const;
  return vms === 'leave' && nextMaster !== undefined ? { ...request, nextMaster } : request;
}

interface NextMasterProps {
  readonly name: string;
  readonly succession: Succession;
  readonly chosen: HostRef | undefined;
  readonly onChoose: (host: string) => void;
}

function NextMaster({ name, succession: { others }, chosen, onChoose }: NextMasterProps) {
  if (others.length === 0) return null;
  return (
    <SelectField
      label={maintenanceText.nextMaster}
      value={chosen ?? STAYS}
      options={[
        ...others.map((other) => ({ value: other.ref as string, label: other.name })),
        { value: STAYS, label: maintenanceText.keepMaster(name) },
      ]}
      onChoose={onChoose}
    />
  );
}

interface VmsProps extends Omit<HostDialogProps, 'onClose'> {
  readonly leaving: readonly Leaving[];
  readonly onWayOut: (request: OperationRequest) => void;
}

function VmTable({ target, host, leaving, onWayOut }: VmsProps) {
  const blocked = useBlocked(target, host);
  if (leaving.length === 0) return <p>{maintenanceText.noVms}</p>;
  return (
    <div className={css['scroll']}>
      <table className={css['table']} aria-label={maintenanceText.vms}>
        <thead>
          <tr>
            <th scope="col">{maintenanceText.vm}</th>
            <th scope="col">{maintenanceText.memory}</th>
            <th scope="col">{maintenanceText.goesTo}</th>
            <th scope="col">{maintenanceText.wayOut}</th>
          </tr>
        </thead>
        <tbody>
          {leaving
            .toSorted((a, b) => Number(a.to !== undefined) - Number(b.to !== undefined))
            .map((each) => (
              <Row key={each.vm} each={each} target={target} told={blocked?.find(({ vm }) => vm === each.vm)} onWayOut={onWayOut} />
            ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly each: Leaving;
  readonly target: Target;
  /** The server's own reason, which may be one we have not foreseen. */
  readonly told: Blocked[number] | undefined;
  readonly onWayOut: (request: OperationRequest) => void;
}

function Row({ each: { vm, name, bytes, to, why }, target, told, onWayOut }: RowProps) {
  const isStuck = to === undefined || told !== undefined;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{sizeText(bytes)}</td>
      <td>
        <span className={css['place']}>
          <Icon name={isStuck ? 'error' : 'migrate'} tone={isStuck ? 'danger' : 'ok'} />
          {to === undefined ? why.map(problemText).join(' ') : (target.inventory.host.get(to)?.name ?? '')}
        </span>
        {told !== undefined && (
          <small>
            {maintenanceText.serverSays}: {xapiErrorText(told.code, told.parameters)?.what} <code>{told.code}</code>
          </small>
        )}
      </td>
      <td>{isStuck && <WaysOut target={target} vm={vm} why={why} onWayOut={onWayOut} />}</td>
    </tr>
  );
}

function WaysOut({ target, vm, why, onWayOut }: Pick<RowProps, 'target' | 'onWayOut'> & Pick<Leaving, 'vm' | 'why'>) {
  return (
    <span className={css['ways']}>
      {waysOut(target, vm).map((request) => (
        <LinkButton key={requestText(request)} onClick={() => onWayOut(request)}>
          {requestText(request)}
        </LinkButton>
      ))}
      {why.some(isOfStorage) && (
        <LinkButton onClick={() => openDialog('relocate', [{ is: 'vm', server: target.server.id, ref: vm }])}>{relocationText.command}</LinkButton>
      )}
    </span>
  );
}

/** Its disks can come along, or go first. */
function isOfStorage(problem: Problem): boolean {
  return problem.rule === 'not-on-host' && problem.what === 'storage';
}

/** What can be done with it here; who cannot be asked to stop can be stopped. */
function waysOut(target: Target, vm: VmRef): readonly OperationRequest[] {
  const server = target.server.id;
  const [clean, suspend, forced] = [
    { kind: 'vm.shut-down', way: 'clean', server, vm },
    { kind: 'vm.suspend', server, vm },
    { kind: 'vm.shut-down', way: 'forced', server, vm },
  ] as const;
  const gentle = [clean, suspend].filter((request) => problemsNow(request, target).length === 0);
  return gentle.length > 0 ? gentle : [forced].filter((request) => problemsNow(request, target).length === 0);
}

/** The server's word, asked again when records change, but not at every single one of many changes. */
function useBlocked({ server: { id }, inventory }: Target, host: HostRef): Blocked | undefined {
  const client = useClient();
  const [blocked, setBlocked] = useState<Blocked>();
  const guests = useMemo(
    () =>
      [...inventory.vm.values()]
        .filter(({ residentOn }) => residentOn === host)
        .map(({ uuid, power }) => `${uuid} ${power}`)
        .join(),
    [inventory, host],
  );
  const [asked, setAsked] = useState<string>();
  useEffect(() => {
    if (asked === guests) return undefined;
    const stop = new AbortController();
    client.call('maintenance.look', { server: id, host }, stop.signal).then(
      (result) => {
        if (!result.ok || stop.signal.aborted) return;
        setBlocked(result.value.blocked);
        setAsked(guests);
      },
      (error: unknown) => reportError(error),
    );
    return () => stop.abort();
  }, [client, id, host, guests, asked]);
  return blocked;
}
