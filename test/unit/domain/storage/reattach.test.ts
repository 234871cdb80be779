import { describe, expect, test } from 'vitest';
import { applyDelta } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';
import type { NewSrRequest } from '#shared/domain/operations/storage-request.ts';
import { storageLines } from '#shared/domain/operations/storage-xe.ts';
import { storageProblems } from '#shared/domain/rules/storage-rules.ts';
import { pagesOf, type StorageDraft, storageDraft } from '#shared/domain/wizards/new-storage/draft.ts';
import { erased, locationHindrances } from '#shared/domain/wizards/new-storage/hindrances.ts';
import { reattachDraft } from '#shared/domain/wizards/new-storage/reattach.ts';
import { requestsOf } from '#shared/domain/wizards/new-storage/requests.ts';
import { aRecord, anInventory } from '#test/support/inventories.ts';

const UUID = '7e570003-0000-4000-8000-5707a6e00000';
const OTHER = '7e570004-0000-4000-8000-5707a6e00000';
const drivers = Object.fromEntries(
  ['lvmoiscsi', 'lvmohba', 'nfs', 'smb', 'iso', 'lvm', 'linstor'].map((type) => [type, aRecord('sm', { type, name: type })]),
);
const inventory = applyDelta(anInventory({ hosts: { h1: {}, h2: {} } }), { sm: { set: drivers } });

function sr(fields: Partial<RecordOf<'sr'>>): RecordOf<'sr'> {
  return aRecord('sr', { uuid: UUID, name: 'store', isShared: true, ...fields });
}

/** What another pool knows of it, by the configuration of its connection. */
function elsewhere(deviceConfig: Readonly<Record<string, string>>) {
  const known = { sr: { set: { there: sr({}) } }, pbd: { set: { link: aRecord('pbd', { sr: 'there' as never, deviceConfig }) } } };
  return [{ server: 'other', inventory: applyDelta(anInventory({ hosts: { x: {} } }), known) }];
}

function begun(record: RecordOf<'sr'>, pools: ReturnType<typeof elsewhere> = []): StorageDraft<string> {
  const draft = reattachDraft<string>(record, { inventory, pools });
  if (draft === undefined) throw new Error('no driver fits');
  return draft;
}

const holding = (draft: StorageDraft<string>, device: string, ...uuids: readonly string[]): StorageDraft<string> =>
  storageDraft(draft, {
    do: 'contents',
    device,
    looked: { is: 'found', discovery: { found: 'repositories', repositories: uuids.map((uuid) => ({ uuid })) } },
  });

describe('what is attached again', () => {
  test('needs no kind chosen where only one fits', () => {
    const draft = begun(sr({ type: 'nfs' }));
    expect([draft.kind, draft.page, pagesOf(draft), draft.name, draft.asDefault]).toEqual([
      'nfs',
      'location',
      ['name', 'location', 'review'],
      'store',
      false,
    ]);
  });

  test('is a library of either kind where nobody has written which', () => {
    const kinds = (smConfig: Readonly<Record<string, string>>) => begun(sr({ type: 'iso', smConfig })).reattaching?.kinds;
    expect([kinds({}), kinds({ iso_type: 'cifs' }), kinds({ iso_type: 'nfs_iso' })]).toEqual([['nfs-iso', 'smb-iso'], ['smb-iso'], ['nfs-iso']]);
  });

  test('cannot be without its driver', () => {
    expect(reattachDraft(sr({ type: 'gfs2' }), { inventory, pools: [] })).toBeUndefined();
  });

  test.each([
    ['nfs', 'nas.example:/export/vms', { share: 'nas.example:/export/vms' }],
    ['nfs', 'NFS SR [10.0.0.9:/vms]', { share: '10.0.0.9:/vms' }],
    ['nfs', '[fd00::5]:/vms', { share: '[fd00::5]:/vms' }],
    ['lvmoiscsi', '10.7.1.50,10.7.1.51 · iqn.2010-01.test.array:spare · 36001', { target: '10.7.1.50,10.7.1.51' }],
    ['lvmoiscsi', 'iSCSI SR [10.0.0.5 (iqn.2003-01.a:b; LUN 0: 12: 2 TB (LIO-ORG))]', { target: '10.0.0.5' }],
    ['smb', 'SMB SR [\\\\files\\vms]', { unc: '\\\\files\\vms' }],
    ['lvm', '/dev/sdb, /dev/sdc', { devices: '/dev/sdb, /dev/sdc' }],
    ['nfs', 'Our fast storage', { share: '' }],
  ])('of type %s described as %j begins with what that says', (type, description, fields) => {
    expect(begun(sr({ type, description, isShared: type !== 'lvm' })).fields).toMatchObject(fields);
  });

  test('is described by its place again where it was, and keeps what somebody has written', () => {
    const described = ['nas:/vms', 'Our NFS SR [nas:/vms]', ''].map((description) => begun(sr({ type: 'nfs', description })).isDescribedByHand);
    expect(described).toEqual([false, true, true]);
  });

  test('begins with what another pool knows of its place, and no password', () => {
    const iscsi = begun(
      sr({ type: 'lvmoiscsi' }),
      elsewhere({ target: '10.0.0.5', port: '3261', chapuser: 'xen', chappassword_secret: 'x', multiSession: 'y' }),
    );
    const own = begun(sr({ type: 'linstor' }), elsewhere({ group: 'linstor', password: 'clear', other_password_secret: 'x' }));
    expect([iscsi.fields.target, iscsi.fields.port, iscsi.fields.chapUser, iscsi.fields.chapPassword]).toEqual(['10.0.0.5', '3261', 'xen', '']);
    expect(own.config).toEqual({ group: 'linstor' });
  });
});

