import { type History, historyOfDatabase, historyOfUpdates, type Span, spans } from '#shared/domain/metrics/history.ts';
import { askDocument, type Asking } from './host-gauge.ts';
import { MetricsError } from './metrics-error.ts';

export interface Measured {
  readonly owner: 'host' | 'vm';
  readonly uuid: string;
  /** What does not run is measured by nobody: its host's pool keeps what was measured last. */
  readonly isRunning: boolean;
}

/** What a machine did over one of the spans its host keeps. Throws MetricsError. */
export async function askArchive(setup: Asking, of: Measured & { readonly span: Span }, signal: AbortSignal): Promise<History> {
  const { seconds, stepSec } = spans[of.span];
  const wanted = of.owner === 'vm' && !of.isRunning ? `/vm_rrd?uuid=${of.uuid}&json=true` : updatesPath(of, seconds, stepSec);
  const document = await askDocument(setup, wanted, signal);
  const history = wanted.startsWith('/vm_rrd') ? historyOfDatabase(document, stepSec) : historyOfUpdates(document, of);
  if (history === undefined) throw new MetricsError({ is: 'nonsense' });
  return history;
}

function updatesPath({ owner, uuid }: Measured, seconds: number, stepSec: number): string {
  // A host's disks are those of its VMs, so they come along.
  const whose = owner === 'host' ? 'host=true' : `vm_uuid=${uuid}`;
  return `/rrd_updates?start=-${seconds}&interval=${stepSec}&cf=AVERAGE&${whose}&json=true`;
}
