import type { Lock, Verdict } from '#shared/domain/diagnosis/diagnosis.ts';
import type { Confidence, EvidenceSource, FaultId, Finding } from '#shared/domain/diagnosis/finding.ts';
import type { ConfirmationClass, Offer, PreconditionId, ProofId } from '#shared/domain/diagnosis/offer.ts';
import type { SignatureId } from '#shared/domain/diagnosis/sight-machine.ts';
import type { FaultWords } from './diagnosis/fault-words.ts';
import { networkFaults } from './diagnosis/network-faults.ts';
import { poolFaults } from './diagnosis/pool-faults.ts';
import { repairWords } from './diagnosis/repair-words.ts';
import { emergencyWords, preconditionWords, proofWords, signatureWords, sourceWords } from './diagnosis/small-words.ts';
import { toolstackFaults } from './diagnosis/toolstack-faults.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';

const faults: Readonly<Record<FaultId, FaultWords>> = { ...networkFaults, ...toolstackFaults, ...poolFaults };

export function faultText({ fault, facts }: Pick<Finding, 'fault' | 'facts'>): { readonly title: string; readonly cause: string } {
  const { title, cause } = faults[fault];
  return { title: title(facts), cause: cause(facts) };
}

export function repairText({ repair, parameters }: Pick<Offer, 'repair' | 'parameters'>): { readonly label: string; readonly effect: string } {
  const { label, effect } = repairWords[repair];
  return { label: label(parameters), effect };
}

export function preconditionText(id: PreconditionId): string {
  return preconditionWords[id];
}

export function proofText(id: ProofId): string {
  return proofWords[id];
}

export function sourceText(source: EvidenceSource): string {
  return sourceWords[source];
}

export function signatureText(id: SignatureId): string {
  return signatureWords[id];
}

/** Codes nobody has words for stand for themselves. */
export function emergencyText(code: string): string {
  return emergencyWords[code] ?? code;
}

export const confidenceText: Readonly<Record<Confidence, string>> = { certain: 'Certain', likely: 'Likely', possible: 'Possible' };

export const classText: Readonly<Record<ConfirmationClass, string>> = {
  C0: 'Harmless',
  C1: 'Restarts a service; machines run on',
  C2: 'Can cut the connection or change who is master',
  C3: 'Can lose data or stop machines',
};

/** One sentence, and one instruction. */
export function verdictText(verdict: Verdict): { readonly what: string; readonly next: string } {
  switch (verdict.is) {
    case 'live':
      return { what: 'The host is live.', next: 'Nothing needs to be done here.' };
    case 'isolated':
      return {
        what: `Isolated but alive. ${verdict.vms} ${verdict.vms === 1 ? 'machine is' : 'machines are'} running.`,
        next: `Do not start ${verdict.vms === 1 ? 'it' : 'them'} elsewhere.`,
      };
    case 'vms-down':
      return { what: 'The host answers over SSH, and no machine runs on it.', next: 'Repair what is found below.' };
    case 'reached':
      return { what: 'The host answers over SSH. What runs on it is not known yet.', next: 'Treat its machines as running.' };
    case 'wrong-host':
      return { what: 'Another machine answers here.', next: 'Nothing is done to it. Find out who has the address.' };
    case 'searching':
      return { what: 'Looking for a way to the host.', next: 'Treat its machines as running meanwhile.' };
    case 'unknown':
      return { what: unknownWords[verdict.because], next: 'Treat it as alive.' };
    case 'off':
      return {
        what: verdict.by === 'bmc' ? 'The host is off. Its management controller says so.' : 'The host is off. Somebody has looked and says so.',
        next: 'Its machines can be started elsewhere.',
      };
    default:
      return unreachable(verdict);
  }
}

const unknownWords: Readonly<Record<Extract<Verdict, { is: 'unknown' }>['because'], string>> = {
  'power-is-on': 'Unknown. Power is on, but no way to the host works.',
  'bmc-unreachable': 'Unknown. No way to the host works, and its management controller does not answer either.',
  'bmc-refused': 'Unknown. No way to the host works, and its management controller does not let us in.',
  'bmc-not-asked': 'Unknown. No way to the host works, and nobody has asked its management controller.',
};

export function lockText(lock: Lock): string {
  if (lock.is === 'open') return 'It is proven that no machine runs there.';
  switch (lock.because) {
    case 'vms-alive':
      return 'Locked: machines run there. Resetting or starting them elsewhere would destroy their disks.';
    case 'not-proven-off':
      return 'Locked until it is proven that no machine runs there.';
    case 'wrong-host':
      return 'Locked: another machine answers here.';
    default:
      return unreachable(lock.because);
  }
}
