import type { ConnectProblem, ProxyDraft } from '#shared/domain/wizards/connect-form.ts';
import { connectText, wayText } from '#shared/text/connect-text.ts';
import { connectProblemText } from '#shared/text/window-text.ts';
import { SelectField } from '#renderer/ui/Choice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './ConnectForm.module.css';
import { JumpFields } from './JumpFields.tsx';
import { useBastions } from './way-of.ts';

export interface ProxyFieldsProps {
  readonly proxy: ProxyDraft;
  readonly problem: ConnectProblem | undefined;
  /** From the beginning; else as long as it is not the usual way. */
  readonly isOpen?: boolean;
  readonly onChange: (change: Partial<ProxyDraft>) => void;
}

const ways = (['settings', 'direct', 'http', 'jump'] as const).map((value) => ({ value, label: wayText[value] }));

/** Folded away, for few need it; open for as long as it is not the usual way. */
export function ProxyFields({ proxy, problem, isOpen = false, onChange }: ProxyFieldsProps) {
  const bastions = useBastions();
  const say = (rule: ConnectProblem['rule']): string | undefined => (problem?.rule === rule ? connectProblemText(problem) : undefined);
  function choose(way: ProxyDraft['way']): void {
    const isFirst = way === 'jump' && proxy.jump === '' && proxy.jumpAddress === '';
    // Who has jump hosts means one of them, as a rule.
    onChange({ way, ...(isFirst && { jump: bastions[0]?.id ?? '' }) });
  }
  return (
    <details className={css['more']} open={isOpen || proxy.way !== 'settings' || undefined}>
      <summary>{connectText.more}</summary>
      <SelectField label={connectText.way} value={proxy.way} options={ways} onChoose={choose} />
      {proxy.way === 'http' && (
        <>
          <TextField
            label={connectText.proxyAddress}
            hint={connectText.proxyHint}
            value={proxy.address}
            problem={say('bad-proxy')}
            onType={(address) => onChange({ address })}
          />
          <div className={css['pair']}>
            <TextField label={connectText.proxyUser} value={proxy.user} onType={(user) => onChange({ user })} />
            <TextField label={connectText.proxyPassword} value={proxy.password} isSecret onType={(password) => onChange({ password })} />
          </div>
        </>
      )}
      {proxy.way === 'jump' && (
        <JumpFields proxy={proxy} bastions={bastions} problem={proxy.jumpAddress === '' ? undefined : say('bad-jump')} onChange={onChange} />
      )}
    </details>
  );
}
