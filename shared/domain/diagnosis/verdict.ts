import type { AttemptWord } from './believed.ts';
import type { DiagnosisInput, Lock, Verdict } from './diagnosis.ts';
import { provenOff } from './power-proof.ts';
import type { Domain } from './sight-machine.ts';

/** A list of running machines that is older does not prove any more that one is not among them. */
const PROVES_FOR_MS = 120_000;

/** Guests that are not on their way out: as long as there is one, its disks are being written. */
function guestsAlive(domains: readonly Domain[]): readonly Domain[] {
  return domains.filter(({ id, state }) => id > 0 && state !== 'dying');
}

/** The host's own word counts before any other; where it cannot be had, only its power being off says that it is dead. */
export function verdictOf(input: DiagnosisInput): Verdict {
  if (isAnotherMachine(input)) return { is: 'wrong-host' };
  const { attempts, bmc, sight } = input;
  const off = provenOff(input);
  if (off !== undefined && !(sight.identity.is === 'seen' && attempts.some(({ state }) => state === 'done'))) return { is: 'off', ...off };
  if (sight.identity.is === 'seen') return verdictOfReached(input);
  if (attempts.some(isUnderWay)) return { is: 'searching' };
  return { is: 'unknown', because: unknownBecause[bmc.is] };
}

const unknownBecause = {
  on: 'power-is-on',
  off: 'bmc-not-asked',
  unreachable: 'bmc-unreachable',
  refused: 'bmc-refused',
  'not-asked': 'bmc-not-asked',
} as const;

function verdictOfReached(input: DiagnosisInput): Verdict {
  const vms = guestsSeen(input);
  if (input.believed.host.isLive === true) return { is: 'live', vms };
  if (vms === undefined) return { is: 'reached' };
  return vms > 0 ? { is: 'isolated', vms } : { is: 'vms-down' };
}

/** How many run there; that none does counts only from a list of all, and while it is fresh. */
function guestsSeen({ sight, nowMs }: Pick<DiagnosisInput, 'sight' | 'nowMs'>): number | undefined {
  if (sight.domains.is !== 'seen') return undefined;
  const { domains, by } = sight.domains.value;
  const vms = guestsAlive(domains).length;
  const proves = (by === 'list_domains' || by === 'xl') && nowMs - sight.domains.atMs <= PROVES_FOR_MS;
  return vms > 0 || proves ? vms : undefined;
}

/** Opened by proof alone: the host itself says that nothing runs there, or its power is off. */
export function lockOf(input: DiagnosisInput): Lock {
  const verdict = verdictOf(input);
  if (verdict.is === 'off') return { is: 'open' };
  if (verdict.is === 'wrong-host') return { is: 'locked', because: 'wrong-host' };
  const vms = guestsSeen(input);
  if (vms === undefined) return { is: 'locked', because: 'not-proven-off' };
  return vms > 0 ? { is: 'locked', because: 'vms-alive' } : { is: 'open' };
}

function isAnotherMachine({ sight, believed }: DiagnosisInput): boolean {
  return sight.identity.is === 'seen' && sight.identity.value.hostUuid !== believed.host.uuid;
}

function isUnderWay({ state }: AttemptWord): boolean {
  return state === 'waiting' || state === 'running';
}
