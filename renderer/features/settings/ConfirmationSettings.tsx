import { settingsText } from '#shared/text/settings-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { changeSettings, useSettings } from '#renderer/state/settings-store.ts';
import { Toggle } from '#renderer/ui/Choice.tsx';

const questions = ['powerOff', 'disconnect', 'dismissAlerts'] as const;

export function ConfirmationSettings() {
  const client = useClient();
  const confirmations = useSettings((settings) => settings.confirmations);
  return (
    <>
      <p>{settingsText.confirmIntro}</p>
      {questions.map((name) => (
        <Toggle
          key={name}
          label={settingsText[name]}
          isOn={confirmations[name]}
          onChange={(isOn) => changeSettings(client, { confirmations: { [name]: isOn } })}
        />
      ))}
      <p>{settingsText.confirmNote}</p>
    </>
  );
}
