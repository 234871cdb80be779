import type { Trace } from '#shared/contract/calls/operation-calls.ts';

type DeviceTrace = Extract<Trace, { is: 'drive' | 'disc' | 'card' }>;

/** What a drive or a network card is left as. */
export function deviceTraceText(trace: DeviceTrace): string {
  if (trace.is === 'disc') return trace.name === '' ? 'The drive is empty.' : `${trace.name} is in the drive.`;
  const active = trace.isActive ? 'active' : 'not active';
  if (trace.is === 'drive') return `The drive is in position ${trace.position}, ${trace.isReadOnly ? 'read-only' : 'writable'} and ${active}.`;
  const which = trace.mac === '' ? 'The network card' : `The network card ${trace.mac}`;
  return `${which} is ${trace.network === '' ? 'in the network it was in' : `in ${trace.network}`} and ${active}.`;
}
