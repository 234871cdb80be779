import type { ConfirmationClass, Offer, Place, Precondition, PreconditionId, ProofId } from '#shared/domain/diagnosis/offer.ts';
import type { ProbeId } from '#shared/domain/diagnosis/probe.ts';
import type { ShellScript } from '#shared/domain/diagnosis/shell.ts';

export type Parameters = Readonly<Record<string, string>>;

/** What would be run; undefined where a parameter is not what it should be, and then the repair is not offered. */
export type Lines = readonly (ShellScript | undefined)[];

export interface RepairRule {
  readonly class: ConfirmationClass;
  readonly on: Place;
  readonly proof: ProofId;
  readonly needs: readonly PreconditionId[];
  /** What a person may answer for where it is not known; never where it is known not to be so. */
  readonly attestable?: readonly PreconditionId[];
  /** Nothing but a look: what the collector is asked for instead. */
  readonly look?: ProbeId;
  readonly lines: (parameters: Parameters) => Lines;
  /** The person chooses its parameters; they are judged by what they are, not by what was proposed. */
  readonly isChosen?: true;
  /** The host restarts in the middle: no answer is no failure, and it has helped only once it has started again. */
  readonly restarts?: true;
  /** Asked on the host a moment before; whoever ends otherwise than with 0 stands in the way. */
  readonly asks?: (parameters: Parameters) => readonly { readonly condition: PreconditionId; readonly line: ShellScript | undefined }[];
  /** What takes the change back by itself unless it is called off. */
  readonly undo?: (parameters: Parameters) => Lines;
}

/** Which conditions stand in the way, and which of those a person may answer for. */
export function standingIn(
  { attestable = [] }: RepairRule,
  standing: readonly Precondition[],
): { readonly blockedBy: readonly PreconditionId[]; readonly attestable?: readonly PreconditionId[] } {
  const may = standing.filter(({ id, state }) => state === 'unknown' && attestable.includes(id)).map(({ id }) => id);
  const blockedBy = standing.map(({ id }) => id).filter((id) => !may.includes(id));
  return { blockedBy, ...(may.length > 0 && { attestable: may }) };
}

/** What still stands in the way once a person has answered for some of it. */
export function unanswered({ blockedBy, attestable = [] }: Offer, attested: readonly PreconditionId[] = []): readonly PreconditionId[] {
  return [...blockedBy, ...attestable.filter((id) => !attested.includes(id))];
}

/** A person acts, away from this computer. */
export function person(proof: ProofId): RepairRule {
  return { class: 'C0', on: 'person', proof, needs: [], lines: () => [] };
}
