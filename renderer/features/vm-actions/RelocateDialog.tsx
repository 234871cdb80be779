import { useState } from 'react';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { recordAt } from '#shared/domain/inventory/facts.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { type Destination, destinations, type RelocationChoice, type RelocationFacts } from '#shared/domain/rules/relocation-plan.ts';
import { carrierOf, carriersOf } from '#shared/domain/rules/relocation-rules.ts';
import { confirmText } from '#shared/text/commands-text.ts';
import { placeText } from '#shared/text/place-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { relocationText } from '#shared/text/relocation-text.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { useAccess } from '#renderer/state/access-store.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { copyXe } from '#renderer/state/copy-xe.ts';
import { poolNameOf } from '#renderer/state/pool-name.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';
import { otherPools, receiverOf } from '#renderer/state/receivers.ts';
import { startNow } from '#renderer/state/start-now.ts';
import { SelectField } from '#renderer/ui/Choice.tsx';
import { ChoiceList } from '#renderer/ui/ChoiceList.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogButtons } from '#renderer/ui/DialogButtons.tsx';
import { CardChoices } from './CardChoices.tsx';
import { DiskChoices } from './DiskChoices.tsx';
import css from './RelocateDialog.module.css';
import { nothingChosen, vmsOf } from './relocation-choice.ts';
import { nameOfVm } from './vm-names.ts';

export interface RelocateDialogProps {
  readonly targets: readonly Target[];
  /** The host that was meant already; another can be chosen. */
  readonly to?: Target | undefined;
  readonly onClose: () => void;
}

/** Machines of one pool to a host of it or of another pool, each disk to storage that is there. */
export function RelocateDialog({ targets, to, onClose }: RelocateDialogProps) {
  const [first] = targets;
  if (first === undefined) return null;
  const meant = { server: (to ?? first).server.id, host: to?.item.is === 'host' ? to.item.ref : undefined };
  return <Relocation first={first} targets={targets} meant={meant} onClose={onClose} />;
}

interface RelocationProps extends Omit<RelocateDialogProps, 'to'> {
  readonly first: Target;
  readonly meant: { readonly server: ServerId; readonly host: HostRef | undefined };
}

function Relocation({ first, targets, meant, onClose }: RelocationProps) {
  const client = useClient();
  useAccess();
  const own = { server: first.server, inventory: first.inventory };
  const [server, setServer] = useState(meant.server);
  const [chosen, setChosen] = useState(meant.host);
  const [choice, setChoice] = useState(nothingChosen);
  const pools = [own, ...otherPools(first.server.id)];
  const there = pools.find((pool) => pool.server.id === server) ?? own;
  const isAbroad = there.server.id !== first.server.id;
  const vms = vmsOf(targets);
  const facts = {
    server: first.server.id,
    home: first.inventory,
    vms,
    there: receiverOf(there),
    choice,
    problemsOf: (request: Parameters<typeof problemsNow>[0]) => problemsNow(request, first),
  };
  const hosts = destinations(facts);
  const host = hosts.find((each) => each.host === chosen) ?? hosts[0];
  const { requests, why } = whatIsDone(host);
  const canCopy = isAbroad && vms.every((vm) => first.inventory.vm.get(vm)?.power === 'Halted');
  const verb = choice.isCopy && canCopy ? relocationText.copyVerb : relocationText.verb;

  function goTo(next: ServerId): void {
    setServer(next);
    setChosen(undefined);
    setChoice(nothingChosen);
  }

  return (
    <Dialog
      title={relocationText.title(targets.length, nameOfVm(first))}
      closeLabel={relocationText.close}
      size="wide"
      onClose={onClose}
      footer={
        <DialogButtons
          copy={{ label: confirmText.copyXe, why, onCopy: () => copyXe(client, requests) }}
          cancelLabel={relocationText.cancel}
          onClose={onClose}
          verb={placeText.someOf(verb, requests.length, targets.length)}
          why={why}
          onDo={() => startNow(client, requests)}
        />
      }
    >
      <div className={css['form']}>
        <p>{isAbroad ? `${relocationText.live} ${relocationText.discs}` : relocationText.live}</p>
        <PoolField pools={pools} own={first.server.id} chosen={server} onChoose={goTo} />
        {canCopy && <HowField choice={choice} onChoice={setChoice} />}
        <ChoiceList
          label={relocationText.hosts}
          chosen={host?.host}
          onChoose={(key) => setChosen(hosts.find((each) => each.host === key)?.host)}
          choices={hosts.map((each) => hostChoice(each, targets.length))}
        />
        {host !== undefined && <Ways facts={facts} host={host.host} onChoice={setChoice} />}
      </div>
    </Dialog>
  );
}

