import type { Evidence, Finding } from '#shared/domain/diagnosis/finding.ts';
import type { Offer } from '#shared/domain/diagnosis/offer.ts';
import { faultText, preconditionText, repairText, sourceText } from '#shared/text/diagnosis-text.ts';

export function findingWords(finding: Finding): { readonly title: string; readonly cause: string } {
  return faultText(finding);
}

export function causeSentence(headline: Finding | undefined): string {
  return headline === undefined ? '' : `${findingWords(headline).title}.`;
}

export function offerWords(offer: Offer): { readonly label: string; readonly effect: string } {
  return repairText(offer);
}

/** What a person has to do, and what comes of it. */
export function stepWords(offer: Offer): string {
  const { label, effect } = offerWords(offer);
  return `${label}. ${effect}`;
}

/** Everything that stands in its way, at once. */
export function blockedWords({ blockedBy }: Offer): string {
  return blockedBy.map((id) => preconditionText(id)).join(' ');
}

export function sourceWord(source: Evidence['source']): string {
  return sourceText(source);
}

/** For somebody who has no Poolkeeper before them: what is wrong, how one knows, what to do. */
export function reportOf(finding: Finding, hostName: string): string {
  const { title, cause } = findingWords(finding);
  const lines = finding.evidence.flatMap(({ source, lines: said }) => said.map((line) => `  ${sourceWord(source)}: ${line}`));
  const steps = finding.offers.filter(({ on }) => on === 'person').map(stepWords);
  return [`${hostName}: ${title}`, cause, '', ...lines, '', ...steps].join('\n').trim();
}
