import type { DiagnosisInput } from '#shared/domain/diagnosis/diagnosis.ts';
import type { Confidence, FaultId } from '#shared/domain/diagnosis/finding.ts';

/** A host with one thing amiss, what is to be said of it first, and what is to be said to follow from what. */
export interface SickHost {
  readonly name: string;
  readonly input: DiagnosisInput;
  readonly top: FaultId;
  readonly confidence: Confidence;
  readonly following?: Readonly<Partial<Record<FaultId, FaultId | undefined>>>;
}
