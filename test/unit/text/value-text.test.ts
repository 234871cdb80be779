import { expect, test } from 'vitest';
import { valueText } from '#shared/text/value-text.ts';

test('what servers write is said in words, by the field it stands in', () => {
  expect(valueText('afterEnd', 'destroy')).toBe('Stays off');
  expect(valueText('diskType', 'ha_statefile')).toBe('HA heartbeat file');
  expect(valueText('guidance', 'restart_toolstack')).toBe('Restart the toolstack');
});

test('a word of a later release is shown as it came', () => {
  expect(valueText('afterEnd', 'hibernate_later')).toBe('hibernate later');
});
