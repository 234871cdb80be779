import { subscribe } from 'node:diagnostics_channel';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Worker } from 'node:worker_threads';

/** What a client's process uses, from one moment to the next. */
export interface Gauges extends CpuGauge {
  stallMs(): number;
  connections(): number;
  /** What stays after rubbish is collected, in all threads. */
  heapGrowth(): Promise<number>;
}

/** Uses nothing itself: to look for stalls is work every millisecond, and to look for rubbish shortens the time until it is collected next. */
export interface CpuGauge {
  cpuMs(): number;
}

/** Finer than any stall that matters. */
const RESOLUTION_MS = 1;

let opened = 0;
/** The least there was before any run: what a run before has left may go away during this one. */
let emptyHeap = Number.POSITIVE_INFINITY;
subscribe('net.client.socket', () => {
  opened += 1;
});
const workers = new Set<Worker>();
process.on('worker', (worker) => {
  workers.add(worker);
  worker.once('exit', () => workers.delete(worker));
});

export function startGauges(): Gauges {
  emptyHeap = Math.min(emptyHeap, mainHeap());
  const openedBefore = opened;
  const cpu = startCpuGauge();
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  return {
    stallMs() {
      delay.disable();
      return delay.max / 1e6;
    },
    cpuMs: cpu.cpuMs,
    connections: () => opened - openedBefore,
    async heapGrowth() {
      let used = mainHeap() - emptyHeap;
      for (const worker of workers) used += await heapOf(worker);
      return used;
    },
  };
}

export function startCpuGauge(): CpuGauge {
  const before = process.cpuUsage();
  return {
    cpuMs() {
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    },
  };
}

/** With what lies outside of the heap and is held by it. */
function mainHeap(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function heapOf(worker: Worker): Promise<number> {
  // Another thread's rubbish can only be collected this way.
  const snapshot = await worker.getHeapSnapshot();
  snapshot.resume();
  await new Promise((resolve) => {
    snapshot.once('end', resolve);
  });
  const statistics = await worker.getHeapStatistics();
  return statistics.used_heap_size + statistics.external_memory;
}
