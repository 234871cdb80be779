import { describe, expect, test } from 'vitest';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { failedLook } from '#shared/domain/storage/host-checks.ts';
import { type DraftInput, emptyDraft, endedBy, resting, type StorageDraft, storageDraft } from '#shared/domain/wizards/new-storage/draft.ts';
import { locationHindrances } from '#shared/domain/wizards/new-storage/hindrances.ts';
import { passwordsIn } from '#shared/domain/wizards/new-storage/question.ts';
import { readiness, shellPlaces } from '#shared/domain/wizards/new-storage/readiness.ts';

type Draft = StorageDraft<string>;
type Input = DraftInput<string>;
const [one, two] = ['one', 'two'] as HostRef[] as [HostRef, HostRef];

const after = (...inputs: readonly Input[]): Draft =>
  inputs.reduce<Draft>((draft, input) => storageDraft(draft, input), emptyDraft({ name: 'Storage', asDefault: true, host: 'h1' }));
const kind = (to: Draft['kind'], type: string = to): Input => ({ do: 'choose-kind', kind: to, type, name: to });
const type = (field: Extract<Input, { do: 'type' }>['field'], text: string): Input => ({ do: 'type', field, text });
const seen: Input = { do: 'host', host: one, look: { is: 'seen', discovery: { found: 'repositories', repositories: [] } } };
const shell: Input = {
  do: 'shell',
  host: one,
  shell: { is: 'said', answers: [{ host: 'nas', address: '10.0.0.5', port: 'open', fits: 'yes', list: { is: 'not-asked' } }] },
};

describe('passwords', () => {
  test('are the business of the pool only where the kind that is chosen uses them, and beside a user', () => {
    const typed = [type('chapUser', 'u'), type('chapPassword', 'c'), type('incomingPassword', 'i'), type('user', 'u'), type('password', 'p')];
    expect([
      passwordsIn(after(...typed)),
      passwordsIn(after(...typed, kind('smb'))),
      passwordsIn(after(...typed, kind('nfs'))),
      passwordsIn(after(type('password', 'p'), kind('smb'))),
    ]).toEqual([[{ field: 'chapPassword', typed: 'c' }], [{ field: 'password', typed: 'p' }], [], []]);
  });
});

describe('several LUNs that are to be erased', () => {
  const holds = (device: string): Input => ({
    do: 'contents',
    device,
    looked: { is: 'found', discovery: { found: 'repositories', repositories: [{ uuid: `of-${device}` }] } },
  });
  const chosen = ['a', 'b'].flatMap((scsiId): Input[] => [
    { do: 'choose-device', scsiId, isOn: true },
    holds(scsiId),
    { do: 'way', device: scsiId, way: { is: 'create' } },
  ]);
  const wanted = (typed: string): readonly string[] =>
    locationHindrances(after(kind('hba', 'lvmohba'), ...chosen, { do: 'type-erase', text: typed })).flatMap((hindrance) =>
      hindrance.rule === 'erase-not-typed' ? [hindrance.wanted] : [],
    );

  test('are each named by whoever erases them', () => {
    expect([wanted(''), wanted('a'), wanted('b, a'), wanted('a b'), wanted('ab')]).toEqual([['a', 'b'], ['b'], [], [], ['a', 'b']]);
  });
});

describe('what hosts have found', () => {
  test('says nothing any more once another thing is asked, and what was permitted stays permitted', () => {
    for (const input of [type('share', 'x:/y'), type('options', 'soft'), kind('smb')]) {
      const draft = after(kind('nfs'), { do: 'ask-shells', isOn: true }, seen, shell, input);
      expect([draft.hosts.size, draft.shells.size, draft.asksShells, endedBy(input).tests]).toEqual([0, 0, true, true]);
    }
    expect(after(kind('nfs'), { do: 'ask-shells', isOn: true }, shell, { do: 'ask-shells', isOn: false }).shells.size).toBe(0);
  });

  test('and what was on its way when the wizard closed is not, while the rest is found again', () => {
    const looking = { is: 'looking' } as const;
    const draft = after(
      kind('nfs'),
      { do: 'looked', stage: 'offers', looked: looking },
      { do: 'contents', device: 'a', looked: looking },
      seen,
      { do: 'host', host: two, look: looking },
      { do: 'shell', host: two, shell: looking },
    );
    const found = resting(draft);
    expect([found.looked.offers, found.contents, [...found.hosts.keys()], found.shells.size]).toEqual([
      { is: 'not-yet' },
      { a: { is: 'not-yet' } },
      [one],
      0,
    ]);
  });

  test('counts by the driver where there is one, and by the shell for libraries', () => {
    const failed: Input = { do: 'host', host: two, look: failedLook('SR_BACKEND_FAILURE_73') };
    expect(readiness(after(kind('nfs'), type('share', 'nas:/x'), seen, failed, shell))).toEqual({ ready: 1, all: 2 });
    const waiting: Input = { do: 'host', host: two, look: { is: 'waiting' } };
    expect(readiness(after(kind('nfs-iso', 'iso'), type('share', 'nas:/x'), waiting, shell))).toEqual({ ready: 1, all: 2 });
    const device = (scsiId: string): Input => ({ do: 'choose-device', scsiId, isOn: true });
    const sees: Input = { do: 'host', host: one, look: { is: 'seen', discovery: { found: 'devices', devices: [{ scsiId: 'a' }], adapters: [] } } };
    expect(readiness(after(kind('hba', 'lvmohba'), device('a'), sees))).toEqual({ ready: 1, all: 1 });
    expect(readiness(after(kind('hba', 'lvmohba'), device('a'), device('b'), sees))).toEqual({ ready: 0, all: 1 });
  });

  test('a shell is asked of what lies on a network only', () => {
    expect(shellPlaces(after(kind('nfs'), type('share', 'nas:/x')))).toEqual({ service: 'nfs', hosts: ['nas'], port: 2049 });
    expect(shellPlaces(after(kind('hba', 'lvmohba')))).toBeUndefined();
  });

  test('a host that is off has not failed', () => {
    expect([failedLook('HOST_OFFLINE'), failedLook('CANNOT_CONTACT_HOST'), failedLook('SR_BACKEND_FAILURE_73').is]).toEqual([
      { is: 'not-asked' },
      { is: 'not-asked' },
      'failed',
    ]);
  });
});
