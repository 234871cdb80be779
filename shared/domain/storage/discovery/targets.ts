import { inOrder } from './in-order.ts';
import { readCount } from './sizes.ts';
import { everyIn, readDocument, textOf } from './xml.ts';

/** Stands for every name the portals offer. */
export const EVERY_TARGET = '*';
const ISCSI_PORT = 3260;

/** A name an iSCSI portal offers, and where. */
export interface FoundTarget {
  readonly name: string;
  /** Without brackets. For `*` it is what was typed, with every portal in it. */
  readonly address: string;
  readonly port: number;
}

/** Undefined: the answer was none of the driver's documents. `*` comes last, whatever the order was. */
export function readTargets(payload: string): readonly FoundTarget[] | undefined {
  if (payload.trim() === '') return [];
  const root = readDocument(payload);
  if (root?.name !== 'iscsi-target-iqns') return undefined;
  const found: FoundTarget[] = [];
  for (const element of everyIn(root, 'tgt')) {
    const name = textOf(element, 'targetiqn');
    if (name === undefined) continue;
    found.push(foundTarget({ name, address: textOf(element, 'ipaddress') ?? '', port: textOf(element, 'port') }));
  }
  return inOrderOfNames(found);
}

export function foundTarget({
  name,
  address,
  port,
}: {
  readonly name: string;
  readonly address: string;
  readonly port: string | undefined;
}): FoundTarget {
  return { name, address: bare(address), port: readCount(port) ?? ISCSI_PORT };
}

/** Each once, by its name. */
export function inOrderOfNames(targets: readonly FoundTarget[]): readonly FoundTarget[] {
  return [...new Map(targets.map((target) => [`${target.name} ${target.address} ${target.port}`, target])).values()].sort(byName);
}

const byName = inOrder<FoundTarget>(
  ({ name }) => (name === EVERY_TARGET ? '1' : '0'),
  ({ name }) => name,
  ({ address }) => address,
  ({ port }) => String(port),
);

function bare(address: string): string {
  return /^\[(.*)\]$/.exec(address)?.[1] ?? address;
}
