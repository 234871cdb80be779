import { expect, test } from 'vitest';
import { refreshAllAllowed } from '#simulator/world/operations/rules.ts';
import { NULL_REF, type Ref, type Row } from '#simulator/world/value.ts';
import { createReconciler, type Reconciler } from '#test/support/reconcile.ts';
import { poolOf } from '#test/support/ask.ts';
import { contentsOf, equalHosts, RECORDED_AT, type Rows } from '#test/support/recorded-pool.ts';
import { type Answered, type RecordedWorld, recordedWorld } from '#test/support/recorded-world.ts';
import { recordedLines, recordingsFolder, type Tally, tally } from '#test/support/recordings.ts';

interface Event {
  readonly class: string;
  readonly operation: string;
  readonly ref: Ref;
  readonly snapshot?: Row;
}

type Line =
  | { readonly kind: 'call'; readonly method: string; readonly params: readonly unknown[] }
  | { readonly kind: 'answer'; readonly json: { readonly result?: unknown }; readonly environment_artefact?: true }
  | { readonly kind: 'events'; readonly events: readonly Event[] }
  | { readonly kind: 'vm_record' | 'vm_metrics' | 'task_record'; readonly record: Row }
  | { readonly kind: 'end' };

/** A call with everything that was seen until the next. */
interface Segment {
  readonly name: string;
  readonly method: string;
  readonly params: readonly unknown[];
  readonly lines: readonly Line[];
}

function segmentsOf(lines: readonly Line[]): readonly Segment[] {
  const starts = lines.flatMap((line, index) => (line.kind === 'call' ? [{ line, index }] : []));
  return starts.map(({ line, index }, position) => ({
    name: `${position} ${line.method}`,
    method: line.method,
    params: line.params,
    lines: lines.slice(index + 1, starts[position + 1]?.index),
  }));
}

/** Calls the fixture could not carry out; here they could, and then all that follows would be another story. */
function isArtefact({ method, lines }: Segment): boolean {
  return method === 'host.enable' || lines.some((line) => line.kind === 'answer' && line.environment_artefact === true);
}

/** What changed in which class, however it was batched: an object that came and was changed has come. */
function changesOf(events: readonly Event[]): readonly string[] {
  const byRef = Map.groupBy(events, (event) => `${event.class} ${event.ref}`);
  return [...byRef.values()]
    .flatMap((changes) => {
      const operations = new Set(changes.map((change) => change.operation));
      if (operations.has('add')) operations.delete('mod');
      return [...operations].map((operation) => `${changes[0]?.class} ${operation}`);
    })
    .toSorted();
}

function eventsIn(lines: readonly Line[]): readonly Event[] {
  return lines.flatMap((line) => (line.kind === 'events' ? line.events : []));
}

/** The four VMs as they were before the first call, which the first event of each shows, but for what it tells of. */
function rowsBefore(lines: readonly Line[]): { readonly rows: Rows; readonly master: Ref } {
  const events = eventsIn(lines);
  const first = (predicate: (event: Event) => boolean) => events.find(predicate);
  const model = first(({ snapshot }) => snapshot?.['name_label'] === 'life1')?.snapshot ?? {};
  const machines = ['life1', 'life2', 'life3', 'life4'].flatMap((name) => {
    const seen = first(({ snapshot }) => snapshot?.['name_label'] === name);
    const { uuid, other_config, metrics } = seen?.snapshot ?? {};
    if (seen === undefined || uuid === undefined || other_config === undefined || metrics === undefined) return [];
    const row = { ...model, name_label: name, uuid, other_config, metrics, affinity: NULL_REF };
    return [
      { table: 'VM', ref: seen.ref, row },
      { table: 'VM_metrics', ref: String(metrics), row: { VCPUs_utilisation: { '0': 0 } } },
    ];
  });
  const master = String(model['affinity']);
  const domain = {
    table: 'VM',
    ref: 'OpaqueRef:dom0',
    row: { is_control_domain: true, resident_on: master, power_state: 'Running', memory_overhead: 2 ** 22 },
  };
  const vdi = String(JSON.stringify(lines).match(/"VDI":"(OpaqueRef:[0-9a-f-]{36})","userdevice":"autodetect"/)?.[1]);
  const network = String(JSON.stringify(lines).match(/"network":"(OpaqueRef:[0-9a-f-]{36})"/)?.[1]);
  const disk = {
    table: 'VDI',
    ref: vdi,
    row: { name_label: 'disk02', SR: 'OpaqueRef:shared-storage', virtual_size: 2 ** 33, managed: true, location: 'x' },
  };
  const hosts = equalHosts(hostRefs(lines), { memory_overhead: 943_718_400 });
  return { rows: [...hosts, ...machines, domain, disk, { table: 'network', ref: network, row: { name_label: 'net1', bridge: 'xenbr2' } }], master };
}

function hostRefs(lines: readonly Line[]): readonly Ref[] {
  const answer = lines.flatMap((line) => (line.kind === 'answer' && Array.isArray(line.json.result) ? [line.json.result] : []));
  return answer.find((refs) => refs.length === 4 && String(refs[0]).startsWith('OpaqueRef:')) ?? [];
}

function poolRef(lines: readonly Line[]): Ref {
  const asked = lines.find((line) => line.kind === 'call' && line.method.startsWith('pool.get_'));
  return asked?.kind === 'call' ? String(asked.params[1]) : NULL_REF;
}

