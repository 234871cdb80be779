import type { ProbeWitness } from '#shared/domain/liveness/witness.ts';
import { type LoginAnswer, readLoginAnswer } from './login-answer.ts';

/** What is the matter with a host, as far as knocking at its doors can tell. */
export type HostFinding =
  | { readonly is: 'in-order' }
  | { readonly is: 'machine-or-network-down' }
  | { readonly is: 'toolstack-down' }
  | { readonly is: 'toolstack-hangs' }
  | { readonly is: 'no-tls' }
  | { readonly is: 'untrusted' }
  | { readonly is: 'not-xapi' }
  | { readonly is: 'no-way-there' }
  | { readonly is: 'not-asked' }
  | { readonly is: 'answered'; readonly answer: LoginAnswer };

export function findingOf(probe: ProbeWitness): HostFinding {
  if (probe.https === 'no-way') return { is: 'no-way-there' };
  if (probe.https !== 'open') return { is: probe.ssh === 'open' ? 'toolstack-down' : 'machine-or-network-down' };
  if (probe.tls === 'untrusted') return { is: 'untrusted' };
  if (probe.tls === 'failed') return { is: 'no-tls' };
  switch (probe.toolstack.is) {
    case 'lets-in':
      return { is: 'in-order' };
    case 'silent':
      return { is: 'toolstack-hangs' };
    case 'refuses':
      return { is: 'answered', answer: readLoginAnswer(probe.toolstack.code, probe.toolstack.parameters) };
    default:
      return { is: probe.toolstack.is };
  }
}
