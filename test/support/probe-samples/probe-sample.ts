import type { ProbeId } from '#shared/domain/diagnosis/probe.ts';
import type { Section } from '#shared/domain/diagnosis/sight.ts';

/** What a real tool of some release prints, and what is to be read of it. */
export interface ProbeSample {
  readonly name: string;
  readonly id: ProbeId;
  readonly raw: string;
  readonly section: Section;
  readonly expected: unknown;
}
