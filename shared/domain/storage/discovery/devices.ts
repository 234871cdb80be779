import { inOrder } from './in-order.ts';
import { readCount, readSize } from './sizes.ts';
import { type Element, everyIn, readDocument, textOf } from './xml.ts';

/** A block device storage offers to a host: a LUN. Drivers leave out what they do not know. */
export interface FoundDevice {
  /** What it is known by everywhere; without one it can be looked at, not used. */
  readonly scsiId?: string | undefined;
  readonly lun?: number | undefined;
  readonly vendor?: string | undefined;
  readonly serial?: string | undefined;
  readonly sizeBytes?: number | undefined;
  readonly path?: string | undefined;
  readonly paths?: number | undefined;
  /** adapter:channel:id:lun, for what hangs on an adapter of the host. */
  readonly position?: string | undefined;
}

/** An adapter of the host, for the person who has to give it access on the array. */
export interface FoundAdapter {
  readonly host: string;
  readonly name: string;
  readonly maker?: string | undefined;
  readonly portName?: string | undefined;
  readonly nodeName?: string | undefined;
  readonly state?: string | undefined;
  readonly speed?: string | undefined;
}

export interface FoundDevices {
  readonly devices: readonly FoundDevice[];
  readonly adapters: readonly FoundAdapter[];
}

const ROOTS = new Set(['iscsi-target', 'devlist']);

/** LUNs of an iSCSI target or of the host's adapters. Undefined: the answer was none of the drivers' documents. */
export function readDevices(payload: string): FoundDevices | undefined {
  if (payload.trim() === '') return { devices: [], adapters: [] };
  const root = readDocument(payload);
  if (root === undefined || !ROOTS.has(root.name)) return undefined;
  const elements = [...everyIn(root, 'lun').filter(({ children }) => children.length > 0), ...everyIn(root, 'blockdevice')];
  return {
    devices: elements.map((element) => deviceOf((name) => textOf(element, name))).sort(byPlace),
    adapters: everyIn(root, 'adapter').flatMap(adapterOf),
  };
}

/** However it is told: `read` gives what is said under a name. */
export function deviceOf(read: (name: string) => string | undefined): FoundDevice {
  const position = ['adapter', 'channel', 'id', 'lun'].map(read);
  return {
    scsiId: read('scsiid'),
    lun: readCount(read('lunid') ?? read('lun')),
    vendor: read('vendor'),
    serial: read('serial'),
    sizeBytes: readSize(read('size')),
    // Further names of the same device follow in brackets.
    path: read('path')?.split(' ')[0],
    paths: readCount(read('numpaths')),
    position: position.includes(undefined) ? undefined : position.join(':'),
  };
}

/** The element is called as the number inside each device is; only those with parts are adapters. */
function adapterOf(element: Element): readonly FoundAdapter[] {
  const host = textOf(element, 'host');
  if (host === undefined) return [];
  const [port] = everyIn(element, 'fc_host');
  return [
    {
      host,
      name: textOf(element, 'name') ?? host,
      maker: textOf(element, 'manufacturer'),
      portName: port === undefined ? undefined : textOf(port, 'port_name'),
      nodeName: port === undefined ? undefined : textOf(port, 'node_name'),
      state: port === undefined ? undefined : textOf(port, 'port_state'),
      speed: port === undefined ? undefined : textOf(port, 'speed'),
    },
  ];
}

/** A LUN without a number comes after those that have one. */
const byPlace = inOrder<FoundDevice>(
  ({ vendor }) => vendor,
  ({ lun }) => String(lun ?? Number.MAX_SAFE_INTEGER),
  ({ serial }) => serial,
  ({ scsiId }) => scsiId,
);
