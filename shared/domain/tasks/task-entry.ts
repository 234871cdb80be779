import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';

export type TaskRef = RefOf<'task'>;
export type ServerTask = RecordOf<'task'>;

/** As much of an operation of our own as a list of tasks needs. */
export interface OwnTask {
  readonly id: string;
  readonly server: string;
  readonly startedAtMs: number;
  readonly endedAtMs?: number | undefined;
  readonly state: { readonly is: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled' | 'interrupted'; readonly progress?: number | undefined };
  /** The server's task for it. */
  readonly task?: string | undefined;
}

export type TaskPhase = 'waiting' | 'running' | 'failed' | 'cancelled' | 'done';

/** What this window brings over by itself, without a task of any server: a host's status report. */
export interface ReportTask {
  readonly id: string;
  readonly server: string;
  readonly host: HostRef;
  readonly hostName: string;
  readonly bytes: number;
  readonly startedAtMs: number;
  readonly endedAtMs?: number | undefined;
  readonly phase: TaskPhase;
}

interface Entry {
  /** The same for as long as the task is known. */
  readonly key: string;
  readonly server: string;
  readonly phase: TaskPhase;
  /** 0 to 1; undefined where nobody says. */
  readonly progress: number | undefined;
  readonly startedAtMs: number;
  readonly endedAtMs: number | undefined;
  /** Somebody has to look at it. */
  readonly isUnread: boolean;
}

export type TaskEntry<O extends OwnTask> = Entry &
  (
    | { readonly from: 'us'; readonly operation: O }
    | { readonly from: 'window'; readonly report: ReportTask }
    | { readonly from: 'server'; readonly ref: TaskRef; readonly task: ServerTask }
  );

export interface TaskSources<O extends OwnTask> {
  readonly operations: readonly O[];
  readonly reports?: readonly ReportTask[] | undefined;
  readonly servers: readonly { readonly id: string; readonly tasks: Inventory['task'] }[];
  /** Operations that failed and have been looked at. */
  readonly read: ReadonlySet<string>;
}

/** Everyone's tasks: failed ones that nobody has read, then what runs, our own first, then what has ended, the latest first. */
export function taskEntries<O extends OwnTask>({ operations, reports = [], servers, read }: TaskSources<O>): readonly TaskEntry<O>[] {
  const ours = new Set(operations.flatMap(({ server, task }) => (task === undefined ? [] : [`${server}/${task}`])));
  const theirs = servers.flatMap(({ id, tasks }) => [...tasks].flatMap(([ref, task]) => serverEntry<O>({ server: id, ref, task, ours })));
  const entries: readonly TaskEntry<O>[] = [
    ...operations.map((operation) => ownEntry(operation, read)),
    ...reports.map((report) => reportEntry<O>(report, read)),
    ...theirs,
  ];
  return entries.toSorted((a, b) => {
    const ranks = rankOf(a) - rankOf(b);
    return ranks === 0 ? timeOf(b) - timeOf(a) : ranks;
  });
}

function ownEntry<O extends OwnTask>(operation: O, read: ReadonlySet<string>): TaskEntry<O> {
  const { id, server, startedAtMs, endedAtMs, state } = operation;
  // What nobody saw the end of needs the same look as what failed.
  const phase = state.is === 'interrupted' ? 'failed' : state.is;
  return {
    from: 'us',
    key: id,
    operation,
    server,
    phase,
    progress: state.progress,
    startedAtMs,
    endedAtMs,
    isUnread: phase === 'failed' && !read.has(id),
  };
}

/** How much will come nobody knows before it has ended. */
function reportEntry<O extends OwnTask>(report: ReportTask, read: ReadonlySet<string>): TaskEntry<O> {
  const { id, server, phase, startedAtMs, endedAtMs } = report;
  const isUnread = phase === 'failed' && !read.has(id);
  return { from: 'window', key: id, report, server, phase, progress: undefined, startedAtMs, endedAtMs, isUnread };
}

const phases: Readonly<Record<string, TaskPhase>> = { success: 'done', failure: 'failed', cancelled: 'cancelled' };

/** Asked by programs all day long; nobody waits for them. */
const NOISE = /^(?:SR\.(?:scan|update)|host\.(?:call_plugin|compute_free_memory|get_\w+)|session\.\w+|task\.\w+|event\.\w+|pool\.get_\w+)$/;

interface Found {
  readonly server: string;
  readonly ref: TaskRef;
  readonly task: ServerTask;
  readonly ours: ReadonlySet<string>;
}

function serverEntry<O extends OwnTask>({ server, ref, task, ours }: Found): readonly TaskEntry<O>[] {
  const key = `${server}/${ref}`;
  if (ours.has(key) || task.subtaskOf !== null || NOISE.test(callOf(task.name))) return [];
  const phase = phases[task.status] ?? 'running';
  const startedAtMs = task.created ?? 0;
  const endedAtMs = phase === 'running' ? undefined : (task.finished ?? startedAtMs);
  return [{ from: 'server', key, server, ref, task, phase, progress: task.progress, startedAtMs, endedAtMs, isUnread: false }];
}

/** The call a task was made for, if its name is one; other clients give names of their own. */
export function callOf(name: string): string {
  return name.replace(/^Async\./, '');
}

function rankOf(entry: TaskEntry<OwnTask>): number {
  if (entry.isUnread) return 0;
  if (entry.endedAtMs !== undefined || entry.phase === 'failed') return 4;
  if (entry.from === 'server') return 3;
  return entry.phase === 'running' ? 1 : 2;
}

function timeOf(entry: TaskEntry<OwnTask>): number {
  return entry.endedAtMs ?? entry.startedAtMs;
}
