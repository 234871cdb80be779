import { type Element, readXml } from '#shared/domain/storage/discovery/xml.ts';

/** A network card of a machine that lies in a file. */
export interface CardInFile {
  /** Its number in the machine, by which it is found again once the machine is there. */
  readonly device: string;
  readonly mac: string;
  /** The network it was in, by its name; empty where the file does not say. */
  readonly network: string;
}

export interface MachineInFile {
  readonly name: string;
  readonly cards: readonly CardInFile[];
  /** What its disks hold at most. */
  readonly diskBytes: number;
}

/** Why nothing is known of a file before it is imported. */
export type Unread =
  /** It does not begin as an exported machine does. */
  | 'no-export'
  /** It is a package of another kind of pool. */
  | 'other-package'
  | 'several'
  /** It begins well, and then makes no sense or ends. */
  | 'broken';

export type FileReading = { readonly is: 'machine'; readonly machine: MachineInFile } | { readonly is: 'unread'; readonly why: Unread };

/** The head of a file, unpacked, piece by piece. */
export interface HeadText {
  /** So many bytes from the beginning, or fewer where there are no more; a letter for each, or as UTF-8. */
  read(bytes: number, as: 'latin1' | 'utf-8'): Promise<string>;
}

/** What the head of a file says of the machine in it. */
export async function machineInHead(head: HeadText): Promise<FileReading> {
  const begins = await head.read(BLOCK_BYTES, 'latin1');
  const length = ovaLength(begins);
  if (length === undefined) return { is: 'unread', why: /^[^\0]*\.ovf\0/i.test(begins) ? 'other-package' : 'no-export' };
  // Nothing but ASCII stands before it, so that letters are bytes there.
  const machine = machineInOva((await head.read(BLOCK_BYTES + length, 'utf-8')).slice(BLOCK_BYTES));
  return typeof machine === 'string' ? { is: 'unread', why: machine } : { is: 'machine', machine };
}

/** The one machine that an exported file describes. */
export function machineInOva(text: string): MachineInFile | Unread {
  const root = readXml(text);
  const objects = root === undefined ? undefined : memberOf(root, 'objects');
  if (objects === undefined) return 'broken';
  const all = itemsOf(objects).map((item) => ({
    kind: textOf(memberOf(item, 'class')),
    id: textOf(memberOf(item, 'id')),
    record: memberOf(item, 'snapshot'),
  }));
  const machines = all.filter(({ kind, record }) => kind === 'VM' && textOf(memberOf(record, 'is_a_snapshot')) !== '1');
  const [machine, ...others] = machines;
  if (machine === undefined) return 'no-export';
  if (others.length > 0) return 'several';
  const named = (kind: string): ReadonlyMap<string, string> =>
    new Map(all.filter((one) => one.kind === kind).map(({ id, record }) => [id, textOf(memberOf(record, 'name_label'))]));
  const networks = named('network');
  const cards = all
    .filter(({ kind, record }) => kind === 'VIF' && textOf(memberOf(record, 'VM')) === machine.id)
    .map(({ record }) => ({
      device: textOf(memberOf(record, 'device')),
      mac: textOf(memberOf(record, 'MAC')),
      network: networks.get(textOf(memberOf(record, 'network'))) ?? '',
    }));
  const held = new Set(
    all
      .filter(({ kind, record }) => kind === 'VBD' && textOf(memberOf(record, 'VM')) === machine.id && textOf(memberOf(record, 'type')) === 'Disk')
      .map(({ record }) => textOf(memberOf(record, 'VDI'))),
  );
  const sizes = all.filter(({ kind, id }) => kind === 'VDI' && held.has(id)).map(({ record }) => Number(textOf(memberOf(record, 'virtual_size'))));
  return {
    name: textOf(memberOf(machine.record, 'name_label')),
    cards: cards.toSorted((a, b) => Number(a.device) - Number(b.device)),
    diskBytes: sizes.reduce((sum, size) => sum + (Number.isFinite(size) ? size : 0), 0),
  };
}

/** The value a struct has under this name. */
function memberOf(value: Element | undefined, name: string): Element | undefined {
  const struct = value?.children.find((child) => child.name === 'struct');
  const member = struct?.children.find((each) => each.children.some((child) => child.name === 'name' && child.text === name));
  return member?.children.find((child) => child.name === 'value');
}

function itemsOf(value: Element): readonly Element[] {
  const data = value.children.find((child) => child.name === 'array')?.children.find((child) => child.name === 'data');
  return data?.children.filter((child) => child.name === 'value') ?? [];
}

/** A bare text is one as well, and what is not there is empty. */
function textOf(value: Element | undefined): string {
  return value?.children[0]?.text ?? value?.text ?? '';
}

const BLOCK_BYTES = 512;
const SIZE = { from: 124, to: 136 } as const;

/** How long the description at the head of an archive is, a letter of the head for a byte; undefined where it has none there. */
function ovaLength(head: string): number | undefined {
  const field = (from: number, to: number): string => head.slice(from, to).split('\0')[0] ?? '';
  if (head.length < BLOCK_BYTES || field(0, SIZE.from) !== 'ova.xml') return undefined;
  const length = Number.parseInt(field(SIZE.from, SIZE.to).trim(), 8);
  return Number.isSafeInteger(length) && length <= MOST_BYTES ? length : undefined;
}

/** Of machines with hundreds of snapshots it is a few megabytes. */
const MOST_BYTES = 32 * 1024 * 1024;
