import type { CurveSource } from './curve-rrd.ts';
import { chance, follow, type Curve } from './load-curve.ts';
import { constant, gauge, rate, scaled, seriesSeed, sum } from './source-kinds.ts';

const MIB = 1024 * 1024;
const BUSY_READ_BYTES = 60 * MIB;
const BUSY_WRITE_BYTES = 35 * MIB;

export interface DiskTraffic {
  readonly read: Curve;
  readonly write: Curve;
}

/** Bytes per second at a disk of something as busy as `load`. */
export function diskTraffic(uuid: string, disk: string, load: Curve): DiskTraffic {
  const seed = seriesSeed(uuid, disk);
  const size = 0.02 + chance(seed, 1) ** 3;
  return {
    read: scaled(follow(load, seed + 1, 0.8), BUSY_READ_BYTES * size),
    write: scaled(follow(load, seed + 2, 0.7), BUSY_WRITE_BYTES * size),
  };
}

/** What the storage daemons report of one disk: names differ between a VM's disk and a storage repository only in order. */
export function diskSources(traffic: DiskTraffic, nameOf: (measure: string) => string): readonly CurveSource[] {
  const total = sum([traffic.read, traffic.write]);
  const busy = (timeSec: number): number => total(timeSec) / (BUSY_READ_BYTES + BUSY_WRITE_BYTES);
  const requests = (curve: Curve, bytesEach: number): Curve => scaled(curve, 1 / bytesEach);
  return [
    gauge(nameOf('io_throughput_read'), scaled(traffic.read, 1 / MIB)),
    gauge(nameOf('io_throughput_write'), scaled(traffic.write, 1 / MIB)),
    gauge(nameOf('io_throughput_total'), scaled(total, 1 / MIB)),
    gauge(nameOf('iops_read'), requests(traffic.read, 32 * 1024)),
    gauge(nameOf('iops_write'), requests(traffic.write, 16 * 1024)),
    gauge(nameOf('iops_total'), sum([requests(traffic.read, 32 * 1024), requests(traffic.write, 16 * 1024)])),
    gauge(nameOf('read_latency'), (timeSec) => 350 + 2600 * busy(timeSec)),
    gauge(nameOf('write_latency'), (timeSec) => 700 + 4100 * busy(timeSec)),
    gauge(nameOf('iowait'), scaled(busy, 0.4)),
    gauge(nameOf('inflight'), scaled(busy, 12)),
  ];
}

export function networkSources(name: string, traffic: { receive: Curve; send: Curve }): readonly CurveSource[] {
  return [
    rate(`${name}_rx`, traffic.receive),
    rate(`${name}_tx`, traffic.send),
    rate(`${name}_rx_errors`, constant(0)),
    rate(`${name}_tx_errors`, constant(0)),
  ];
}
