import type { Investigation } from '#shared/contract/recovery-schema.ts';
import { resetChoicesText as say } from '#shared/text/network-plan-text.ts';
import { SelectField } from '#renderer/ui/Choice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './ResetChoices.module.css';

export interface ResetChoicesProps {
  readonly parameters: Readonly<Record<string, string>>;
  readonly sight: Investigation['sight'];
  readonly onChange: (parameters: Readonly<Record<string, string>>) => void;
}

const modes = [
  { value: 'static', label: say.static },
  { value: 'dhcp', label: say.dhcp },
] as const;

/** Where management is after the reset: which card, which VLAN, which address, and who is master. */
export function ResetChoices({ parameters, sight, onChange }: ResetChoicesProps) {
  const set = (name: string) => (value: string) => onChange({ ...parameters, [name]: value.trim() });
  const cards = sight.nics.is === 'seen' ? sight.nics.value.filter(({ hasCarrier }) => hasCarrier === true) : [];
  const isMember = parameters['master'] !== undefined;
  const field = (name: string, label: string, hint?: string) => (
    <TextField label={label} hint={hint} value={parameters[name] ?? ''} onType={set(name)} />
  );
  return (
    <section aria-label={say.title} className={css['choices']}>
      <SelectField
        label={say.device}
        value={parameters['device'] ?? ''}
        options={cards.map(({ name, speedMbps }) => ({ value: name, label: say.card(name, speedMbps) }))}
        onChoose={set('device')}
      />
      {field('vlan', say.vlan, say.vlanHint)}
      <SelectField label={say.mode} value={parameters['mode'] === 'dhcp' ? 'dhcp' : 'static'} options={modes} onChoose={set('mode')} />
      {parameters['mode'] !== 'dhcp' && (
        <>
          {field('address', say.address)}
          {field('netmask', say.netmask)}
          {field('gateway', say.gateway)}
          {field('dns', say.dns, say.dnsHint)}
        </>
      )}
      {isMember && field('master', say.master)}
    </section>
  );
}