interface PoolFieldProps {
  readonly pools: readonly Pick<Target, 'server' | 'inventory'>[];
  readonly own: ServerId;
  readonly chosen: ServerId;
  readonly onChoose: (pool: ServerId) => void;
}

/** Nothing to choose where only one pool is connected. */
function PoolField({ pools, own, chosen, onChoose }: PoolFieldProps) {
  if (pools.length < 2) return null;
  return (
    <SelectField
      label={relocationText.pool}
      value={chosen}
      options={pools.map((pool) => ({ value: pool.server.id, label: poolName(pool, own) }))}
      onChoose={onChoose}
    />
  );
}

/** What is started at that host, or why nothing is. */
function whatIsDone(host: Destination | undefined): Pick<Destination, 'requests'> & { readonly why: string | undefined } {
  if (host === undefined) return { requests: [], why: relocationText.noHost };
  const { requests, problems } = host;
  return { requests, why: requests.length > 0 ? undefined : [...new Set(problems.map(problemText))].join(' ') };
}

interface ChoiceProps {
  readonly choice: RelocationChoice;
  readonly onChoice: (choice: RelocationChoice) => void;
}

function HowField({ choice, onChoice }: ChoiceProps) {
  return (
    <SelectField
      label={relocationText.how}
      value={choice.isCopy ? 'copy' : 'move'}
      options={[
        { value: 'move', label: relocationText.move },
        { value: 'copy', label: relocationText.copy },
      ]}
      onChoose={(how) => onChoice({ ...choice, isCopy: how === 'copy' })}
    />
  );
}

interface WaysProps extends Pick<ChoiceProps, 'onChoice'> {
  readonly facts: RelocationFacts;
  readonly host: HostRef;
}

/** What goes where at the chosen host, and over which network. */
function Ways({ facts, host, onChoice }: WaysProps) {
  const { choice, there } = facts;
  const possible = carriersOf(there.inventory, host);
  return (
    <>
      <DiskChoices facts={facts} host={host} onChoose={(disks) => onChoice({ ...choice, disks })} />
      {there.server !== facts.server && <CardChoices facts={facts} host={host} onChoose={(cards) => onChoice({ ...choice, cards })} />}
      <SelectField
        label={relocationText.transfer}
        value={choice.transfer ?? ''}
        options={carriers(there.inventory, host)}
        onChoose={(network) => onChoice({ ...choice, transfer: possible.find((each) => each === network) })}
      />
    </>
  );
}

function hostChoice({ host, name, freeBytes, requests, problems }: Destination, all: number) {
  const isFit = requests.length > 0;
  const remark = [...(isFit ? [placeText.takes(requests.length, all)] : []), ...new Set(problems.map(problemText))].join(' ');
  return { key: host, name, fact: placeText.free(sizeText(freeBytes)), isFit, remark: remark === '' ? undefined : remark };
}

function poolName(pool: Pick<Target, 'server' | 'inventory'>, own: ServerId): string {
  const name = poolNameOf(pool);
  return pool.server.id === own ? relocationText.ownPool(name) : name;
}

function carriers(inventory: Target['inventory'], host: HostRef) {
  const usual = carrierOf(inventory, host);
  const name = (network: ReturnType<typeof carrierOf>): string => recordAt(inventory.network, network)?.name ?? '';
  const others = carriersOf(inventory, host).filter((network) => network !== usual);
  return [
    { value: '', label: relocationText.usualTransfer(name(usual)) },
    ...others.map((network) => ({ value: network as string, label: name(network) })),
  ];
}
