import { useState } from 'react';
import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import { membersFirst, wayOfHost } from '#shared/domain/networks/addresses.ts';
import { addressIn, familyOfMove, someAddress } from '#shared/domain/networks/managed-at.ts';
import type { NetworkRequestOf } from '#shared/domain/operations/network-request.ts';
import { type Rehearsals, secondWay } from '#shared/domain/routes/rehearsal.ts';
import { networkText as say } from '#shared/text/network-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { useAccess } from '#renderer/state/access-store.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { copyXe } from '#renderer/state/copy-xe.ts';
import { poolNameOf } from '#renderer/state/pool-name.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';
import { startNow } from '#renderer/state/start-now.ts';
import { useRehearsals } from '#renderer/state/ways-store.ts';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { SelectField } from '#renderer/ui/Choice.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogButtons } from '#renderer/ui/DialogButtons.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import css from './Networks.module.css';

type Request = NetworkRequestOf<'network.move-management'>;
type NetworkRef = RefOf<'network'>;

export interface MoveManagementDialogProps {
  /** One host, or all of the pool. */
  readonly target: Target;
  readonly onClose: () => void;
}

export function MoveManagementDialog({ target, onClose }: MoveManagementDialogProps) {
  const client = useClient();
  useAccess();
  const { server, inventory, item } = target;
  const rehearsals = useRehearsals(server.id);
  const host = item.is === 'host' ? item.ref : undefined;
  const hosts = membersFirst(inventory, host === undefined ? [...inventory.host.keys()] : [host]);
  const networks = possible(inventory, hosts);
  const [chosen, choose] = useState<string>(networks[0]?.ref ?? '');
  const [insists, insist] = useState(false);
  const network = networks.find(({ ref }) => ref === chosen)?.ref;
  const requests: readonly Request[] =
    network === undefined ? [] : [{ kind: 'network.move-management', server: server.id, network, ...(host !== undefined && { host }), insists }];
  const problems = reasonsOf(requests, target);
  const why = problems.length === 0 ? undefined : problems.join(' ');
  return (
    <Dialog
      title={say.moveTitle(nameOf(target))}
      closeLabel={say.close}
      size="wide"
      onClose={onClose}
      footer={
        <DialogButtons
          copy={{ label: say.copyXe, why, onCopy: () => copyXe(client, requests) }}
          cancelLabel={say.cancel}
          onClose={onClose}
          verb={say.moveBegin}
          why={why}
          onDo={() => startNow(client, requests)}
        />
      }
    >
      <div className={css['form']}>
        <NetworkField networks={networks} chosen={chosen} onChoose={choose} />
        {network !== undefined && <Order inventory={inventory} hosts={hosts} network={network} host={host} rehearsals={rehearsals} />}
        <Notice tone="warn" what={say.moveEffect} />
        <Checkbox label={say.insist} isOn={insists} onChange={insist} />
        {problems.map((problem) => (
          <Notice key={problem} tone="warn" what={problem} />
        ))}
      </div>
    </Dialog>
  );
}

interface NetworkFieldProps {
  readonly networks: ReturnType<typeof possible>;
  readonly chosen: string;
  readonly onChoose: (network: string) => void;
}

function NetworkField({ networks, chosen, onChoose }: NetworkFieldProps) {
  if (networks.length === 0) return null;
  const options = networks.map(({ ref, title }) => ({ value: ref as string, label: title }));
  return <SelectField label={say.moveTo} value={chosen} options={options} onChoose={onChoose} />;
}

function reasonsOf(requests: readonly Request[], target: Target): readonly string[] {
  if (requests.length === 0) return [say.noMoveTarget];
  return requests.flatMap((request) => problemsNow(request, target)).map(problemText);
}

function nameOf(target: Target): string {
  const { item, inventory } = target;
  return item.is === 'host' ? (inventory.host.get(item.ref)?.name ?? '') : poolNameOf(target);
}

/** Networks on which at least one of the hosts has an address and is not managed. */
function possible(inventory: Inventory, hosts: readonly HostRef[]) {
  return [...inventory.network]
    .filter(([ref]) =>
      hosts.some((host) => {
        const pif = wayOfHost(inventory, ref, host)?.pif;
        return pif !== undefined && someAddress(pif) !== undefined && !pif.isManagement;
      }),
    )
    .map(([ref, { name }]) => ({ ref, title: name }))
    .sort((a, b) => byNaturalOrder(a.title, b.title));
}

interface OrderProps {
  readonly inventory: Inventory;
  readonly hosts: readonly HostRef[];
  readonly network: NetworkRef;
  /** Absent where all are moved. */
  readonly host: HostRef | undefined;
  readonly rehearsals: Rehearsals | undefined;
}

function Order({ inventory, hosts, network, host: only, rehearsals }: OrderProps) {
  const family = familyOfMove(inventory, { network, host: only });
  return (
    <CardTable
      label={say.movePreview}
      columns={[say.host, say.moveNow, say.moveThen, say.moveSecond].map((title) => ({ title }))}
      rows={hosts.map((host) => {
        const record = inventory.host.get(host);
        const pif = wayOfHost(inventory, network, host)?.pif;
        const then = pif === undefined ? say.noWay : (addressIn(pif, family) ?? say.noAddress);
        const { is: second } = secondWay(inventory, host, rehearsals?.get(host));
        return {
          key: host,
          tone: second === 'none' || second === 'fails' ? ('warn' as const) : undefined,
          cells: [record?.name, record?.address, then, say.secondWay[second]],
        };
      })}
    />
  );
}
