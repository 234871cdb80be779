import type { Confidence, Evidence, FaultId, Severity } from '../finding.ts';
import type { Draft } from '../offer.ts';
import type { View } from '../view.ts';

/** What a fault shows itself by. */
export interface Sign {
  readonly confidence: Confidence;
  readonly severity: Severity;
  readonly evidence: readonly Evidence[];
  readonly facts?: Readonly<Record<string, string>>;
  readonly drafts: readonly Draft[];
}

export interface Fault {
  readonly id: FaultId;
  /** Faults that bring this one about; the first of them that is found is said to be its cause. */
  readonly causes: readonly FaultId[];
  readonly find: (view: View) => Sign | undefined;
}
