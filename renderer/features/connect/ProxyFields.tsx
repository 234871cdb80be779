import type { ConnectProblem, ProxyDraft } from '#shared/domain/wizards/connect-form.ts';
import { connectText, wayText } from '#shared/text/connect-text.ts';
import { connectProblemText } from '#shared/text/window-text.ts';
import { SelectField } from '#renderer/ui/Choice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './ConnectForm.module.css';

export interface ProxyFieldsProps {
  readonly proxy: ProxyDraft;
  readonly problem: ConnectProblem | undefined;
  readonly onChange: (change: Partial<ProxyDraft>) => void;
}

const ways = (['settings', 'direct', 'http'] as const).map((value) => ({ value, label: wayText[value] }));

/** Folded away, for few need it; open for as long as it is not the usual way. */
export function ProxyFields({ proxy, problem, onChange }: ProxyFieldsProps) {
  return (
    <details className={css['more']} open={proxy.way !== 'settings' || undefined}>
      <summary>{connectText.more}</summary>
      <SelectField label={connectText.way} value={proxy.way} options={ways} onChoose={(way) => onChange({ way })} />
      {proxy.way === 'http' && (
        <>
          <TextField
            label={connectText.proxyAddress}
            hint={connectText.proxyHint}
            value={proxy.address}
            problem={problem?.rule === 'bad-proxy' ? connectProblemText(problem) : undefined}
            onType={(address) => onChange({ address })}
          />
          <div className={css['pair']}>
            <TextField label={connectText.proxyUser} value={proxy.user} onType={(user) => onChange({ user })} />
            <TextField label={connectText.proxyPassword} value={proxy.password} isSecret onType={(password) => onChange({ password })} />
          </div>
        </>
      )}
    </details>
  );
}
