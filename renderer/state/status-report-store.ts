import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Client } from '#shared/contract/client.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { ReportTask, TaskPhase } from '#shared/domain/tasks/task-entry.ts';
import type { ReportEnd } from '#shared/text/status-report-text.ts';
import { pickTarget, saveAsItComes } from '#renderer/bridge/save-as-it-comes.ts';

/** The last status report of a host, as a line of the list of tasks, and how it ended. */
export interface StatusReport extends ReportTask {
  readonly end?: ReportEnd | undefined;
  readonly stop: () => void;
}

interface Asked {
  readonly client: Pick<Client, 'openStream'>;
  readonly server: ServerId;
  readonly host: HostRef;
  readonly hostName: string;
  /** Of the file. */
  readonly name: string;
  readonly now: () => number;
}

const reportsStore = createStore<{ readonly reports: readonly StatusReport[] }>(() => ({ reports: [] }));

const keyOf = ({ server, host }: Pick<Asked, 'server' | 'host'>): string => `status-report ${server} ${host}`;

function keep(report: StatusReport): void {
  const { reports } = reportsStore.getState();
  reportsStore.setState({ reports: [...reports.filter(({ id }) => id !== report.id), report] });
}

/** More often nobody reads it. */
const TOLD_EVERY_MS = 500;

/** Goes on whatever is looked at meanwhile. Undefined where no file was picked. */
export async function collectReport(asked: Asked): Promise<ReportEnd | undefined> {
  const { client, server, host, hostName, name, now } = asked;
  const target = await pickTarget(window, name);
  if (target === undefined) return undefined;
  const stream = client.openStream('host.status-report', { server, host });
  const startedAtMs = now();
  const running = { id: keyOf(asked), server, host, hostName, startedAtMs, stop: () => stream.stop({ kind: 'cancelled' }) } as const;
  let bytes = 0;
  let toldAtMs = startedAtMs;
  keep({ ...running, phase: 'running', bytes });
  const ended = (end: ReportEnd): ReportEnd => {
    keep({ ...running, phase: phaseOf(end), bytes, endedAtMs: now(), end });
    return end;
  };
  try {
    const result = await saveAsItComes(stream, {
      target,
      onBytes(count) {
        bytes += count;
        if (now() - toldAtMs < TOLD_EVERY_MS) return;
        toldAtMs = now();
        keep({ ...running, phase: 'running', bytes });
      },
    });
    return ended(result.ok ? { is: 'saved', name, bytes } : { is: 'failed', name, failure: result.failure });
  } catch (error) {
    return ended({ is: 'not-written', name, why: error instanceof Error ? error.message : String(error) });
  }
}

function phaseOf(end: ReportEnd): TaskPhase {
  if (end.is === 'saved') return 'done';
  return end.is === 'failed' && end.failure.kind === 'cancelled' ? 'cancelled' : 'failed';
}

/** Takes those that have ended out of the list of tasks. */
export function forgetReports(ids: readonly string[]): void {
  const { reports } = reportsStore.getState();
  reportsStore.setState({ reports: reports.filter(({ id, phase }) => phase === 'running' || !ids.includes(id)) });
}

export function useStatusReports(): readonly StatusReport[] {
  return useStore(reportsStore, ({ reports }) => reports);
}

export function useStatusReport(of: Pick<Asked, 'server' | 'host'>): StatusReport | undefined {
  const key = keyOf(of);
  return useStore(reportsStore, ({ reports }) => reports.find(({ id }) => id === key));
}
