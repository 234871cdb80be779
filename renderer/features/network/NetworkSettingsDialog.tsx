import { useState } from 'react';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import { bondModes, bondsInto, hashingOf, isBondAs, modeOf } from '#shared/domain/networks/bonds.ts';
import { networkPurposes, purposesOf } from '#shared/domain/networks/purposes.ts';
import type { BondHashing, BondMode, NetworkPurpose, NetworkRequest } from '#shared/domain/operations/network-request.ts';
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
import css from './Networks.module.css';
import { PathCheck } from './PathCheck.tsx';
import { numberOf } from './typed-number.ts';

interface Settings {
  readonly mtu: string;
  readonly isAutomatic: boolean;
  readonly purposes: readonly NetworkPurpose[];
  /** Undefined where no bond leads into it. */
  readonly bond: { readonly mode: BondMode; readonly hashing: BondHashing } | undefined;
}

export interface NetworkSettingsDialogProps {
  readonly target: Target;
  readonly network: RefOf<'network'>;
  readonly onClose: () => void;
}

export function NetworkSettingsDialog({ target, network, onClose }: NetworkSettingsDialogProps) {
  const client = useClient();
  useAccess();
  const { server, inventory } = target;
  const [before] = useState(() => settingsOf(inventory, network));
  const [now, setNow] = useState(before);
  const requests = requestsOf(now, { before, inventory, server: server.id, network });
  const problems = requests.flatMap((request) => problemsNow(request, target)).map(problemText);
  const why = requests.length === 0 ? say.nothingChanged : problems.length === 0 ? undefined : problems.join(' ');
  const change = (part: Partial<Settings>): void => setNow({ ...now, ...part });
  return (
    <Dialog
      title={say.settingsTitle(inventory.network.get(network)?.name ?? '')}
      closeLabel={say.close}
      onClose={onClose}
      footer={
        <DialogButtons
          copy={{ label: say.copyXe, why, onCopy: () => copyXe(client, requests) }}
          cancelLabel={say.cancel}
          onClose={onClose}
          verb={say.save}
          why={why}
          onDo={() => startNow(client, requests)}
        />
      }
    >
      <div className={css['form']}>
        <TextField label={say.mtu} hint={say.mtuHint} value={now.mtu} takesFocus={true} onType={(mtu) => change({ mtu })} />
        {now.mtu !== before.mtu && (
          <>
            <Notice tone="known" what={say.mtuTaken} />
            <PathCheck target={target} network={network} mtu={numberOf(now.mtu)} />
          </>
        )}
        <Checkbox label={say.isAutomatic} isOn={now.isAutomatic} onChange={(isAutomatic) => change({ isAutomatic })} />
        <fieldset className={css['ways']}>
          <legend>{say.purposes}</legend>
          {networkPurposes.map((purpose) => (
            <PurposeChoice key={purpose} purpose={purpose} chosen={now.purposes} onChange={(purposes) => change({ purposes })} />
          ))}
        </fieldset>
        {now.bond !== undefined && <BondChoice bond={now.bond} onChange={(bond) => change({ bond })} />}
        {now.bond?.mode !== before.bond?.mode && <Notice tone="warn" what={say.modeCuts} />}
        {problems.map((problem) => (
          <Notice key={problem} tone="warn" what={problem} />
        ))}
      </div>
    </Dialog>
  );
}

interface PurposeChoiceProps {
  readonly purpose: NetworkPurpose;
  readonly chosen: readonly NetworkPurpose[];
  readonly onChange: (purposes: readonly NetworkPurpose[]) => void;
}

function PurposeChoice({ purpose, chosen, onChange }: PurposeChoiceProps) {
  const others = chosen.filter((other) => other !== purpose);
  return (
    <div className={css['purpose']}>
      <Checkbox
        label={say.purpose[purpose].label}
        isOn={chosen.includes(purpose)}
        onChange={(isOn) => onChange(isOn ? [...others, purpose] : others)}
      />
      <p>{say.purpose[purpose].hint}</p>
    </div>
  );
}

type Bond = NonNullable<Settings['bond']>;

function BondChoice({ bond, onChange }: { readonly bond: Bond; readonly onChange: (bond: Bond) => void }) {
  return (
    <>
      <SelectField
        label={say.mode}
        value={bond.mode}
        options={bondModes.map((value) => ({ value, label: say.modes[value] }))}
        onChoose={(mode) => onChange({ ...bond, mode })}
      />
      {bond.mode === 'lacp' && (
        <SelectField
          label={say.hashing}
          value={bond.hashing}
          options={(['tcpudp_ports', 'src_mac'] as const).map((value) => ({ value, label: say.hashings[value] }))}
          onChoose={(hashing) => onChange({ ...bond, hashing })}
        />
      )}
    </>
  );
}

function settingsOf(inventory: Inventory, ref: RefOf<'network'>): Settings {
  const network = inventory.network.get(ref);
  const [first] = bondsInto(inventory, ref);
  return {
    mtu: String(network?.mtu ?? ''),
    isAutomatic: network?.otherConfig['automatic'] === 'true',
    purposes: purposesOf(inventory, ref),
    bond: first === undefined ? undefined : { mode: modeOf(first.bond) ?? 'balance-slb', hashing: hashingOf(first.bond) },
  };
}

interface About {
  readonly before: Settings;
  readonly inventory: Inventory;
  readonly server: string;
  readonly network: RefOf<'network'>;
}

/** Only what was changed is asked for, so that nobody else's change in between is undone. */
function requestsOf(now: Settings, { before, inventory, server, network }: About): readonly NetworkRequest[] {
  const part = {
    ...(now.mtu !== before.mtu && { mtu: numberOf(now.mtu) }),
    ...(now.isAutomatic !== before.isAutomatic && { isAutomatic: now.isAutomatic }),
    ...(now.purposes.toSorted().join() !== before.purposes.toSorted().join() && { purposes: now.purposes }),
  };
  const bond = now.bond === undefined ? undefined : { mode: now.bond.mode, ...(now.bond.mode === 'lacp' && { hashing: now.bond.hashing }) };
  const isBondChanged = bond !== undefined && bondsInto(inventory, network).some((known) => !isBondAs(known.bond, bond));
  return [
    ...(Object.keys(part).length === 0 ? [] : [{ kind: 'network.configure', server, network, ...part } as const]),
    ...(isBondChanged ? [{ kind: 'network.set-bond', server, network, ...bond } as const] : []),
  ];
}
