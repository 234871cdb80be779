import type { ProxyDraft } from '#shared/domain/wizards/connect-form.ts';
import { connectText } from '#shared/text/connect-text.ts';
import { SelectField } from '#renderer/ui/Choice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './ConnectForm.module.css';
import type { useBastions } from './way-of.ts';

export interface JumpFieldsProps {
  readonly proxy: ProxyDraft;
  readonly bastions: ReturnType<typeof useBastions>;
  readonly problem: string | undefined;
  readonly onChange: (change: Partial<ProxyDraft>) => void;
}

/** One of the jump hosts that are known, or one more. */
export function JumpFields({ proxy, bastions, problem, onChange }: JumpFieldsProps) {
  const known = bastions.map(({ id, name, address, user }) => {
    const login = `${user}@${address}`;
    return { value: id, label: name === address ? login : `${name} (${login})` };
  });
  return (
    <>
      {known.length > 0 && (
        <SelectField
          label={connectText.jump}
          value={proxy.jump}
          options={[...known, { value: '', label: connectText.newJump }]}
          onChoose={(jump) => onChange({ jump })}
        />
      )}
      {proxy.jump === '' && (
        <div className={css['pair']}>
          <TextField
            label={connectText.jumpAddress}
            hint={connectText.jumpHint}
            value={proxy.jumpAddress}
            problem={problem}
            onType={(jumpAddress) => onChange({ jumpAddress })}
          />
          <TextField label={connectText.jumpUser} value={proxy.jumpUser} onType={(jumpUser) => onChange({ jumpUser })} />
        </div>
      )}
      <p>{connectText.jumpNote}</p>
    </>
  );
}
