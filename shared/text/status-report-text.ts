import type { Failure } from '#shared/contract/failure.ts';
import { failureText } from './failure-text.ts';
import { sizeText } from './size-text.ts';

/** Around the archive that a host makes of itself. */
export const statusReportText = {
  command: 'Save status report',
  title: (host: string) => `Status report of ${host}`,
  intro:
    'The host collects its logs, settings and tables into one archive (xen-bugtool). It takes one to twenty minutes and comes straight into a file on this computer; nothing is written on the host, so a full disk there does not matter.',
  confidential:
    'It holds confidential data: names, addresses, keys of the storage and whatever programs have logged. Poolkeeper leaves nothing out of it. Look into it before you give it away; “Save evidence” is the short report without passwords and keys.',
  load: 'The host is asked gently, with low priority. It may be slower meanwhile.',
  start: 'Choose a file and begin',
  again: 'Once more',
  stop: 'Stop',
  close: 'Close',
  goesOn: 'This can be closed; it goes on, and stands in the list of tasks.',
  running: (size: string, time: string) => `${size} received in ${time}`,
  saved: (name: string, size: string) => `${name} has been saved, ${size}.`,
  failed: (name: string, why: string) => `${name} was not saved. ${why}`,
  notWritten: (name: string, why: string) => `${name} could not be written on this computer: ${why}`,
  stopped: (name: string) => `${name} was stopped; nothing is left of it.`,
  noWay: 'No way leads into the host’s shell now.',
} as const;

/** How one ended. */
export type ReportEnd =
  | { readonly is: 'saved'; readonly name: string; readonly bytes: number }
  | { readonly is: 'failed'; readonly name: string; readonly failure: Failure }
  /** It came, and could not be written here. */
  | { readonly is: 'not-written'; readonly name: string; readonly why: string };

export function reportEndText(end: ReportEnd): string {
  const say = statusReportText;
  if (end.is === 'saved') return say.saved(end.name, sizeText(end.bytes));
  if (end.is === 'not-written') return say.notWritten(end.name, end.why);
  return end.failure.kind === 'cancelled' ? say.stopped(end.name) : say.failed(end.name, failureText(end.failure).what);
}
