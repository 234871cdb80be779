import { useState } from 'react';
import { limitOf, lockingModes, lockingOf } from '#shared/domain/devices/cards.ts';
import { byNaturalOrder, recordAt } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { LockingMode } from '#shared/domain/operations/device-request.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { cardsText as say, lockingText } from '#shared/text/devices-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { SelectField } from '#renderer/ui/Choice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { ChangeDialog } from './ChangeDialog.tsx';

export interface CardDialogProps {
  readonly target: Target;
  readonly machine: VmRef;
  /** Absent: a new one. */
  readonly card: RefOf<'vif'> | undefined;
  readonly onClose: () => void;
}

interface Typed {
  readonly network: string;
  readonly isOwnMac: boolean;
  readonly mac: string;
  readonly limit: string;
  readonly locking: LockingMode;
  readonly ipv4: string;
  readonly ipv6: string;
}

function typedOf(card: RecordOf<'vif'> | undefined, network: string): Typed {
  if (card === undefined) return { network, isOwnMac: true, mac: '', limit: '', locking: 'network_default', ipv4: '', ipv6: '' };
  const limit = limitOf(card);
  return {
    network: card.network ?? network,
    isOwnMac: false,
    mac: card.mac,
    limit: limit === 0 ? '' : String(limit),
    locking: lockingOf(card),
    ipv4: card.ipv4Allowed.join(' '),
    ipv6: card.ipv6Allowed.join(' '),
  };
}

/** Those a card of a VM can be in: what only the pool itself uses is none of them. */
function networksOf({ network }: Inventory): readonly (readonly [RefOf<'network'>, string])[] {
  const shown = [...network].filter(
    ([, { otherConfig }]) => otherConfig['is_guest_installer_network'] !== 'true' && otherConfig['is_host_internal_management_network'] !== 'true',
  );
  return shown.map(([ref, { name }]) => [ref, name] as const).toSorted(([, a], [, b]) => byNaturalOrder(a, b));
}

export function CardDialog({ target, machine, card: ref, onClose }: CardDialogProps) {
  const { inventory } = target;
  const card = recordAt(inventory.vif, ref ?? null);
  const networks = networksOf(inventory);
  const [before] = useState(() => typedOf(card, networks[0]?.[0] ?? ''));
  const [typed, setTyped] = useState(before);
  const change = (next: Partial<Typed>): void => setTyped({ ...typed, ...next });
  const limitKbps = Number(typed.limit);
  const network = networks.find(([known]) => known === typed.network)?.[0];
  const vm = inventory.vm.get(machine)?.name ?? '';
  return (
    <ChangeDialog
      target={target}
      {...(card === undefined ? { title: say.addTitle(vm), verb: say.addVerb } : { title: say.editTitle(card.device, vm), verb: say.save })}
      request={network === undefined ? undefined : requestOf({ target, machine, ref, network, limitKbps, typed, before })}
      why={/^\s*\d*\s*$/.test(typed.limit) ? undefined : say.noNumber}
      onClose={onClose}
    >
      <SelectField
        label={say.network}
        value={typed.network}
        options={networks.map(([value, label]) => ({ value: value as string, label }))}
        onChoose={(chosen) => change({ network: chosen })}
      />
      {card === undefined ? <NewCardFields typed={typed} onChange={change} /> : <KnownCardFields typed={typed} before={before} onChange={change} />}
    </ChangeDialog>
  );
}

interface FieldsProps {
  readonly typed: Typed;
  readonly onChange: (next: Partial<Typed>) => void;
}

function NewCardFields({ typed, onChange }: FieldsProps) {
  return (
    <>
      <Checkbox label={say.macOwn} isOn={typed.isOwnMac} onChange={(isOwnMac) => onChange({ isOwnMac })} />
      {!typed.isOwnMac && <TextField label={say.mac} value={typed.mac} hint={say.macHint} onType={(mac) => onChange({ mac })} />}
      <TextField label={say.limitLabel} value={typed.limit} hint={say.limitHint} onType={(limit) => onChange({ limit })} />
    </>
  );
}

function KnownCardFields({ typed, before, onChange }: FieldsProps & { readonly before: Typed }) {
  return (
    <>
      <TextField label={say.mac} value={typed.mac} hint={say.macHint} onType={(mac) => onChange({ mac })} />
      {typed.mac !== before.mac && <p>{say.macNote}</p>}
      <TextField label={say.limitLabel} value={typed.limit} hint={say.limitHint} onType={(limit) => onChange({ limit })} />
      {typed.limit !== before.limit && <p>{say.limitNote}</p>}
      <LockingFields typed={typed} onChange={onChange} />
    </>
  );
}

function LockingFields({ typed, onChange }: FieldsProps) {
  return (
    <>
      <SelectField
        label={say.locking}
        value={typed.locking}
        options={lockingModes.map((mode) => ({ value: mode, label: lockingText[mode] }))}
        onChoose={(locking) => onChange({ locking })}
      />
      {typed.locking === 'locked' && (
        <>
          <TextField label={say.ipv4} value={typed.ipv4} hint={say.allowedHint} onType={(ipv4) => onChange({ ipv4 })} />
          <TextField label={say.ipv6} value={typed.ipv6} hint={say.allowedHint} onType={(ipv6) => onChange({ ipv6 })} />
        </>
      )}
    </>
  );
}

interface Asked {
  readonly target: Target;
  readonly machine: VmRef;
  readonly ref: RefOf<'vif'> | undefined;
  readonly network: RefOf<'network'>;
  readonly limitKbps: number;
  readonly typed: Typed;
  readonly before: Typed;
}

function requestOf({ target, machine, ref, network, limitKbps, typed, before }: Asked): OperationRequest {
  const server = target.server.id;
  if (ref === undefined) {
    return { kind: 'card.create', server, machine, network, ...(!typed.isOwnMac && { mac: typed.mac.trim() }), ...(limitKbps > 0 && { limitKbps }) };
  }
  const changes = {
    ...(typed.network !== before.network && { network }),
    ...(typed.mac !== before.mac && { mac: typed.mac.trim() }),
    ...(typed.limit !== before.limit && { limitKbps }),
    ...(typed.locking !== before.locking && { locking: typed.locking }),
    ...(typed.ipv4 !== before.ipv4 && { ipv4Allowed: listOf(typed.ipv4) }),
    ...(typed.ipv6 !== before.ipv6 && { ipv6Allowed: listOf(typed.ipv6) }),
  };
  return { kind: 'card.change', server, card: ref, changes };
}

function listOf(typed: string): readonly string[] {
  return typed.split(/[\s,;]+/).filter((address) => address !== '');
}
