import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Client } from '#shared/contract/client.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { pickTarget, saveAsItComes } from '#renderer/bridge/save-as-it-comes.ts';

/** How the last status report of a host goes on, or ended. */
export type StatusReport =
  | { readonly is: 'running'; readonly name: string; readonly sinceMs: number; readonly bytes: number; readonly stop: () => void }
  | { readonly is: 'saved'; readonly name: string; readonly bytes: number }
  | { readonly is: 'failed'; readonly name: string; readonly failure: Failure }
  /** It came, and could not be written here. */
  | { readonly is: 'not-written'; readonly name: string; readonly why: string };

interface Asked {
  readonly client: Pick<Client, 'openStream'>;
  readonly server: ServerId;
  readonly host: HostRef;
  readonly name: string;
  readonly nowMs: number;
}

const reports = createStore<Readonly<Record<string, StatusReport>>>(() => ({}));

const keyOf = ({ server, host }: Pick<Asked, 'server' | 'host'>): string => `${server} ${host}`;

/** Goes on whatever is looked at meanwhile; the end of it as it is told. Undefined where no file was picked. */
export async function collectReport(asked: Asked): Promise<StatusReport | undefined> {
  const { client, server, host, name, nowMs } = asked;
  const target = await pickTarget(window, name);
  if (target === undefined) return undefined;
  const key = keyOf(asked);
  const tell = (report: StatusReport): StatusReport => {
    reports.setState({ [key]: report });
    return report;
  };
  const stream = client.openStream('host.status-report', { server, host });
  let bytes = 0;
  const running = { is: 'running', name, sinceMs: nowMs, stop: () => stream.stop({ kind: 'cancelled' }) } as const;
  tell({ ...running, bytes });
  try {
    const ended = await saveAsItComes(stream, {
      target,
      onBytes(count) {
        bytes += count;
        tell({ ...running, bytes });
      },
    });
    return tell(ended.ok ? { is: 'saved', name, bytes } : { is: 'failed', name, failure: ended.failure });
  } catch (error) {
    return tell({ is: 'not-written', name, why: error instanceof Error ? error.message : String(error) });
  }
}

export function useStatusReport(of: Pick<Asked, 'server' | 'host'>): StatusReport | undefined {
  const key = keyOf(of);
  return useStore(reports, (state) => state[key]);
}
