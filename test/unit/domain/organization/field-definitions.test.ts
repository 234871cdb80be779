import { expect, test } from 'vitest';
import { assert, property, string } from 'fast-check';
import { withDefinition } from '#shared/domain/organization/field-definitions.ts';

const list = (...names: string[]): string =>
  `<CustomFieldDefinitions>${names.map((name) => `<CustomFieldDefinition name="${name}" type="String" defaultValue="" />`).join('')}</CustomFieldDefinitions>`;

test('a field is added behind those that are there, or begins the list', () => {
  expect(withDefinition('', 'Owner')).toBe(list('Owner'));
  expect(withDefinition('<CustomFieldDefinitions />', 'Owner')).toBe(list('Owner'));
  expect(withDefinition(list('Cost centre'), 'Owner')).toBe(list('Cost centre', 'Owner'));
});

test('a field that is listed, also as a date, is listed once', () => {
  expect(withDefinition(list('Owner'), 'Owner')).toBeUndefined();
  expect(
    withDefinition(`<CustomFieldDefinitions><CustomFieldDefinition type='Date' name='Ends' /></CustomFieldDefinitions>`, 'Ends'),
  ).toBeUndefined();
});

test('what is no such list is left as it is', () => {
  expect(withDefinition('something else', 'Owner')).toBeUndefined();
});

test('every name is found again as it was written', () => {
  assert(
    property(string({ minLength: 1 }), (name) => {
      const once = withDefinition(list('Owner'), name);
      expect(once === undefined ? name : withDefinition(once, name)).toBe(once === undefined ? 'Owner' : undefined);
    }),
  );
});
