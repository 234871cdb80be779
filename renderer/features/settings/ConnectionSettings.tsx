import { type FormEvent, useState } from 'react';
import { settingsText } from '#shared/text/settings-text.ts';
import type { ProxyChoice } from '#shared/domain/settings/settings.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { changeSettings, useSettings } from '#renderer/state/settings-store.ts';
import { useAnswer } from '#renderer/state/use-answer.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { SelectField, Toggle } from '#renderer/ui/Choice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './SettingsDialog.module.css';

/** From a line that answers at once to one over a satellite. */
const timeouts = [4, 8, 15, 30, 60, 120].map((seconds) => ({ value: String(seconds * 1_000), label: settingsText.seconds(seconds) }));

export function ConnectionSettings() {
  const client = useClient();
  const { connectTimeoutMs, rememberAddresses, proxy } = useSettings((settings) => settings);
  const chosen = String(connectTimeoutMs);
  const isListed = timeouts.some(({ value }) => value === chosen);
  const options = isListed ? timeouts : [...timeouts, { value: chosen, label: settingsText.seconds(connectTimeoutMs / 1_000) }];
  return (
    <>
      <SelectField
        label={settingsText.timeout}
        value={chosen}
        options={options}
        onChoose={(value) => changeSettings(client, { connectTimeoutMs: Number(value) })}
      />
      <Toggle label={settingsText.remember} isOn={rememberAddresses} onChange={(isOn) => changeSettings(client, { rememberAddresses: isOn })} />
      <ProxyForm key={JSON.stringify(proxy)} proxy={proxy} />
    </>
  );
}

const ways = (['none', 'http'] as const).map((value) => ({ value, label: settingsText.proxies[value] }));

/** Kept only as a whole: half an address leads nowhere. */
function ProxyForm({ proxy }: { readonly proxy: ProxyChoice }) {
  const client = useClient();
  const kept = useAnswer('settings.get', {}).value?.hasProxyPassword === true;
  const [is, setIs] = useState(proxy.is);
  const [address, setAddress] = useState(proxy.is === 'http' ? proxy.address : '');
  const [user, setUser] = useState(proxy.is === 'http' ? (proxy.user ?? '') : '');
  const [password, setPassword] = useState('');

  function save(event: FormEvent): void {
    event.preventDefault();
    const way: ProxyChoice = { is: 'http', address: address.trim(), ...(user.trim() !== '' && { user: user.trim() }) };
    client
      .call('settings.set', { changes: { proxy: way }, ...(password !== '' && { proxyPassword: password }) })
      .catch((error: unknown) => reportError(error));
  }

  return (
    <form className={css['fields']} onSubmit={save}>
      <SelectField
        label={settingsText.proxy}
        value={is}
        options={ways}
        onChoose={(way) => {
          setIs(way);
          if (way === 'none') changeSettings(client, { proxy: { is: 'none' } });
        }}
      />
      {is === 'http' && (
        <>
          <TextField label={settingsText.proxyAddress} value={address} onType={setAddress} hint={settingsText.proxyHint} />
          <TextField label={settingsText.proxyUser} value={user} onType={setUser} />
          <TextField
            label={settingsText.proxyPassword}
            value={password}
            onType={setPassword}
            isSecret
            {...(kept && { hint: settingsText.proxyPasswordKept })}
          />
          <p>{settingsText.proxyNote}</p>
          <div>
            <Button size="dialog" submits why={address.trim() === '' ? settingsText.proxyNeeded : undefined}>
              {settingsText.save}
            </Button>
          </div>
        </>
      )}
    </form>
  );
}