const SEGMENT_LASTS_MS = 10_000;

async function replay(
  served: RecordedWorld,
  segment: Segment,
  context: { reconcile: Reconciler; token: string; score: Tally; fields: FieldTally },
): Promise<string> {
  const { reconcile, score, fields } = context;
  const read = { vm: NULL_REF };
  const ask = async (method: string, parameters: readonly unknown[]) => parsed(await served.ask(method, [served.session.ref, ...parameters]));
  // The recorder was listening when it called, so it saw what soon passed.
  let calling: Promise<Answered> | undefined;
  const run = () => {
    calling = served.ask(segment.method, [served.session.ref, ...segment.params.slice(1).map(withOurs)]);
  };
  const early = parsed(await served.askDuring('event.from', [served.session.ref, ['*'], context.token, 1], { atMs: 200, run }));
  const json = parsed(await calling);
  for (const line of segment.lines) {
    if (line.kind === 'answer') score.compare(segment.name, reconcile.translate(json, line.json), line.json);
  }
  served.world.clock.advance(SEGMENT_LASTS_MS);
  const late = await ask('event.from', [['*'], early.result.token, 0.1]);
  score.compare(`${segment.name} events`, changesOf([...early.result.events, ...late.result.events]), changesOf(eventsIn(segment.lines)));
  for (const line of segment.lines) {
    if (line.kind !== 'vm_record' && line.kind !== 'vm_metrics' && line.kind !== 'task_record') continue;
    const [table, self] = subjectOf(line.kind, line.record);
    const { result } = await ask(`${table}.get_record`, [self]);
    fields.add(line.kind, reconcile.translate(result, line.record), line.record);
  }
  return late.result.token;

  /** References inside records are ours to say too. */
  function withOurs(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return reconcile.toOurs(value);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withOurs(item)]));
  }

  /** Of a VM, then of its metrics, or of the task just made. */
  function subjectOf(kind: string, record: Row): readonly [string, string] {
    if (kind === 'task_record') return ['task', String(json.result)];
    if (kind === 'vm_record') read.vm = withDevicesNamed(served, String(record['name_label']), (record['VIFs'] as Row[string][]).length);
    return kind === 'vm_record' ? ['VM', read.vm] : ['VM_metrics', String(poolOf(served.world).database.get('VM', read.vm)['metrics'])];
  }
}

/** Made up anew each time a card is made without one. */
const MAC = /[0-9a-f]{2}(:[0-9a-f]{2}){5}/g;

function parsed(answer: Answered | undefined) {
  return JSON.parse((answer?.text ?? 'null').replaceAll(MAC, 'a MAC'));
}

function withoutMacs(lines: readonly Line[]): readonly Line[] {
  return JSON.parse(JSON.stringify(lines).replaceAll(MAC, 'a MAC'));
}

/** Several VMs are made with one name; only one of them gets network cards. */
function withDevicesNamed({ world }: RecordedWorld, name: string, cards: number): Ref {
  const { database } = poolOf(world);
  const isWanted = ({ name_label, VIFs }: Row) => name_label === name && (VIFs as Row[string][]).length === cards;
  return database.refs('VM').find((vm) => isWanted(database.get('VM', vm))) ?? NULL_REF;
}

/** Fields of the records read along the way, each compared over the whole story at once. */
interface FieldTally {
  add(kind: string, ours: unknown, theirs: Row): void;
  close(score: Tally): void;
}

function fieldTally(): FieldTally {
  const seen = new Map<string, { readonly ours: unknown[]; readonly theirs: unknown[] }>();
  return {
    add(kind, ours, theirs) {
      for (const [field, value] of Object.entries(theirs)) {
        const known = seen.get(`${kind}.${field}`) ?? { ours: [], theirs: [] };
        seen.set(`${kind}.${field}`, known);
        known.ours.push((ours as Row)[field]);
        known.theirs.push(field === 'backtrace' && value === '<elided>' ? (ours as Row)[field] : value);
      }
    },
    close(score) {
      for (const [name, { ours, theirs }] of seen) score.compare(name, ours, theirs);
    },
  };
}

test.skipIf(recordingsFolder === undefined)('VMs are made, run, refused and removed as on the recorded server', async () => {
  const lines = withoutMacs(recordedLines<Line>('7-live/lifecycle'));
  const { rows, master } = rowsBefore(lines);
  const served = await recordedWorld({ contents: await contentsOf(rows, master, poolRef(lines)), master, startMs: RECORDED_AT });
  for (const pool of served.world.pools) refreshAllAllowed(pool);
  // The fixture's other hosts were rows only: whoever called them waited in vain.
  // Two VMs had been started on the master before.
  poolOf(served.world).master.lastDomainId = 2;
  for (const host of served.world.hosts.filter(({ ref }) => ref !== master)) {
    host.power = 'off';
    host.lastHeartbeatMs = Number.POSITIVE_INFINITY;
  }
  const score = tally('7-live/lifecycle');
  const fields = fieldTally();
  const reconcile = createReconciler();
  let token = String(JSON.parse((await served.ask('event.from', [served.session.ref, ['*'], '', 0])).text).result.token);
  for (const segment of segmentsOf(lines)) {
    if (!isArtefact(segment)) token = await replay(served, segment, { reconcile, token, score, fields });
  }
  fields.close(score);
  expect(score.close()).toEqual([]);
});
