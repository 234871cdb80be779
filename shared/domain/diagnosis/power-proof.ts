import type { DiagnosisInput } from './diagnosis.ts';
import type { PersonWord } from './believed.ts';

/** A controller's word on the power counts for so long; somebody may press the button any time. */
const CONTROLLER_COUNTS_MS = 120_000;
/** Whoever stood before the machine has to look again after so long. */
const PERSON_COUNTS_MS = 3_600_000;

export interface ProvenOff {
  readonly by: 'bmc' | 'person';
  readonly atMs: number;
  readonly sinceMs: number;
}

type PowerFacts = Pick<DiagnosisInput, 'bmc' | 'word' | 'sight' | 'nowMs'>;

/** Its controller says that it is off, or somebody who has looked; the machine's own later word outweighs both. */
export function provenOff({ bmc, word, sight, nowMs }: PowerFacts): ProvenOff | undefined {
  const seenMs = sight.identity.is === 'seen' ? sight.identity.atMs : Number.NEGATIVE_INFINITY;
  if (bmc.is === 'off' && nowMs - bmc.atMs <= CONTROLLER_COUNTS_MS && bmc.atMs > seenMs) {
    return { by: 'bmc', atMs: bmc.atMs, sinceMs: bmc.sinceMs ?? bmc.atMs };
  }
  if (word === undefined || isOn({ bmc, nowMs }) || nowMs - word.atMs > PERSON_COUNTS_MS || word.atMs <= seenMs) return undefined;
  return { by: 'person', atMs: word.atMs, sinceMs: word.atMs };
}

/** As far as its controller says so now. */
function isOn({ bmc, nowMs }: Pick<PowerFacts, 'bmc' | 'nowMs'>): boolean {
  return bmc.is === 'on' && nowMs - bmc.atMs <= CONTROLLER_COUNTS_MS;
}

/** Why nobody's word is taken for the host being off. */
export type WordProblem = 'answers' | 'searching' | 'power-is-on';

/** Something of the machine answered there, or of one that has taken its place. */
const SIGNS_OF_LIFE: ReadonlySet<string> = new Set([
  'refused',
  'closed',
  'not-ssh',
  'no-common-algorithms',
  'host-key-changed',
  'host-key-unconfirmed',
  'host-key-rejected',
  'no-secret',
  'secret-refused',
  'another-host',
  'no-identity',
]);

/** Only where every way was tried and nothing at all answers can a person know better than the machines. */
export function wordProblem(input: Pick<DiagnosisInput, 'attempts' | 'bmc' | 'nowMs'>): WordProblem | undefined {
  if (isOn(input)) return 'power-is-on';
  const { attempts } = input;
  if (attempts.some(({ state, failure = '' }) => state === 'done' || SIGNS_OF_LIFE.has(failure))) return 'answers';
  return attempts.length === 0 || attempts.some(({ state }) => state !== 'failed') ? 'searching' : undefined;
}

/** The name is typed, so that it is this host that was looked at. */
export function isWordWhole(word: { readonly typedName: string; readonly looked: string }, hostName: string): boolean {
  return word.typedName.trim() === hostName && word.looked.trim().length >= LEAST_LOOKED;
}

/** Fewer letters say nothing of what was looked at. */
const LEAST_LOOKED = 10;

/** As evidence. */
export function wordLine({ by, atMs, looked }: PersonWord): string {
  return `${new Date(atMs).toISOString()} ${by}: ${looked}`;
}
