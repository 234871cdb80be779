import { useId, useState } from 'react';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { bondableDevices, cardsCalled, freeDevices, shareableDevices } from '#shared/domain/networks/cards.ts';
import { type BondMode, type NewNetworkRequest, type Uplink } from '#shared/domain/operations/network-request.ts';
import { networkText as say } from '#shared/text/network-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { useAccess } from '#renderer/state/access-store.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { poolNameOf } from '#renderer/state/pool-name.ts';
import { copyXe } from '#renderer/state/copy-xe.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';
import { startNow } from '#renderer/state/start-now.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { SelectField } from '#renderer/ui/Choice.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogButtons } from '#renderer/ui/DialogButtons.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { BondFields } from './BondFields.tsx';
import css from './Networks.module.css';
import { numberOf } from './typed-number.ts';

/** What was typed, as it was typed. */
export interface NetworkDraft {
  readonly name: string;
  readonly description: string;
  readonly mtu: string;
  readonly isAutomatic: boolean;
  readonly way: Uplink['is'];
  readonly device: string;
  readonly shared: string;
  readonly tag: string;
  readonly devices: readonly string[];
  readonly mode: BondMode;
  readonly hashing: 'src_mac' | 'tcpudp_ports';
}

export interface NewNetworkDialogProps {
  readonly target: Target;
  /** As it was when it was closed. */
  readonly before: NetworkDraft | undefined;
  readonly onDraft: (draft: NetworkDraft) => void;
  /** What the engine will say against it. */
  /** What was typed is on its way and no draft any more. */
  readonly onDone: () => void;
  readonly onClose: () => void;
}

export function NewNetworkDialog({ target, before, onDraft, onDone, onClose }: NewNetworkDialogProps) {
  const client = useClient();
  useAccess();
  const { server, inventory } = target;
  const [draft, setDraft] = useState(() => before ?? firstDraft(inventory));
  const [isTouched, touch] = useState(false);
  const request = requestOf(draft, server.id);
  const problems = problemsNow(request, target).map(problemText);
  const why = problems.length === 0 ? undefined : problems.join(' ');

  function change(part: Partial<NetworkDraft>): void {
    const next = { ...draft, ...part };
    touch(true);
    setDraft(next);
    onDraft(next);
  }

  return (
    <Dialog
      title={say.title(poolNameOf(target))}
      closeLabel={say.close}
      size="wide"
      onClose={onClose}
      footer={
        <DialogButtons
          copy={{ label: say.copyXe, why, onCopy: () => copyXe(client, [request]) }}
          cancelLabel={say.cancel}
          onClose={onClose}
          verb={say.create}
          why={why}
          onDo={() => {
            startNow(client, [request]);
            onDone();
          }}
        />
      }
    >
      <div className={css['form']}>
        <TextField label={say.name} value={draft.name} takesFocus={true} onType={(name) => change({ name })} />
        <TextField label={say.description} value={draft.description} onType={(description) => change({ description })} />
        <TextField label={say.mtu} hint={say.mtuHint} value={draft.mtu} onType={(mtu) => change({ mtu })} />
        <Checkbox label={say.isAutomatic} isOn={draft.isAutomatic} onChange={(isAutomatic) => change({ isAutomatic })} />
        <fieldset className={css['ways']}>
          <legend>{say.way}</legend>
          {waysOffered(inventory).map((way) => (
            <WayChoice key={way} way={way} draft={draft} inventory={inventory} onChange={change} />
          ))}
        </fieldset>
        {isTouched && problems.map((problem) => <Notice key={problem} tone="warn" what={problem} />)}
      </div>
    </Dialog>
  );
}

/** Sharing a card is offered only where one can be shared. */
function waysOffered(inventory: Inventory): readonly Uplink['is'][] {
  return ['vlan', 'bond', ...(shareableDevices(inventory).length > 0 ? (['sriov'] as const) : []), 'none'];
}

function firstDraft(inventory: Inventory): NetworkDraft {
  const taken = new Set([...inventory.network.values()].map(({ name }) => name));
  let number = 1;
  while (taken.has(`${say.freeName} ${number}`)) number += 1;
  const [device = ''] = freeDevices(inventory);
  const unused = bondableDevices(inventory).filter((name) => [...cardsCalled(inventory, name).values()].every(({ pif }) => pif.ip === ''));
  return {
    name: `${say.freeName} ${number}`,
    description: '',
    mtu: '1500',
    isAutomatic: false,
    way: device === '' ? 'none' : 'vlan',
    device,
    shared: shareableDevices(inventory)[0] ?? '',
    tag: '',
    devices: unused.slice(0, 2),
    mode: 'balance-slb',
    hashing: 'tcpudp_ports',
  };
}

function requestOf(draft: NetworkDraft, server: string): NewNetworkRequest {
  const { name, description, mtu, isAutomatic } = draft;
  return { kind: 'network.create', server, name, description, mtu: numberOf(mtu), isAutomatic, uplink: uplinkOf(draft) };
}

function uplinkOf({ way, device, shared, tag, devices, mode, hashing }: NetworkDraft): Uplink {
  if (way === 'vlan') return { is: 'vlan', device, tag: numberOf(tag) };
  if (way === 'sriov') return { is: 'sriov', device: shared };
  if (way === 'none') return { is: 'none' };
  return { is: 'bond', devices, mode, ...(mode === 'lacp' && { hashing }) };
}

interface WayChoiceProps {
  readonly way: Uplink['is'];
  readonly draft: NetworkDraft;
  readonly inventory: Inventory;
  readonly onChange: (part: Partial<NetworkDraft>) => void;
}

function WayChoice({ way, draft, inventory, onChange }: WayChoiceProps) {
  const id = useId();
  const isChosen = draft.way === way;
  const { label, hint } = say.uplink[way];
  return (
    <div className={css['choice']}>
      <input id={id} type="radio" name="way" checked={isChosen} aria-describedby={`${id}-hint`} onChange={() => onChange({ way })} />
      <label htmlFor={id}>{label}</label>
      <p id={`${id}-hint`}>{hint}</p>
      {isChosen && way === 'vlan' && <VlanFields draft={draft} inventory={inventory} onChange={onChange} />}
      {isChosen && way === 'bond' && <BondFields legend={say.members} draft={draft} inventory={inventory} onChange={onChange} />}
      {isChosen && way === 'sriov' && <SharedFields draft={draft} inventory={inventory} onChange={onChange} />}
    </div>
  );
}

type FieldsProps = Omit<WayChoiceProps, 'way'>;

function VlanFields({ draft, inventory, onChange }: FieldsProps) {
  return (
    <div className={css['details']}>
      <SelectField
        label={say.onCard}
        value={draft.device}
        options={freeDevices(inventory).map((device) => ({ value: device, label: device }))}
        onChoose={(device) => onChange({ device })}
      />
      <TextField label={say.tag} value={draft.tag} onType={(tag) => onChange({ tag })} />
    </div>
  );
}

function SharedFields({ draft, inventory, onChange }: FieldsProps) {
  const cards = cardsCalled(inventory, draft.shared);
  const outside = [...inventory.host].filter(([ref]) => !cards.has(ref)).map(([, { name }]) => name);
  return (
    <div className={css['details']}>
      <SelectField
        label={say.onShared}
        value={draft.shared}
        options={shareableDevices(inventory).map((device) => ({ value: device, label: device }))}
        onChoose={(shared) => onChange({ shared })}
      />
      {outside.length > 0 && <Notice tone="known" what={say.sharedOutside(outside)} />}
    </div>
  );
}
