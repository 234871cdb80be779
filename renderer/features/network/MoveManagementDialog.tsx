import { useState } from 'react';
import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import { membersFirst, wayOfHost } from '#shared/domain/networks/addresses.ts';
import type { NetworkRequestOf } from '#shared/domain/operations/network-request.ts';
import { hasSecondWay } from '#shared/domain/rules/address-rules.ts';
import type { Problem } from '#shared/domain/rules/problem.ts';
import { networkText as say } from '#shared/text/network-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { SelectField } from '#renderer/ui/Choice.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import css from './Networks.module.css';

type Request = NetworkRequestOf<'network.move-management'>;
type NetworkRef = RefOf<'network'>;

export interface MoveManagementDialogProps {
  readonly target: Target;
  /** One host, or all of the pool. */
  readonly host: HostRef | undefined;
  readonly name: string;
  readonly problemsOf: (request: Request) => readonly Problem[];
  readonly onCopyXe: (request: Request) => void;
  readonly onMove: (request: Request) => void;
  readonly onClose: () => void;
}

export function MoveManagementDialog({ target, host, name, problemsOf, onCopyXe, onMove, onClose }: MoveManagementDialogProps) {
  const { server, inventory } = target;
  const hosts = membersFirst(inventory, host === undefined ? [...inventory.host.keys()] : [host]);
  const networks = possible(inventory, hosts);
  const [chosen, choose] = useState<string>(networks[0]?.ref ?? '');
  const [insists, insist] = useState(false);
  const network = networks.find(({ ref }) => ref === chosen)?.ref;
  const request: Request | undefined =
    network === undefined ? undefined : { kind: 'network.move-management', server: server.id, network, ...(host !== undefined && { host }), insists };
  const problems = reasonsOf(request, problemsOf);
  const why = problems.length === 0 ? undefined : problems.join(' ');
  const begin = (act: (request: Request) => void) => () => (request === undefined ? undefined : act(request));
  return (
    <Dialog
      title={say.moveTitle(name)}
      closeLabel={say.close}
      size="wide"
      onClose={onClose}
      footer={
        <>
          <Button size="dialog" kind="quiet" why={why} onClick={begin(onCopyXe)}>
            {say.copyXe}
          </Button>
          <Button size="dialog" onClick={onClose}>
            {say.cancel}
          </Button>
          <Button size="dialog" kind="primary" why={why} onClick={begin(onMove)}>
            {say.moveBegin}
          </Button>
        </>
      }
    >
      <div className={css['form']}>
        {networks.length > 0 && (
          <SelectField
            label={say.moveTo}
            value={chosen}
            options={networks.map(({ ref, title }) => ({ value: ref as string, label: title }))}
            onChoose={choose}
          />
        )}
        {network !== undefined && <Order inventory={inventory} hosts={hosts} network={network} />}
        <Notice tone="warn" what={say.moveEffect} />
        <Checkbox label={say.insist} isOn={insists} onChange={insist} />
        {problems.map((problem) => (
          <Notice key={problem} tone="warn" what={problem} />
        ))}
      </div>
    </Dialog>
  );
}

function reasonsOf(request: Request | undefined, problemsOf: MoveManagementDialogProps['problemsOf']): readonly string[] {
  return request === undefined ? [say.noMoveTarget] : problemsOf(request).map(problemText);
}

/** Networks on which at least one of the hosts has an address and is not managed. */
function possible(inventory: Inventory, hosts: readonly HostRef[]) {
  return [...inventory.network]
    .filter(([ref]) =>
      hosts.some((host) => {
        const pif = wayOfHost(inventory, ref, host)?.pif;
        return pif !== undefined && pif.ip !== '' && !pif.isManagement;
      }),
    )
    .map(([ref, { name }]) => ({ ref, title: name }))
    .sort((a, b) => byNaturalOrder(a.title, b.title));
}

function Order({ inventory, hosts, network }: { readonly inventory: Inventory; readonly hosts: readonly HostRef[]; readonly network: NetworkRef }) {
  return (
    <CardTable
      label={say.movePreview}
      columns={[say.host, say.moveNow, say.moveThen, say.moveSecond].map((title) => ({ title }))}
      rows={hosts.map((host) => {
        const record = inventory.host.get(host);
        const then = wayOfHost(inventory, network, host)?.pif;
        const isLonely = !hasSecondWay(inventory, host);
        return {
          key: host,
          tone: isLonely ? ('warn' as const) : undefined,
          cells: [
            record?.name,
            record?.address,
            then === undefined ? say.noWay : then.ip === '' ? say.noAddress : then.ip,
            isLonely ? say.secondWay.no : say.secondWay.yes,
          ],
        };
      })}
    />
  );
}
