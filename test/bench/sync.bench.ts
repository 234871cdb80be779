import { watchedClasses, xapiClass } from '#shared/domain/inventory/watched.ts';
import { type Child, startChild } from './child.ts';
import type { SyncResult } from './client.ts';
import { type Fleet, type FleetLink, type FleetSize, startFleet } from './fleet.ts';
import { printReport } from './harness.ts';
import type { Figure, Row } from './report.ts';
import { summarise } from './statistics.ts';

// How long a pool takes until it can be looked at and until it is complete: ours, npm's xen-api, and one bare fetch.
interface Setting {
  readonly name: string;
  readonly size: FleetSize;
  readonly link: FleetLink;
  readonly warmUps: number;
  readonly runs: number;
}

const FREE: FleetLink = { latencyMs: 0, bytesPerSecond: undefined };
const FAR: FleetLink = { latencyMs: 20, bytesPerSecond: undefined };
const NARROW: FleetLink = { latencyMs: 0, bytesPerSecond: 10_000_000 };
const [small, middle, large] = [
  { hosts: 3, vms: 50 },
  { hosts: 16, vms: 1_000 },
  { hosts: 64, vms: 5_000 },
] as const;

const largest: Setting = { name: '64/5,000', size: large, link: FREE, warmUps: 2, runs: 10 };
const narrow: Setting = { name: '64/5,000 at 10 MB/s', size: large, link: NARROW, warmUps: 1, runs: 3 };
const settings: readonly Setting[] = [
  { name: '3/50', size: small, link: FREE, warmUps: 2, runs: 10 },
  { name: '3/50, 20 ms', size: small, link: FAR, warmUps: 2, runs: 10 },
  { name: '16/1,000', size: middle, link: FREE, warmUps: 2, runs: 10 },
  { name: '16/1,000, 20 ms', size: middle, link: FAR, warmUps: 2, runs: 10 },
  largest,
  { name: '64/5,000, 20 ms', size: large, link: FAR, warmUps: 1, runs: 5 },
  narrow,
];

const OURS = 'ours';
const PEER = 'xen-api, our classes';
const FLOOR = 'floor';
const clients = [
  { name: OURS, file: 'our-client.ts', args: [], watchesAll: false },
  { name: PEER, file: 'peer-client.ts', args: ['our-classes'], watchesAll: false },
  { name: 'xen-api, default', file: 'peer-client.ts', args: [], watchesAll: true },
  { name: FLOOR, file: 'floor-client.ts', args: [], watchesAll: false },
];

/** Tables without get_all_records or with records of sessions come and go with the clients themselves. */
const passing = new Set(['session', 'task', 'user', 'role', 'secret', 'event', 'message']);
const quantities = ['skeletonMs', 'firstTreeMs', 'completeMs', 'stallMs', 'cpuMs', 'heapBytes', 'connections'] as const;
type Quantity = (typeof quantities)[number];
type Taken = Map<string, SyncResult[]>;

async function measureSetting({ size, link, warmUps, runs }: Setting): Promise<Taken> {
  const fleet = await startFleet(size);
  const children: Child[] = [];
  const taken: Taken = new Map();
  try {
    await fleet.obey({ is: 'link', ...link });
    for (const { file, args } of clients) children.push(await startChild(file, args));
    for (let run = -warmUps; run < runs; run += 1) {
      for (const [index, client] of clients.entries()) {
        const result = (await children[index]?.ask({ is: 'sync', address: fleet.address })) as SyncResult;
        await requireComplete(fleet, result, client);
        if (run >= 0) taken.set(client.name, [...(taken.get(client.name) ?? []), result]);
      }
    }
  } finally {
    await Promise.all([...children, fleet].map((child) => child.stop()));
  }
  return taken;
}

/** A load that leaves something out is no load, and its time does not count. */
async function requireComplete(fleet: Fleet, result: SyncResult, client: { name: string; watchesAll: boolean }): Promise<void> {
  const watchedNames = new Set<string>(watchedClasses.map((name) => xapiClass[name]));
  for (const [name, count] of Object.entries(await fleet.counts())) {
    if (passing.has(name) || (!client.watchesAll && !watchedNames.has(name))) continue;
    const held = result.counts[name] ?? 0;
    if (held !== count) throw new Error(`${client.name} holds ${held} of ${count} ${name}`);
  }
}

function valuesOf(taken: Taken, name: string, quantity: Quantity): number[] {
  return (taken.get(name) ?? []).flatMap((result) => result[quantity] ?? []);
}

function rowsOf(setting: Setting, taken: Taken): Row[] {
  return clients.flatMap(({ name }) =>
    quantities.flatMap((quantity): Row[] => {
      const values = valuesOf(taken, name, quantity);
      if (values.length === 0 || (name === FLOOR && quantity === 'heapBytes')) return [];
      const isHeap = quantity === 'heapBytes';
      const summary = summarise(values.map((value) => (isHeap ? value / 1e6 : value)));
      const unit = isHeap ? 'MB' : quantity === 'connections' ? '' : 'ms';
      return [{ name: `${setting.name}: ${name}: ${quantity.replace(/Ms$|Bytes$/, '')}`, unit, summary }];
    }),
  );
}

function median(taken: Taken | undefined, name: string, quantity: Quantity): number {
  return summarise(valuesOf(taken ?? new Map(), name, quantity)).median;
}

function figuresOf(all: ReadonlyMap<Setting, Taken>): Figure[] {
  const at = all.get(largest);
  const slow = all.get(narrow);
  const peer = (quantity: Quantity): number => median(at, PEER, quantity);
  const ratio = (id: string, value: number): Figure => ({ id, value, unit: 'ratio' });
  return [
    ratio('skeleton/peer', median(at, OURS, 'skeletonMs') / peer('completeMs')),
    ratio('first-tree/peer', median(at, OURS, 'firstTreeMs') / peer('completeMs')),
    ratio('first-tree-10MBs/peer', median(slow, OURS, 'firstTreeMs') / median(slow, PEER, 'completeMs')),
    ratio('complete/peer', median(at, OURS, 'completeMs') / peer('completeMs')),
    ratio('complete/floor', median(at, OURS, 'completeMs') / median(at, FLOOR, 'completeMs')),
    { id: 'stall-ms', value: median(at, OURS, 'stallMs'), unit: 'ms' },
    ratio('heap/peer', median(at, OURS, 'heapBytes') / peer('heapBytes')),
    { id: 'tls-handshakes', value: median(at, OURS, 'connections'), unit: '' },
  ];
}

function argument(name: string): string | undefined {
  return process.argv.find((given) => given.startsWith(`--${name}=`))?.slice(name.length + 3);
}

/** `--only=64/5,000` measures the settings whose name begins so; figures need the largest and the narrow one. `--runs=3` is for a quick look. */
const only = argument('only') ?? '';
const mostRuns = Number(argument('runs') ?? Number.POSITIVE_INFINITY);
const all = new Map<Setting, Taken>();
for (const setting of settings.filter(({ name }) => name.startsWith(only))) {
  all.set(setting, await measureSetting({ ...setting, runs: Math.min(setting.runs, mostRuns) }));
}
const rows = [...all].flatMap(([setting, taken]) => rowsOf(setting, taken));
printReport({ bench: 'sync', rows, figures: all.has(largest) && all.has(narrow) ? figuresOf(all) : [] }, process.argv.slice(2));
