import { expect, test } from 'vitest';
import { machineInHead, machineInOva } from '#shared/domain/archives/xva-contents.ts';

const value = (text: string): string => `<value>${text}</value>`;
const struct = (members: Readonly<Record<string, string>>): string =>
  value(
    `<struct>${Object.entries(members)
      .map(([name, inner]) => `<member><name>${name}</name>${inner}</member>`)
      .join('')}</struct>`,
  );
const object = (kind: string, id: string, record: Readonly<Record<string, string>>): string =>
  struct({ class: value(kind), id: value(id), snapshot: struct(record) });
const ova = (...objects: readonly string[]): string =>
  struct({ version: struct({ export_vsn: value('2') }), objects: value(`<array><data>${objects.join('')}</data></array>`) });

const flag = (is: boolean): string => value(`<boolean>${is ? 1 : 0}</boolean>`);
const machine = (id: string, name: string, isSnapshot = false): string =>
  object('VM', id, { name_label: value(name), is_a_snapshot: flag(isSnapshot) });
const card = (id: string, vm: string, device: string, network: string): string =>
  object('VIF', id, { VM: value(vm), device: value(`<string>${device}</string>`), MAC: value(`02:00:00:00:00:0${device}`), network: value(network) });

const whole = ova(
  machine('Ref:1', 'shop &amp; till'),
  machine('Ref:2', 'before update', true),
  object('network', 'Ref:3', { name_label: value('storage') }),
  card('Ref:4', 'Ref:1', '1', 'Ref:3'),
  card('Ref:5', 'Ref:1', '0', 'Ref:9'),
  card('Ref:6', 'Ref:2', '0', 'Ref:3'),
  object('VBD', 'Ref:7', { VM: value('Ref:1'), type: value('Disk'), VDI: value('Ref:8') }),
  object('VDI', 'Ref:8', { virtual_size: value('1024') }),
  object('VDI', 'Ref:10', { virtual_size: value('4096') }),
);

test('a file says what its machine is called, how much its disks hold, and where each of its cards was', () => {
  expect(machineInOva(whole)).toEqual({
    name: 'shop & till',
    diskBytes: 1024,
    cards: [
      { device: '0', mac: '02:00:00:00:00:00', network: '' },
      { device: '1', mac: '02:00:00:00:00:01', network: 'storage' },
    ],
  });
});

test.each([
  ['no document', 'ova', 'broken'],
  ['another document', '<value><string>hello</string></value>', 'broken'],
  ['no machine', ova(object('VDI', 'Ref:1', {})), 'no-export'],
  ['two machines', ova(machine('Ref:1', 'a'), machine('Ref:2', 'b')), 'several'],
])('of %s it is said why nothing is known', (_what, text, why) => {
  expect(machineInOva(text)).toBe(why);
});

const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);

/** An archive whose first file is called so. */
async function readingOf(name: string, size: string, content: string) {
  const archive = encoded(`${`${name.padEnd(124, '\0')}${size}`.padEnd(512, '\0')}${content}`);
  return await machineInHead({ read: async (bytes, as) => await Promise.resolve(new TextDecoder(as).decode(archive.subarray(0, bytes))) });
}

const octal = (count: number): string => `${count.toString(8).padStart(11, '0')}\0`;

test('the description lies at the head of the archive, as long as is said there', async () => {
  const ümlaut = ova(machine('Ref:1', 'Bücher'));
  const length = encoded(ümlaut).length;
  expect([
    await readingOf('ova.xml', octal(length), `${ümlaut}and what comes after it`),
    await readingOf('ova.xml', octal(length), ümlaut.slice(0, 100)),
    await readingOf('Ref:8/00000000', octal(length), ümlaut),
    await readingOf('shop.ovf', octal(length), '<Envelope/>'),
    await readingOf('ova.xml', 'nonsense', ümlaut),
    await readingOf('ova.xml', '77777777777\0', ümlaut),
  ]).toEqual([
    { is: 'machine', machine: { name: 'Bücher', cards: [], diskBytes: 0 } },
    { is: 'unread', why: 'broken' },
    { is: 'unread', why: 'no-export' },
    { is: 'unread', why: 'other-package' },
    { is: 'unread', why: 'no-export' },
    { is: 'unread', why: 'no-export' },
  ]);
});
