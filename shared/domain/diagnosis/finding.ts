import type { ProbeId } from './probe.ts';
import type { Offer } from './offer.ts';

/** The catalogue of what can be wrong. */
export type FaultId =
  | 'F01'
  | 'F02'
  | 'F03'
  | 'F04'
  | 'F05'
  | 'F06'
  | 'F07'
  | 'F08'
  | 'F09'
  | 'F10'
  | 'F11'
  | 'F12'
  | 'F13'
  | 'F14'
  | 'F15'
  | 'F16'
  | 'F17'
  | 'F18'
  | 'F19'
  | 'F20'
  | 'F21'
  | 'F22'
  | 'F23'
  | 'F24'
  | 'F25'
  | 'F26'
  | 'F27'
  | 'F28'
  | 'F29'
  | 'F30'
  | 'F31'
  | 'F32'
  | 'F33'
  | 'F34'
  | 'F35'
  | 'F36'
  | 'F37'
  | 'F38'
  | 'F39'
  | 'F40'
  | 'F41'
  | 'F42'
  | 'F43'
  | 'F44'
  | 'F45';

/** Who said it: a probe on the host, the pool's records, the attempts to reach the host, its management controller, another host. */
export type EvidenceSource = ProbeId | 'pool' | 'route' | 'bmc' | 'person' | 'other-host';

/** The very lines. */
export interface Evidence {
  readonly source: EvidenceSource;
  readonly lines: readonly string[];
}

export type Confidence = 'certain' | 'likely' | 'possible';
export type Severity = 'critical' | 'serious' | 'warning' | 'notice';

export interface Finding {
  readonly fault: FaultId;
  readonly confidence: Confidence;
  readonly severity: Severity;
  /** The finding that explains this one. */
  readonly follows?: FaultId | undefined;
  readonly evidence: readonly Evidence[];
  /** What its sentences name: a card, a bridge, a share. */
  readonly facts: Readonly<Record<string, string>>;
  /** Harmless ones first. */
  readonly offers: readonly Offer[];
}
