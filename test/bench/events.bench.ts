import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, startChild } from './child.ts';
import type { HeardResult } from './client.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { printReport } from './harness.ts';
import type { Figure, Row } from './report.ts';
import { quantile, summarise } from './statistics.ts';

// How long a change takes from the server to a listener, what that costs, and whether any is lost: ours and npm's xen-api.
const SIZE = { hosts: 64, vms: 5_000 };
const RATES = [1, 100, 1_000] as const;
/** `--seconds=5` for a quick look. */
const SECONDS = Number(process.argv.find((argument) => argument.startsWith('--seconds='))?.slice('--seconds='.length) ?? 30);
const SETTLE_MS = 3_000;
const DOOMED = 600;
const PAUSE_MS = 5_000;
const DOOMED_TABLE = 'VBD';

const OURS = 'ours';
const PEER = 'xen-api, our classes';
const clients = [
  { name: OURS, file: 'our-client.ts', args: [] },
  { name: PEER, file: 'peer-client.ts', args: ['our-classes'] },
  { name: 'xen-api, default', file: 'peer-client.ts', args: [] },
];
interface Outcome {
  readonly latencies: readonly number[];
  readonly cpuMs: number;
  readonly missed: number;
  readonly doubled: number;
}

/** A later name of the same VM stands for the earlier ones the server has merged into it. */
function outcomeOf(committed: Readonly<Record<string, number>>, { renamed, cpuMs }: HeardResult, vms: number): Outcome {
  const heard = new Map<string, number>();
  let doubled = 0;
  for (const [name, atMs] of renamed) {
    if (heard.has(name)) doubled += 1;
    else heard.set(name, atMs);
  }
  const names = Object.keys(committed);
  const last = new Map(names.map((name) => [Number(name.split('-')[2]) % vms, name]));
  const missed = [...last.values()].filter((name) => !heard.has(name)).length;
  const latencies = [...heard].flatMap(([name, atMs]) => atMs - (committed[name] ?? Number.NaN)).filter((ms) => !Number.isNaN(ms));
  return { latencies: latencies.sort((a, b) => a - b), cpuMs, missed, doubled };
}

async function measureRate(at: { fleet: Fleet; client: Child; perSecond: number; vms: number }): Promise<Outcome> {
  const { fleet, client, perSecond, vms } = at;
  await client.ask({ is: 'heard' });
  await fleet.obey({ is: 'change', perSecond });
  await sleep(SECONDS * 1000);
  // The simulator's own log of what it committed and when.
  const committed = (await fleet.obey({ is: 'stop-changing' })) as Record<string, number>;
  await sleep(SETTLE_MS);
  return outcomeOf(committed, (await client.ask({ is: 'heard' })) as HeardResult, vms);
}

/** Deletions beyond what a server remembers, while the client is busy with something else; answers how many it still shows. */
async function measureDeletions(fleet: Fleet, client: Child): Promise<number> {
  const paused = client.ask({ is: 'pause', ms: PAUSE_MS });
  await sleep(PAUSE_MS / 5);
  const { left } = (await fleet.obey({ is: 'delete', table: DOOMED_TABLE, count: DOOMED })) as { left: number };
  await paused;
  await sleep(SETTLE_MS);
  const { counts } = (await client.ask({ is: 'heard' })) as HeardResult;
  return (counts[DOOMED_TABLE] ?? 0) - left;
}

const rows: Row[] = [];
const taken = new Map<string, Outcome>();
const deletions = new Map<string, number>();

for (const { name, file, args } of clients) {
  const fleet = await startFleet(SIZE);
  const client = await startChild(file, args);
  try {
    await client.ask({ is: 'watch', address: fleet.address });
    const { VM: vms = 0 } = await fleet.counts();
    for (const perSecond of RATES) {
      const outcome = await measureRate({ fleet, client, perSecond, vms });
      taken.set(`${name} ${perSecond}`, outcome);
      const label = `${perSecond}/s: ${name}`;
      if (outcome.latencies.length > 0) rows.push({ name: `${label}: latency`, unit: 'ms', summary: summarise(outcome.latencies) });
      rows.push({ name: `${label}: latency p99`, unit: 'ms', summary: summarise([quantile(outcome.latencies, 0.99)]) });
      rows.push({ name: `${label}: cpu`, unit: 'ms', summary: summarise([outcome.cpuMs]) });
      rows.push({ name: `${label}: missed`, unit: '', summary: summarise([outcome.missed]) });
      rows.push({ name: `${label}: doubled`, unit: '', summary: summarise([outcome.doubled]) });
    }
    deletions.set(name, await measureDeletions(fleet, client));
    rows.push({ name: `${DOOMED} deletions: ${name}: still shown`, unit: '', summary: summarise([deletions.get(name) ?? Number.NaN]) });
  } finally {
    await Promise.all([client.stop(), fleet.stop()]);
  }
}

const ours = taken.get(`${OURS} 1000`);
const peer = taken.get(`${PEER} 1000`);
const all = RATES.flatMap((rate) => taken.get(`${OURS} ${rate}`) ?? []);
const figures: Figure[] = [
  { id: 'p95-ms-1000', value: quantile(ours?.latencies ?? [], 0.95), unit: 'ms' },
  { id: 'cpu-1000/peer', value: (ours?.cpuMs ?? Number.NaN) / (peer?.cpuMs ?? Number.NaN), unit: 'ratio' },
  { id: 'missed', value: all.reduce((sum, { missed, doubled }) => sum + missed + doubled, 0), unit: '' },
  { id: 'deletions-missed', value: deletions.get(OURS) ?? Number.NaN, unit: '' },
];
printReport({ bench: 'events', rows, figures }, process.argv.slice(2));
