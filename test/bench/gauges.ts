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
subscribe('net.client.socket', () => {
  opened += 1;
});
const workers = new Set<Worker>();
process.on('worker', (worker) => {
  workers.add(worker);
  worker.once('exit', () => workers.delete(worker));
});

export function startGauges(): Gauges {
  const heapBefore = mainHeap();
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
      let used = mainHeap() - heapBefore;
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

function mainHeap(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

async function heapOf(worker: Worker): Promise<number> {
  // Another thread's rubbish can only be collected this way.
  const snapshot = await worker.getHeapSnapshot();
  snapshot.resume();
  await new Promise((resolve) => {
    snapshot.once('end', resolve);
  });
  const statistics = await worker.getHeapStatistics();
  return statistics.used_heap_size;
}
