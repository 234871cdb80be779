import { describe, expect, test } from 'vitest';
import { emptyInventory } from '#shared/domain/inventory/inventory.ts';
import { type DraftInput, emptyDraft, type StorageDraft, storageDraft } from '#shared/domain/wizards/new-storage/draft.ts';
import { eraseWords, locationHindrances, nameHindrances } from '#shared/domain/wizards/new-storage/hindrances.ts';
import { lookFor, lookingHost, passwordsIn, sourceOf } from '#shared/domain/wizards/new-storage/question.ts';
import { requestsOf } from '#shared/domain/wizards/new-storage/requests.ts';

type Draft = StorageDraft<string>;
type Input = DraftInput<string>;

const UUID = '7e570003-0000-4000-8000-5707a6e00000';
const IQN = 'iqn.2010-01.test.array:spare';

function after(...inputs: readonly Input[]): Draft {
  return inputs.reduce<Draft>((draft, input) => storageDraft(draft, input), emptyDraft({ name: 'Storage', asDefault: true, host: 'h1' }));
}

const kind = (to: Draft['kind'], type: string = to): Input => ({ do: 'choose-kind', kind: to, type, name: `New ${to}` });
const type = (field: Extract<Input, { do: 'type' }>['field'], text: string): Input => ({ do: 'type', field, text });
const targets: Input = {
  do: 'looked',
  stage: 'offers',
  looked: {
    is: 'found',
    discovery: {
      found: 'targets',
      targets: [
        { name: IQN, address: '10.0.0.5', port: 3260 },
        { name: IQN, address: '10.0.0.6', port: 3260 },
        { name: '*', address: '10.0.0.5', port: 3260 },
      ],
    },
  },
};
const holds = (device: string, ...uuids: readonly string[]): Input => ({
  do: 'contents',
  device,
  looked: { is: 'found', discovery: { found: 'repositories', repositories: uuids.map((uuid) => ({ uuid })) } },
});

const chosen = [type('target', '10.0.0.5'), targets, { do: 'choose-target', iqn: IQN }, { do: 'choose-device', scsiId: '36a', isOn: true }] as const;

describe('what is typed', () => {
  test('survives every page and every way back', () => {
    const draft = after(type('target', '10.0.0.5'), { do: 'name', text: 'mine' }, { do: 'go', page: 'review' }, { do: 'go', page: 'type' });
    expect([draft.fields.target, draft.name]).toEqual(['10.0.0.5', 'mine']);
  });

  test('for one kind is still there when another was looked at', () => {
    const draft = after(type('target', '10.0.0.5'), kind('nfs'), kind('iscsi', 'lvmoiscsi'));
    expect(draft.fields.target).toBe('10.0.0.5');
  });

  test('makes what was found before it say nothing: the address, the port, the login', () => {
    for (const field of ['target', 'port', 'chapUser', 'chapPassword'] as const) {
      const draft = after(...chosen, holds('36a'), type(field, 'x'));
      expect([draft.iqn, draft.scsiIds, draft.looked.offers.is, draft.contents]).toEqual(['', [], 'not-yet', {}]);
    }
  });

  test('a name of one’s own is not replaced with that of a kind', () => {
    expect([after(kind('nfs')).name, after({ do: 'name', text: 'mine' }, kind('nfs')).name]).toEqual(['New nfs', 'mine']);
  });
});

describe('a look', () => {
  test('goes one step further with what is known', () => {
    const looks = [after(type('target', ' 10.0.0.5 , 10.0.0.6')), after(...chosen)].map((draft) => lookFor(draft, {}));
    expect(looks).toEqual([
      { at: 'iscsi', target: '10.0.0.5,10.0.0.6', port: 3260, iqn: undefined, scsiId: undefined },
      { at: 'iscsi', target: '10.0.0.5,10.0.0.6', port: 3260, iqn: IQN, scsiId: undefined },
    ]);
  });

  test('for all names together goes everywhere that was typed', () => {
    const draft = after(type('target', '10.0.0.5,10.0.0.9'), targets, { do: 'choose-target', iqn: '*' });
    expect(lookFor(draft, {}, '36a')).toMatchObject({ target: '10.0.0.5,10.0.0.9', iqn: '*', scsiId: '36a' });
  });

  test('at a file server asks for its exports until a path is typed', () => {
    const looks = ['nas', 'nas:', 'nas:/', 'nas:/vms/', '[fd00::5]:/vms'].map((share) => lookFor(after(kind('nfs'), type('share', share)), {}));
    expect(looks.map((look) => [Reflect.get(look ?? {}, 'server'), Reflect.get(look ?? {}, 'path')])).toEqual([
      ['nas', undefined],
      ['nas', undefined],
      ['nas', '/'],
      ['nas', '/vms'],
      ['[fd00::5]', '/vms'],
    ]);
  });

  test('takes passwords by their names, and only with a user', () => {
    const typed = after(type('target', 'a'), type('chapUser', 'xen'), type('chapPassword', 'secret'));
    expect(lookFor(typed, { chapPassword: UUID })).toMatchObject({ chap: { user: 'xen', secret: UUID } });
    expect(JSON.stringify(lookFor(typed, { chapPassword: UUID }))).not.toContain('"secret":"secret"');
  });
});

