import { expect, test } from 'vitest';
import { type Group, groupId, groupOfId, isInGroup } from '#shared/domain/organization/groups.ts';
import { emptyFoldersOf, fieldsOf, folderOf, foldersAlong } from '#shared/domain/organization/organized.ts';

const groups: readonly Group[] = [
  { is: 'type', type: 'vm' },
  { is: 'folders' },
  { is: 'folder', path: '/Sales: all/50% off' },
  { is: 'tags' },
  { is: 'tag', tag: 'a:b>c' },
  { is: 'appliances' },
  { is: 'fields' },
  { is: 'field', field: 'Owner' },
  { is: 'field-value', field: 'Owner', value: 'Ann: sales' },
  { is: 'search', search: '7' },
];

test('an identifier of a group says which it is, and what is none says nothing', () => {
  expect(groups.map(groupId).map(groupOfId)).toEqual(groups);
  expect(['', 'type:nothing', 'field-value:x', 'other:y'].map(groupOfId)).toEqual([undefined, undefined, undefined, undefined]);
});

test('a folder holds what lies in it and in folders within it, not in one whose name goes on', () => {
  const lies = (folder: string) => isInGroup({ is: 'folder', path: '/a' }, { is: 'vm', record: { otherConfig: { folder } } });
  expect(['/a', '/a/b', '/ab', '/', ''].map(lies)).toEqual([true, true, false, false, false]);
});

test.each<[Group, boolean]>([
  [{ is: 'type', type: 'vm' }, true],
  [{ is: 'type', type: 'sr' }, false],
  [{ is: 'folders' }, false],
  [{ is: 'tags' }, true],
  [{ is: 'tag', tag: 'web' }, true],
  [{ is: 'tag', tag: 'we' }, false],
  [{ is: 'appliances' }, true],
  [{ is: 'fields' }, true],
  [{ is: 'field', field: 'Owner' }, true],
  [{ is: 'field-value', field: 'Owner', value: 'Bob' }, false],
  [{ is: 'search', search: '7' }, false],
])('%j: %s', (group, isIn) => {
  const record = { tags: ['web'], appliance: 'app', otherConfig: { 'XenCenter.CustomFields.Owner': 'Ann' } };
  expect(isInGroup(group, { is: 'vm', record })).toBe(isIn);
});

test('folders and fields are read as other clients write them', () => {
  expect(folderOf({ otherConfig: { folder: '//web/ shop /' } })).toBe('/web/shop');
  expect(emptyFoldersOf({ otherConfig: { EMPTY_FOLDERS: '/a;;/b/c' } })).toEqual(['/a', '/b/c']);
  expect(foldersAlong('/web/shop')).toEqual(['/web', '/web/shop']);
  expect(fieldsOf({ otherConfig: { 'XenCenter.CustomFields.Owner': 'Ann', 'XenCenter.CustomFields.Empty': '', other: 'x' } })).toEqual([
    { field: 'Owner', value: 'Ann' },
  ]);
});
