import type { GraphId, GraphLine } from '#shared/domain/metrics/graphs.ts';
import type { Span } from '#shared/domain/metrics/history.ts';

function isPart(id: GraphLine['id']): id is `part:${string}` {
  return id.startsWith('part:');
}

const ways: Readonly<Record<string, string>> = { read: 'read', write: 'write', rx: 'in', tx: 'out' };

/** As 'xvda read', 'VIF 0 in' or 'CPU 3', from what servers call their sources. */
function partName(source: string): string {
  const [, kind, device = source, way] = /^(?:(vbd|vif|pif)_)?(.+?)(?:_(read|write|rx|tx))?$/.exec(source) ?? [];
  const name = kind === 'vif' ? `VIF ${device}` : device.replace(/^cpu(\d+)$/, 'CPU $1');
  return way === undefined ? name : `${name} ${ways[way] ?? way}`;
}

/** What the graphs of a VM or a host say. */
export const performanceText = {
  tab: 'Performance',
  beside: 'How it is doing',
  span: 'Time shown',
  spans: { 'ten-minutes': '10 min', 'two-hours': '2 h', week: 'Week', year: 'Year' } satisfies Record<Span, string>,
  graphs: { cpu: 'Processor', memory: 'Memory', disk: 'Disks', network: 'Network' } satisfies Record<GraphId, string>,
  lines: { all: 'All', used: 'Used', total: 'Total', read: 'Read', write: 'Write', in: 'In', out: 'Out' },
  lineName: (id: GraphLine['id']): string => (isPart(id) ? partName(id.slice('part:'.length)) : performanceText.lines[id]),
  ofOther: (line: string, other: string) => `${line}, ${other}`,
  each: 'Each device',
  compare: 'Compare with',
  compareNone: 'Nothing',
  csv: 'Save as CSV',
  png: 'Save as picture',
  saved: (name: string) => `Saved ${name}.`,
  zoomOut: 'Show all of it',
  zoomHint: 'Drag to look closer, double-click to see all again.',
  live: 'Live',
  lastKnown: 'Last known',
  stopped: 'Measured while it ran',
  range: (from: string, to: string) => `${from} to ${to}`,
  waiting: 'Waiting for the graphs…',
  nothing: 'Not measured in this time.',
  noGuestMemory: 'What is used inside is unknown: the guest tools do not run.',
  noServer: 'The pool cannot be reached, so nothing can be asked.',
  figure: (what: string, figures: string) => `${what}: ${figures}`,
  notMeasured: 'not measured',
  events: 'What happened in this time',
  noEvents: 'The pool tells of nothing in this time.',
  time: 'Time',
} as const;
