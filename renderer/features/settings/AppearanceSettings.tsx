import { settingsText } from '#shared/text/settings-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { changeSettings, useSettings } from '#renderer/state/settings-store.ts';
import { SelectField } from '#renderer/ui/Choice.tsx';

const themes = (['system', 'light', 'dark'] as const).map((value) => ({ value, label: settingsText.themes[value] }));
const densities = (['compact', 'comfortable'] as const).map((value) => ({ value, label: settingsText.densities[value] }));

export function AppearanceSettings() {
  const client = useClient();
  const { theme, density } = useSettings((settings) => settings);
  return (
    <>
      <SelectField label={settingsText.theme} value={theme} options={themes} onChoose={(chosen) => changeSettings(client, { theme: chosen })} />
      <SelectField
        label={settingsText.density}
        value={density}
        options={densities}
        onChoose={(chosen) => changeSettings(client, { density: chosen })}
      />
    </>
  );
}
