import { expect, test } from 'vitest';
import { applyDelta, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { firstNewVm, usualStorage, withTemplate } from '#shared/domain/wizards/new-vm/defaults.ts';
import { limitsOf, newVmRequest, pageOfProblem, topologies, typedCount } from '#shared/domain/wizards/new-vm/request.ts';
import { discChoices, likelyDisc, templateChoices, wantedDisks } from '#shared/domain/wizards/new-vm/templates.ts';
import { newVmLines } from '#shared/domain/operations/new-vm-xe.ts';
import { aRecord, anInventory } from '#test/support/inventories.ts';

const GIB = 1024 ** 3;

function aPool(): Inventory {
  const sr = (name: string, fields: object) => aRecord('sr', { uuid: `${name}-uuid`, name, physicalSize: 100 * GIB, ...fields });
  const link = (host: string, to: string) => aRecord('pbd', { host: host as HostRef, sr: to as RefOf<'sr'>, isAttached: true });
  const built = {
    isTemplate: true,
    isDefaultTemplate: true,
    vcpusMax: 2,
    memoryStaticMax: 2 * GIB,
    otherConfig: { disks: '<provision><disk device="0" size="10737418240" sr="" bootable="true" type="system"/></provision>' },
  };
  return applyDelta(
    anInventory({
      pool: 'p',
      hosts: { h1: {}, h2: {} },
      vms: {
        'Debian Bookworm 12': built,
        'Debian Bookworm 12 (1)': {},
        golden: { isTemplate: true, memoryStaticMax: 4 * GIB, vcpusMax: 4 },
        kept: { isTemplate: true, isSnapshot: true },
        inner: { isTemplate: true, otherConfig: { xensource_internal: 'true' } },
      },
    }),
    {
      sr: {
        set: {
          shared: sr('shared', { type: 'nfs', isShared: true }),
          local: sr('local', { type: 'lvm' }),
          isos: sr('isos', { type: 'iso', contentType: 'iso' }),
        },
      },
      pbd: { set: { a: link('h1', 'shared'), b: link('h2', 'shared'), c: link('h1', 'local'), d: link('h1', 'isos') } },
      vdi: {
        set: {
          root: aRecord('vdi', { uuid: 'root-uuid', name: 'root', sr: 'shared' as RefOf<'sr'>, virtualSize: 8 * GIB }),
          deb: aRecord('vdi', { uuid: 'deb-uuid', name: 'debian-12.5.0-amd64-netinst.iso', sr: 'isos' as RefOf<'sr'> }),
          old: aRecord('vdi', { uuid: 'old-uuid', name: 'debian-11.0.0-amd64.iso', sr: 'isos' as RefOf<'sr'> }),
          win: aRecord('vdi', { uuid: 'win-uuid', name: 'windows-2022.iso', sr: 'isos' as RefOf<'sr'> }),
        },
      },
      vbd: { set: { 1: aRecord('vbd', { vm: 'golden' as VmRef, vdi: 'root' as RefOf<'vdi'>, type: 'Disk', mode: 'RW' }) } },
      network: {
        set: {
          lan: aRecord('network', { uuid: 'lan-uuid', name: 'LAN', otherConfig: { automatic: 'true' } }),
          inner: aRecord('network', { uuid: 'inner-uuid', name: 'Inner' }),
        },
      },
    },
  );
}

const ref = (name: string): VmRef => name as VmRef;

test('what people made comes before what came with the product, and nothing that is not for them', () => {
  const inventory = aPool();
  expect(templateChoices(inventory).map(({ name, isCustom, disks, diskBytes }) => ({ name, isCustom, disks, diskBytes }))).toEqual([
    { name: 'golden', isCustom: true, disks: 1, diskBytes: 8 * GIB },
    { name: 'Debian Bookworm 12', isCustom: false, disks: 1, diskBytes: 10 * GIB },
  ]);
  expect(templateChoices(inventory, ' book ').map(({ name }) => name)).toEqual(['Debian Bookworm 12']);
});

test('the disc that is named most like the template is in the drive', () => {
  const discs = discChoices(aPool());
  expect(discs.map(({ library }) => library)).toEqual(['isos', 'isos', 'isos']);
  expect(likelyDisc('Debian Bookworm 12', discs)).toBe('deb');
  expect(likelyDisc('Windows Server 2022 (64-bit)', discs)).toBe('win');
  expect(likelyDisc('Rocky Linux 9', discs)).toBeUndefined();
  // Numbers alone are no likeness.
  expect(likelyDisc('CentOS 12', discs)).toBeUndefined();
});

test.each([
  ['', []],
  ['<provision/>', []],
  [`<provision><disk device='0' size='5' sr='x'/><disk size="nonsense"/></provision>`, [{ sizeBytes: 5, sr: 'x' }]],
])('what a template wants made, %j', (disks, wanted) => {
  expect(wantedDisks({ otherConfig: { disks } })).toEqual(wanted);
});

test('a first draft can be carried out as it is', () => {
  const inventory = aPool();
  const draft = firstNewVm(inventory, { template: ref('Debian Bookworm 12') });
  expect(draft).toMatchObject({
    page: 'name',
    name: 'Debian Bookworm 12 (2)',
    vcpus: '2',
    memory: '2 GiB',
    boot: 'disc',
    disc: 'deb',
    disks: [{ name: 'Debian Bookworm 12 (2) 0', size: '10 GiB', target: 'shared' }],
    cards: [{ network: 'lan', mac: '' }],
  });
  expect(newVmRequest(draft, { server: 's', inventory })).toMatchObject({
    vcpus: 2,
    memoryBytes: 2 * GIB,
    leastMemoryBytes: 2 * GIB,
    copyTo: undefined,
    disks: [{ sizeBytes: 10 * GIB, target: 'shared' }],
    cards: [{ network: 'lan' }],
  });
});

test('another template changes what templates decide, and not a name that somebody typed', () => {
  const inventory = aPool();
  const first = firstNewVm(inventory, {});
  expect(first).toMatchObject({ page: 'template', template: 'golden', name: 'golden (1)', boot: 'disk', disks: [], copyTo: 'shared' });
  expect(withTemplate(first, ref('Debian Bookworm 12'), inventory)).toMatchObject({ name: 'Debian Bookworm 12 (2)', vcpus: '2', boot: 'disc' });
  expect(withTemplate({ ...first, name: 'shop' }, ref('Debian Bookworm 12'), inventory)).toMatchObject({ name: 'shop', disks: [{ name: 'shop 0' }] });
});

test("disks go where the machine's home reaches", () => {
  const inventory = aPool();
  expect(usualStorage(inventory, undefined)).toBe('shared');
  const cut = applyDelta(inventory, { pbd: { gone: ['a'] } });
  expect(usualStorage(cut, 'h1' as HostRef)).toBe('local');
  expect(usualStorage(cut, 'h2' as HostRef)).toBe('shared');
});

test('numbers as they are typed, and what they can be divided into', () => {
  expect(['4', ' 8 ', '0', '-1', '2.5', 'many', ''].map(typedCount)).toEqual([4, 8, 0, 0, 0, 0, 0]);
  expect([1, 6, 7, 0].map(topologies)).toEqual([[1], [1, 2, 3, 6], [1, 7], []]);
  expect(limitsOf('<restrictions><restriction field="vcpus-max" max="32"/><restriction max="64" field="memory-static-max"/></restrictions>')).toEqual(
    {
      mostVcpus: 32,
      mostMemoryBytes: 64,
    },
  );
  expect(limitsOf(undefined)).toEqual({});
});

test('each reason stands where it can be mended', () => {
  expect(pageOfProblem({ rule: 'empty-name' })).toBe('name');
  expect(pageOfProblem({ rule: 'bad-size' })).toBe('storage');
  expect(pageOfProblem({ rule: 'no-host-fits' })).toBe('review');
});

test('the same by hand', () => {
  const inventory = aPool();
  const draft = firstNewVm(inventory, { template: ref('Debian Bookworm 12'), home: 'h1' as HostRef });
  const request = newVmRequest({ ...draft, firmware: { is: 'uefi', isSecureBoot: true, hasTpm: true } }, { server: 's', inventory });
  if (request === undefined) throw new RangeError('no request');
  expect(newVmLines(request, inventory)).toEqual([
    `vm=$(xe vm-clone uuid='${inventory.vm.get(request.template)?.uuid}' new-name-label='Debian Bookworm 12 (2)')`,
    'xe template-param-remove uuid="$vm" param-name=other-config param-key=disks',
    'xe template-param-set uuid="$vm" is-a-template=false',
    `xe vm-memory-limits-set uuid="$vm" static-min=0 dynamic-min=${2 * GIB} dynamic-max=${2 * GIB} static-max=${2 * GIB}`,
    `xe vm-param-set uuid="$vm" VCPUs-max=2 VCPUs-at-startup=2 platform:cores-per-socket=1 affinity=${inventory.host.get('h1' as HostRef)?.uuid} HVM-boot-params:firmware=uefi platform:secureboot=true`,
    'xe vtpm-create vm-uuid="$vm"',
    'xe vbd-create vm-uuid="$vm" device=3 type=CD mode=RO vdi-uuid=deb-uuid',
    `disk=$(xe vdi-create sr-uuid=shared-uuid name-label='Debian Bookworm 12 (2) 0' type=user virtual-size=${10 * GIB})`,
    'xe vbd-create vm-uuid="$vm" vdi-uuid="$disk" device=autodetect mode=RW type=Disk bootable=false',
    'xe vif-create vm-uuid="$vm" network-uuid=lan-uuid device=0',
    'xe vm-start uuid="$vm"',
  ]);
});
