import { expect, test } from 'vitest';
import { changedSettings, defaultSettings } from '#shared/domain/settings/settings.ts';

test('a change touches what it names and nothing else', () => {
  const changed = changedSettings(defaultSettings, { theme: 'dark', confirmations: { disconnect: false } });
  expect(changed).toEqual({
    ...defaultSettings,
    theme: 'dark',
    confirmations: { ...defaultSettings.confirmations, disconnect: false },
  });
});

test('a part that is named without a value stays as it was', () => {
  const dark = changedSettings(defaultSettings, { theme: 'dark' });
  expect(changedSettings(dark, { theme: undefined, confirmations: { powerOff: undefined } })).toEqual(dark);
});
