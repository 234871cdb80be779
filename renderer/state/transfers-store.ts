import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Client } from '#shared/contract/client.ts';
import { type Samples, withSample } from '#shared/domain/tasks/pace.ts';

/** Bytes on their way between this window and a server. */
export interface Passing {
  readonly doneBytes: number;
  /** Undefined where nobody knows before it has ended. */
  readonly wholeBytes: number | undefined;
  readonly samples: Samples;
}

/** By the server's task for each. */
type Transfers = ReadonlyMap<string, Passing>;

const transfersStore = createStore<{ readonly passing: Transfers }>(() => ({ passing: new Map() }));

export function useTransfers(): Transfers {
  return useStore(transfersStore, (state) => state.passing);
}

/** More often nobody reads it. */
const TOLD_EVERY_MS = 500;

export interface Counter {
  readonly add: (bytes: number, atMs: number) => void;
  readonly end: () => void;
}

interface Counted {
  readonly transfer: string;
  readonly wholeBytes?: number | undefined;
}

/** Counts what passes of a transfer, for the line of its task. */
export function countTransfer(client: Client, { transfer, wholeBytes }: Counted): Counter {
  let passing: Passing = { doneBytes: 0, wholeBytes, samples: [] };
  let task: string | undefined;
  let toldAtMs = -Infinity;
  let isOver = false;

  async function tell(): Promise<void> {
    const answer = task === undefined ? await client.call('transfer.task', { transfer }) : undefined;
    if (answer?.ok === true) task = answer.value.task ?? undefined;
    if (task === undefined || isOver) return;
    const { passing: known } = transfersStore.getState();
    transfersStore.setState({ passing: new Map([...known, [task, passing]]) });
  }

  return {
    add(bytes, atMs) {
      const doneBytes = passing.doneBytes + bytes;
      if (atMs - toldAtMs < TOLD_EVERY_MS) {
        passing = { ...passing, doneBytes };
        return;
      }
      passing = { ...passing, doneBytes, samples: withSample(passing.samples, { done: doneBytes, atMs }) };
      toldAtMs = atMs;
      tell().catch((error: unknown) => reportError(error));
    },
    end() {
      isOver = true;
      if (task === undefined) return;
      const rest = new Map(transfersStore.getState().passing);
      rest.delete(task);
      transfersStore.setState({ passing: rest });
    },
  };
}
