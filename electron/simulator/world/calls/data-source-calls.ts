import { refOf, text, textOf } from '../fields.ts';
import { hostRrd, vmRrd } from '../metrics/pool-metrics.ts';
import type { Rrd } from '../metrics/rrd.ts';
import { badPowerState } from '../operations/vm-rules.ts';
import type { Work } from '../process.ts';
import { forwardTo, machineOf } from '../reach.ts';
import type { Ref, Row, Value } from '../value.ts';
import type { Call, Implementations } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

export const dataSourceCalls: Implementations = {
  'VM.get_data_sources': (call, vm) => ofVm(call, refOf(vm), recordsOf),
  'VM.query_data_source': (call, vm, name) => ofVm(call, refOf(vm), (rrd) => latest(rrd, textOf(name))),
  'host.get_data_sources': (call, host) => ofHost(call, refOf(host), recordsOf),
  'host.query_data_source': (call, host, name) => ofHost(call, refOf(host), (rrd) => latest(rrd, textOf(name))),
};

function* ofVm(call: Call, vm: Ref, answer: (rrd: Rrd) => Value): Work<Value> {
  const { pool, world } = call;
  const row = pool.database.get('VM', vm);
  if (text(row, 'power_state') !== 'Running') throw badPowerState(vm, ['Running'], row);
  const host = text(row, 'resident_on');
  yield* forwardTo(call, host);
  return answer(vmRrd(world, machineOf(call, host) ?? call.host, row));
}

function* ofHost(call: Call, host: Ref, answer: (rrd: Rrd) => Value): Work<Value> {
  yield* forwardTo(call, host);
  return answer(hostRrd(call.world, machineOf(call, host) ?? call.host));
}

function recordsOf(rrd: Rrd): Row[] {
  return rrd.sources.map((source, index) => ({
    name_label: source.name,
    name_description: '',
    enabled: true,
    standard: true,
    units: '',
    min: source.min,
    max: source.max,
    value: valueAt(rrd, index),
  }));
}

function latest(rrd: Rrd, name: string): Value {
  const index = rrd.sources.findIndex((source) => source.name === name);
  if (index < 0) throw new XapiError('INVALID_VALUE', 'data_source', name);
  return valueAt(rrd, index);
}

function valueAt(rrd: Rrd, source: number): number {
  const value = rrd.archives[0]?.peek(source, 0) ?? Number.NaN;
  return Number.isNaN(value) ? 0 : value;
}
