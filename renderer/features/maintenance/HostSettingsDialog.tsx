import { useState } from 'react';
import type { Host } from '#shared/domain/inventory/watched.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { linkOf } from '#shared/domain/rules/rule-facts.ts';
import { problemsOf } from '#shared/domain/rules/rules.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { maintenanceText } from '#shared/text/maintenance-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { SelectField, Toggle } from '#renderer/ui/Choice.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import type { HostDialogProps } from './EnterDialog.tsx';
import { type Mode, modeOf, MODES, NEEDS_CARD } from './power-modes.ts';
import { useStart } from './use-start.ts';

interface Settings {
  readonly iqn: string;
  readonly isMultipathing: boolean;
  readonly logDestination: string;
  readonly mode: Mode;
  readonly card: { readonly address: string; readonly user: string; readonly password: string };
}

const noCard = { address: '', user: '', password: '' };

function settingsOf(host: Host | undefined): Settings {
  const mode = modeOf(host?.powerOnMode);
  if (host === undefined) return { iqn: '', isMultipathing: false, logDestination: '', mode, card: noCard };
  return { iqn: host.iqn, isMultipathing: host.isMultipathing, logDestination: host.logging['syslog_destination'] ?? '', mode, card: noCard };
}

function isPowerChanged(now: Settings, before: Settings): boolean {
  return now.mode !== before.mode || (NEEDS_CARD.has(now.mode) && now.card.address !== '');
}

/** Undefined where the card's address and password are there, or none are needed. */
function lacking(now: Settings, before: Settings): string | undefined {
  const isWhole = now.card.address.trim() !== '' && now.card.password !== '';
  return NEEDS_CARD.has(now.mode) && isPowerChanged(now, before) && !isWhole ? maintenanceText.powerAddress : undefined;
}

/** What a host is called by its storage, where its logs go and how it is switched on. */
export function HostSettingsDialog({ target: { server, inventory }, host, onClose }: HostDialogProps) {
  const client = useClient();
  const record = inventory.host.get(host);
  const { start, fail, failure } = useStart(onClose);
  const [before] = useState(() => settingsOf(record));
  const [now, setNow] = useState(before);
  const change = (next: Partial<Settings>): void => setNow({ ...now, ...next });
  const request = (config: Readonly<Record<string, string>>): OperationRequest => ({
    kind: 'host.configure',
    server: server.id,
    host,
    ...(now.iqn.trim() !== before.iqn && { iqn: now.iqn.trim() }),
    isMultipathing: now.isMultipathing,
    logDestination: now.logDestination.trim(),
    ...(isPowerChanged(now, before) && { powerOn: { mode: now.mode, config } }),
  });
  const problems = problemsOf(request({}), { inventory, link: linkOf(server.state) }).map(problemText);
  const why = lacking(now, before) ?? (problems.length === 0 ? undefined : problems.join(' '));

  async function save(): Promise<void> {
    if (!NEEDS_CARD.has(now.mode) || !isPowerChanged(now, before)) return start([request({})]);
    const { address, user, password } = now.card;
    const kept = await client.call('storage.keep-password', { server: server.id, password });
    if (!kept.ok) return fail(kept.failure);
    return start([request({ power_on_ip: address.trim(), power_on_user: user, power_on_password_secret: kept.value.secret })]);
  }

  return (
    <Dialog
      title={maintenanceText.settingsTitle(record?.name ?? '')}
      closeLabel={maintenanceText.close}
      onClose={onClose}
      footer={
        <>
          <Button size="dialog" onClick={onClose}>
            {maintenanceText.cancel}
          </Button>
          <Button size="dialog" kind="primary" why={why} onClick={() => void save().catch((error: unknown) => reportError(error))}>
            {maintenanceText.save}
          </Button>
        </>
      }
    >
      {failure !== undefined && <Notice tone="danger" {...failureText(failure)} />}
      <TextField label={maintenanceText.iqn} value={now.iqn} onType={(iqn) => change({ iqn })} takesFocus />
      <Toggle
        label={maintenanceText.multipathing}
        isOn={now.isMultipathing}
        onChange={(isMultipathing) => change({ isMultipathing })}
        hint={maintenanceText.multipathingHint}
      />
      <TextField
        label={maintenanceText.logDestination}
        value={now.logDestination}
        onType={(logDestination) => change({ logDestination })}
        hint={maintenanceText.logHint}
      />
      <SelectField label={maintenanceText.powerOn} value={now.mode} options={MODES} onChoose={(mode) => change({ mode })} />
      {NEEDS_CARD.has(now.mode) && <CardFields card={now.card} onChange={(card) => change({ card })} />}
    </Dialog>
  );
}

interface CardFieldsProps {
  readonly card: Settings['card'];
  readonly onChange: (card: Settings['card']) => void;
}

function CardFields({ card, onChange }: CardFieldsProps) {
  return (
    <>
      <TextField label={maintenanceText.powerAddress} value={card.address} onType={(address) => onChange({ ...card, address })} />
      <TextField label={maintenanceText.powerUser} value={card.user} onType={(user) => onChange({ ...card, user })} />
      <TextField label={maintenanceText.powerPassword} value={card.password} onType={(password) => onChange({ ...card, password })} isSecret />
    </>
  );
}
