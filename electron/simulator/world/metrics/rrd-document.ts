import { xmlText } from '#simulator/codecs/xml-write.ts';
import { floatText } from './reading.ts';
import { HEARTBEAT_SEC, STEP_SEC, type Archive, type Rrd } from './rrd.ts';
import type { Updates } from './rrd-updates.ts';

const XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const FORMAT_VERSION = '0003';

const tag = (name: string, content: string | number): string => (content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`);

/** `on-disk` is what hosts hand to each other: it tells when each source was last read. */
export function rrdXml(rrd: Rrd, audience: 'client' | 'on-disk'): string {
  const sources = rrd.sources.map((source, index) => {
    const state = rrd.state(index);
    return tag(
      'ds',
      tag('name', xmlText(source.name)) +
        tag('type', source.type) +
        tag('minimal_heartbeat', floatText(HEARTBEAT_SEC)) +
        tag('min', floatText(source.min)) +
        tag('max', floatText(source.max)) +
        tag('last_ds', state.lastReading) +
        tag('value', floatText(state.value)) +
        tag('unknown_sec', Math.trunc(state.unknownSec)) +
        (audience === 'on-disk' ? tag('last_updated', floatText(rrd.lastUpdatedSec)) : ''),
    );
  });
  const archives = rrd.archives.map((archive) => archiveXml(rrd, archive));
  const head = tag('version', FORMAT_VERSION) + tag('step', STEP_SEC) + tag('lastupdate', Math.trunc(rrd.lastUpdatedSec));
  return XML_HEAD + tag('rrd', head + sources.join('') + archives.join(''));
}

function archiveXml(rrd: Rrd, archive: Archive): string {
  const preparations = rrd.sources.map((_, index) => {
    const { value, unknownSteps } = archive.preparation(index);
    return tag(
      'ds',
      tag('primary_value', '0.0') + tag('secondary_value', '0.0') + tag('value', floatText(value)) + tag('unknown_datapoints', unknownSteps),
    );
  });
  const rows = oldestFirst(archive).map((age) => tag('row', rrd.sources.map((_, index) => tag('v', floatText(archive.peek(index, age)))).join('')));
  return tag(
    'rra',
    tag('cf', archive.consolidation) +
      tag('pdp_per_row', archive.stepsPerRow) +
      tag('params', tag('xff', floatText(archive.unknownShare))) +
      tag('cdp_prep', preparations.join('')) +
      tag('database', rows.join('')),
  );
}

function oldestFirst(archive: Archive): readonly number[] {
  return Array.from({ length: archive.rowCount }, (_, index) => archive.rowCount - 1 - index);
}

/** Every number is a string: JSON has no spelling for what is unknown. */
export function rrdJson(rrd: Rrd): string {
  return JSON.stringify({
    version: FORMAT_VERSION,
    step: String(STEP_SEC),
    lastupdate: floatText(rrd.lastUpdatedSec),
    ds: rrd.sources.map((source, index) => {
      const state = rrd.state(index);
      return {
        name: source.name,
        type: source.type,
        minimal_heartbeat: floatText(HEARTBEAT_SEC),
        min: floatText(source.min),
        max: floatText(source.max),
        last_ds: state.lastReading,
        value: floatText(state.value),
        unknown_sec: floatText(state.unknownSec),
        last_updated: floatText(rrd.lastUpdatedSec),
      };
    }),
    rra: rrd.archives.map((archive) => ({
      cf: archive.consolidation,
      pdp_per_row: String(archive.stepsPerRow),
      params: { xff: floatText(archive.unknownShare) },
      cdp_prep: {
        ds: rrd.sources.map((_, index) => {
          const { value, unknownSteps } = archive.preparation(index);
          return { primary_value: '0.0', secondary_value: '0.0', value: floatText(value), unknown_datapoints: String(unknownSteps) };
        }),
      },
      database: oldestFirst(archive).map((age) => rrd.sources.map((_, index) => floatText(archive.peek(index, age)))),
    })),
  });
}

export function updatesXml(updates: Updates): string {
  const legend = updates.legend.map((entry) => tag('entry', xmlText(entry)));
  const meta =
    tag('start', updates.startSec) +
    tag('step', updates.stepSec) +
    tag('end', updates.endSec) +
    tag('rows', updates.rows.length) +
    tag('columns', updates.legend.length) +
    tag('legend', legend.join(''));
  const rows = updates.rows.map((row) => tag('row', tag('t', row.timeSec) + row.values.map((value) => tag('v', floatText(value))).join('')));
  return XML_HEAD + tag('xport', tag('meta', meta) + tag('data', rows.join('')));
}

export function updatesJson(updates: Updates): string {
  return JSON.stringify({
    meta: {
      start: String(updates.startSec),
      step: String(updates.stepSec),
      end: String(updates.endSec),
      rows: String(updates.rows.length),
      columns: String(updates.legend.length),
      legend: updates.legend,
    },
    data: updates.rows.map((row) => ({ t: String(row.timeSec), values: row.values.map(floatText) })),
  });
}
