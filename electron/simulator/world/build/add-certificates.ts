import { dateText } from '#simulator/world/times.ts';
import type { Ref } from '#simulator/world/value.ts';
import type { Draft } from './draft.ts';
import { days } from './spans.ts';

/**
 * A host's certificates as the pool records them. The fingerprints stay empty here: the keys come into being with the
 * servers that use them, which then write what they made into these rows.
 */
export function addHostCertificates(draft: Draft, plan: { host: Ref; uuid: string; address: string; endsMs: number }): void {
  const valid = { not_before: dateText(draft.startMs - days(300)), not_after: dateText(plan.endsMs) };
  draft.add('Certificate', { type: 'host', name: '', host: plan.host, ...valid });
  // Releases before members verified each other have one certificate per host and no type to tell them apart.
  if (draft.model.classes.get('Certificate')?.fields.some((field) => field.name === 'type') !== true) return;
  draft.add('Certificate', { type: 'host_internal', name: '', host: plan.host, ...valid, not_after: dateText(draft.startMs + days(3650)) });
}