describe('going on', () => {
  const rules = (draft: Draft) => locationHindrances(draft).map(({ rule }) => rule);

  test('needs a target, a device, and to know what lies on it', () => {
    expect([
      rules(after()),
      rules(after(type('target', 'a'))),
      rules(after(...chosen.slice(0, 3))),
      rules(after(...chosen)),
      rules(after(...chosen, { do: 'contents', device: '36a', looked: { is: 'failed', failure: 'x' } })),
      rules(after(...chosen, holds('36a'))),
    ]).toEqual([['typing'], ['no-target-chosen'], ['no-device-chosen'], ['contents-not-known'], ['contents-not-known'], []]);
  });

  test('keeps what lies there unless its end is typed', () => {
    const found = after(...chosen, holds('36a', UUID));
    const erasing = storageDraft(found, { do: 'way', device: '36a', way: { is: 'create' } });
    const typed = storageDraft(erasing, { do: 'type-erase', text: ' 36a ' });
    expect([rules(found), rules(erasing), eraseWords(erasing), rules(typed)]).toEqual([[], ['erase-not-typed'], ['36a'], []]);
    // Another device is another question.
    expect(storageDraft(typed, { do: 'choose-device', scsiId: '36b', isOn: true }).eraseTyped).toBe('');
  });

  test('a password without its user is nothing, a user without a password a question', () => {
    expect(rules(after(type('target', 'a'), type('chapUser', 'xen')))).toEqual(['no-password']);
  });

  test.each([
    ['nfs', 'share', 'nas', 'typing'],
    ['nfs', 'share', 'nas:/vms', undefined],
    ['smb', 'unc', '\\\\nas', 'typing'],
    ['smb', 'unc', '//nas/share', undefined],
    ['nfs-iso', 'share', 'nas:/iso', undefined],
  ] as const)('%s with %s %s', (of, field, text, rule) => {
    expect(rules(after(kind(of), type(field, text)))[0]).toBe(rule);
  });

  test('needs a name', () => {
    expect(nameHindrances(after({ do: 'name', text: ' ' })).map(({ rule }) => rule)).toEqual(['typing']);
  });
});

describe('what is asked of the pool', () => {
  const asked = (draft: Draft) => requestsOf(draft, { server: 's', inventory: emptyInventory, secrets: {} });

  test('is one repository, attached where one lies', () => {
    expect(asked(after(...chosen, holds('36a', UUID)))).toMatchObject([
      { kind: 'sr.introduce', uuid: UUID, source: { kind: 'iscsi', scsiId: '36a' } },
    ]);
  });

  test('is one for each LUN of an adapter, each with a name, the first as default', () => {
    const devices = ['36a', '36b'].map((scsiId) => ({ do: 'choose-device', scsiId, isOn: true }) as const);
    const draft = after(kind('hba', 'lvmohba'), ...devices, holds('36a'), holds('36b', UUID));
    expect(asked(draft).map(({ kind: what, name, asDefault }) => [what, name, asDefault])).toEqual([
      ['sr.create', 'New hba', true],
      ['sr.introduce', 'New hba 2', false],
    ]);
  });

  test('describes where it lies, unless somebody has described it', () => {
    const draft = after(kind('nfs'), type('share', 'nas:/vms'));
    expect([asked(draft), asked(storageDraft(draft, { do: 'describe', text: 'ours' }))].map(([request]) => request?.description)).toEqual([
      'nas:/vms',
      'ours',
    ]);
  });

  test('makes no default of what only one host has, nor of a library', () => {
    const kinds = ['nfs', 'lvm', 'ext', 'nfs-iso'] as const;
    expect(kinds.map((of) => asked(after(kind(of), type('share', 'nas:/a'), type('devices', '/dev/sdb')))[0]?.asDefault)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  test('of the disks of a host is looked at there', () => {
    expect([lookingHost(after(kind('lvm'))), lookingHost(after(kind('nfs')))]).toEqual(['h1', undefined]);
  });

  test('of a driver nobody knows is what was filled in', () => {
    const draft = after(
      kind('other', 'linstor'),
      { do: 'configure', key: 'group', text: 'pool' },
      { do: 'configure', key: 'x', text: ' ' },
      { do: 'share', isShared: false },
    );
    expect(sourceOf(draft, {}, '')).toEqual({
      kind: 'other',
      type: 'linstor',
      isShared: false,
      host: 'h1',
      config: { group: 'pool' },
      contentType: 'user',
    });
  });
});

test('what a driver of its own calls a password becomes a secret of the pool, and never a word of its configuration', () => {
  const draft = after(
    kind('other', 'linstor'),
    { do: 'configure', key: 'group', text: 'a' },
    { do: 'configure', key: 'apipassword', text: 'hunter2' },
  );
  expect(passwordsIn(draft)).toEqual([{ field: 'config.apipassword', typed: 'hunter2' }]);
  expect([sourceOf(draft, {}, ''), sourceOf(draft, { 'config.apipassword': UUID }, '')]).toMatchObject([
    { config: { group: 'a' } },
    { config: { group: 'a', apipassword_secret: UUID } },
  ]);
  expect(JSON.stringify([sourceOf(draft, {}, ''), sourceOf(draft, { 'config.apipassword': UUID }, '')])).not.toContain('hunter2');
});
