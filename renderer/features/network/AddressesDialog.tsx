import { useState } from 'react';
import { isIpAddress } from '#shared/domain/address/ip-address.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import { carriesManagement } from '#shared/domain/networks/purposes.ts';
import { type AddressDraft, addressDraft, addressesOf, withFirst, withFirstIpv6 } from '#shared/domain/networks/address-draft.ts';
import type { NetworkRequestOf } from '#shared/domain/operations/network-request.ts';
import { networkText as say } from '#shared/text/network-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { useAccess } from '#renderer/state/access-store.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { copyXe } from '#renderer/state/copy-xe.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';
import { startNow } from '#renderer/state/start-now.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { SelectField } from '#renderer/ui/Choice.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogButtons } from '#renderer/ui/DialogButtons.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { AddressTable } from './AddressTable.tsx';
import css from './Networks.module.css';
import { PathCheck } from './PathCheck.tsx';

type Request = NetworkRequestOf<'network.address'>;

export interface AddressesDialogProps {
  readonly target: Target;
  readonly network: RefOf<'network'>;
  readonly onClose: () => void;
}

/** Addresses for all hosts at once, from a range; what each gets is seen, and can be changed, before anything is done. */
export function AddressesDialog({ target, network, onClose }: AddressesDialogProps) {
  const client = useClient();
  useAccess();
  const { server, inventory } = target;
  const [draft, setDraft] = useState(() => addressDraft(inventory, network));
  const [isTouched, touch] = useState(false);
  const isManagement = carriesManagement(inventory, network);
  const request: Request = {
    kind: 'network.address',
    server: server.id,
    network,
    addresses: addressesOf(draft),
    ...(draft.target.trim() !== '' && { target: draft.target.trim() }),
    insists: draft.insists,
  };
  const problems = [...new Set(problemsNow(request, target).map(problemText))];
  const why = problems.length === 0 ? undefined : problems.join(' ');
  const change = (next: AddressDraft): void => {
    touch(true);
    setDraft(next);
  };
  const set = (part: Partial<AddressDraft>): void => change({ ...draft, ...part });
  const fromIpv6Range = (part: Partial<AddressDraft>): void => change(withFirstIpv6({ ...draft, ...part }, inventory, network));
  const fromRange = (part: Partial<AddressDraft>): void => change(withFirst({ ...draft, ...part }, inventory, network));

  return (
    <Dialog
      title={say.addressesTitle(inventory.network.get(network)?.name ?? '')}
      closeLabel={say.close}
      size="wide"
      onClose={onClose}
      footer={
        <DialogButtons
          copy={{ label: say.copyXe, why, onCopy: () => copyXe(client, [request]) }}
          cancelLabel={say.cancel}
          onClose={onClose}
          verb={say.setAddresses}
          why={why}
          onDo={() => startNow(client, [request])}
        />
      }
    >
      <div className={css['form']}>
        <SelectField
          label={say.addressMode}
          value={draft.mode}
          options={(['Static', 'DHCP', 'None'] as const).map((value) => ({ value, label: say.addressModes[value] }))}
          onChoose={(mode) => set({ mode })}
        />
        {draft.mode === 'Static' && (
          <div className={css['range']}>
            <TextField label={say.firstAddress} hint={say.firstHint} value={draft.first} takesFocus={true} onType={(first) => fromRange({ first })} />
            <TextField label={say.netmask} value={draft.netmask} onType={(netmask) => fromRange({ netmask })} />
            <TextField label={say.gateway} hint={say.gatewayHint} value={draft.gateway} onType={(gateway) => fromRange({ gateway })} />
            <TextField label={say.dns} value={draft.dns} onType={(dns) => set({ dns })} />
          </div>
        )}
        <SelectField
          label={say.ipv6Mode}
          value={draft.ipv6}
          options={(['keep', 'None', 'DHCP', 'Autoconf', 'Static'] as const).map((value) => ({ value, label: say.ipv6Modes[value] }))}
          onChoose={(ipv6) => set({ ipv6 })}
        />
        <Ipv6Fields draft={draft} onRange={fromIpv6Range} onSet={set} />
        <AddressTable draft={draft} inventory={inventory} network={network} onChange={change} />
        <TextField label={say.reachTarget} hint={say.reachHint} value={draft.target} onType={(typed) => set({ target: typed })} />
        <p className={css['note']}>{say.reachNote}</p>
        <PathNow target={target} network={network} typed={draft.target.trim()} />
        {isManagement && <Notice tone="warn" what={say.cutsHosts} />}
        {isManagement && <Checkbox label={say.insist} isOn={draft.insists} onChange={(insists) => set({ insists })} />}
        {isTouched && problems.map((problem) => <Notice key={problem} tone="warn" what={problem} />)}
      </div>
    </Dialog>
  );
}

interface Ipv6FieldsProps {
  readonly draft: AddressDraft;
  readonly onRange: (part: Partial<AddressDraft>) => void;
  readonly onSet: (part: Partial<AddressDraft>) => void;
}

function Ipv6Fields({ draft: { mode, ipv6, firstIpv6, ipv6Gateway, dns }, onRange, onSet }: Ipv6FieldsProps) {
  if (ipv6 !== 'Static') return null;
  return (
    <div className={css['range']}>
      <TextField label={say.firstIpv6} hint={say.firstIpv6Hint} value={firstIpv6} onType={(typed) => onRange({ firstIpv6: typed })} />
      <TextField label={say.ipv6Gateway} hint={say.gatewayHint} value={ipv6Gateway} onType={(typed) => onRange({ ipv6Gateway: typed })} />
      {mode !== 'Static' && <TextField label={say.dns} value={dns} onType={(typed) => onSet({ dns: typed })} />}
    </div>
  );
}

/** What is there already has its size of packets. */
function PathNow({ target, network, typed }: Pick<AddressesDialogProps, 'target' | 'network'> & { readonly typed: string }) {
  const mtu = target.inventory.network.get(network)?.mtu ?? 0;
  return <PathCheck target={target} network={network} mtu={mtu} reach={isIpAddress(typed, 4) || isIpAddress(typed, 6) ? typed : undefined} />;
}
