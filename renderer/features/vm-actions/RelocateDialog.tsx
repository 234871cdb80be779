import { useState } from 'react';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { onlyPool, recordAt } from '#shared/domain/inventory/facts.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { type Destination, destinations } from '#shared/domain/rules/relocation-plan.ts';
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
  readonly onClose: () => void;
}

/** Machines of one pool to a host of it or of another pool, each disk to storage that is there. */
export function RelocateDialog({ targets, onClose }: RelocateDialogProps) {
  const client = useClient();
  useAccess();
  const [first] = targets;
  const [server, setServer] = useState<ServerId | undefined>(first?.server.id);
  const [chosen, setChosen] = useState<HostRef>();
  const [choice, setChoice] = useState(nothingChosen);
  if (first === undefined || server === undefined) return null;
  const pools = [{ server: first.server, inventory: first.inventory }, ...otherPools(first.server.id)];
  const there = pools.find((pool) => pool.server.id === server) ?? { server: first.server, inventory: first.inventory };
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
  const requests = host?.requests ?? [];
  const reasons = requests.length > 0 ? [] : [...new Set(host?.problems.map(problemText) ?? [relocationText.noHost])];
  const why = requests.length > 0 ? undefined : reasons.join(' ');
  const areHalted = vms.every((vm) => first.inventory.vm.get(vm)?.power === 'Halted');
  const verb = choice.isCopy && isAbroad ? relocationText.copyVerb : relocationText.verb;

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
        {pools.length > 1 && (
          <SelectField
            label={relocationText.pool}
            value={server}
            options={pools.map((pool) => ({ value: pool.server.id, label: poolName(pool, first.server.id) }))}
            onChoose={goTo}
          />
        )}
        {isAbroad && areHalted && (
          <SelectField
            label={relocationText.how}
            value={choice.isCopy ? 'copy' : 'move'}
            options={[
              { value: 'move', label: relocationText.move },
              { value: 'copy', label: relocationText.copy },
            ]}
            onChoose={(how) => setChoice({ ...choice, isCopy: how === 'copy' })}
          />
        )}
        <ChoiceList
          label={relocationText.hosts}
          chosen={host?.host}
          onChoose={(key) => setChosen(hosts.find((each) => each.host === key)?.host)}
          choices={hosts.map((each) => hostChoice(each, targets.length))}
        />
        {host !== undefined && <DiskChoices facts={facts} host={host.host} onChoose={(disks) => setChoice({ ...choice, disks })} />}
        {host !== undefined && isAbroad && <CardChoices facts={facts} host={host.host} onChoose={(cards) => setChoice({ ...choice, cards })} />}
        {host !== undefined && (
          <SelectField
            label={relocationText.transfer}
            value={choice.transfer ?? ''}
            options={carriers(there.inventory, host.host)}
            onChoose={(network) => setChoice({ ...choice, transfer: carriersOf(there.inventory, host.host).find((each) => each === network) })}
          />
        )}
      </div>
    </Dialog>
  );
}

function hostChoice({ host, name, freeBytes, requests, problems }: Destination, all: number) {
  const isFit = requests.length > 0;
  const remark = [...(isFit ? [placeText.takes(requests.length, all)] : []), ...new Set(problems.map(problemText))].join(' ');
  return { key: host, name, fact: placeText.free(sizeText(freeBytes)), isFit, remark: remark === '' ? undefined : remark };
}

function poolName({ server, inventory }: Pick<Target, 'server' | 'inventory'>, own: ServerId): string {
  const named = onlyPool(inventory)?.pool.name ?? '';
  const [host] = inventory.host.values();
  const name = named === '' ? (host?.name ?? server.address) : named;
  return server.id === own ? relocationText.ownPool(name) : name;
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