describe('going on', () => {
  const rules = (draft: StorageDraft<string>) => locationHindrances(draft).map(({ rule }) => rule);
  const nfs = begun(sr({ type: 'nfs', description: 'nas:/vms' }));

  test('needs it to be found where it is said to lie', () => {
    expect([rules(nfs), rules(holding(nfs, '', OTHER)), rules(holding(nfs, '')), rules(holding(nfs, '', OTHER, UUID.toUpperCase()))]).toEqual([
      ['contents-not-known'],
      ['not-what-is-wanted'],
      ['not-what-is-wanted'],
      [],
    ]);
  });

  test('never writes over anything, whatever lies there', () => {
    const chosen = storageDraft(begun(sr({ type: 'lvmohba' })), { do: 'choose-device', scsiId: '36a', isOn: true });
    const found = storageDraft(holding(chosen, '36a', OTHER), { do: 'way', device: '36a', way: { is: 'create' } });
    expect([erased(found), rules(found)]).toEqual([[], ['not-what-is-wanted']]);
    expect(requestsOf(found, { server: 's', inventory, secrets: {} })).toMatchObject([{ kind: 'sr.introduce', uuid: UUID }]);
  });

  test('takes one LUN only', () => {
    const both = ['36a', '36b'].reduce(
      (draft, scsiId) => storageDraft(draft, { do: 'choose-device', scsiId, isOn: true }),
      begun(sr({ type: 'lvmohba' })),
    );
    expect(both.scsiIds).toEqual(['36b']);
  });
});

describe('the rules', () => {
  const archive = 'a' as RefOf<'sr'>;
  const kept = applyDelta(inventory, { sr: { set: { [archive]: sr({ type: 'nfs', name: 'archive' }), b: sr({ uuid: OTHER, name: 'taken' }) } } });
  const attached = (name: string): NewSrRequest => ({
    kind: 'sr.introduce',
    uuid: UUID,
    server: 's',
    source: { kind: 'nfs', server: 'nas', path: '/vms' },
    name,
    description: '',
    asDefault: false,
  });
  const link = (isAttached: boolean) =>
    applyDelta(kept, { pbd: { set: { link: aRecord('pbd', { sr: archive, host: 'h1' as HostRef, isAttached }) } } });

  test('let it keep its name, take no other’s, and send what is only detached to its repair', () => {
    expect([
      storageProblems(attached('archive'), kept),
      storageProblems(attached('taken'), kept),
      storageProblems(attached('archive'), link(false)),
      storageProblems(attached('archive'), link(true)),
    ]).toEqual([
      [],
      [{ rule: 'sr-name-taken', name: 'taken' }],
      [{ rule: 'sr-only-detached', sr: 'archive' }],
      [{ rule: 'sr-there-already', sr: 'archive' }],
    ]);
  });

  test('make no default of what nobody can reach', () => {
    const asked = { kind: 'sr.set-default', server: 's', sr: archive } as const;
    expect([storageProblems(asked, kept), storageProblems(asked, link(true))]).toEqual([[{ rule: 'sr-without-config' }], []]);
  });

  test('are told in words for a shell that write no name anew', () => {
    const lines = [storageLines(attached('archive'), kept), storageLines(attached('better'), kept)].map(([first]) =>
      first?.split(' ').slice(0, 2).join(' '),
    );
    expect(lines).toEqual(['pbd=$(xe pbd-create', 'xe sr-param-set']);
  });
});
