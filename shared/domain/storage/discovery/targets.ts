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
  const found = new Map<string, FoundTarget>();
  for (const element of everyIn(root, 'tgt')) {
    const name = textOf(element, 'targetiqn');
    if (name === undefined) continue;
    const target = { name, address: bare(textOf(element, 'ipaddress') ?? ''), port: readCount(textOf(element, 'port')) ?? ISCSI_PORT };
    found.set(`${name} ${target.address} ${target.port}`, target);
  }
  return [...found.values()].sort(byName);
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
