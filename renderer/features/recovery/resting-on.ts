import type { Investigation } from '#shared/contract/recovery-schema.ts';
import type { Offer } from '#shared/domain/diagnosis/offer.ts';
import { clockText } from '#shared/text/format.ts';
import { powerProofText as say } from '#shared/text/power-proof-text.ts';

/** What proves that nothing runs there, for a repair that needs such a proof. */
export function restingOn(offer: Offer, { diagnosis: { verdict }, word, sight }: Investigation): string | undefined {
  if (offer.class !== 'C3') return undefined;
  if (verdict.is === 'off' && verdict.by === 'bmc') return say.restsOnController(clockText(verdict.atMs));
  if (verdict.is === 'off' && word !== undefined) return say.restsOnWord(word.by, clockText(word.atMs), word.looked);
  return verdict.is === 'vms-down' && sight.domains.is === 'seen' ? say.restsOnDomains(clockText(sight.domains.atMs)) : undefined;
}
