import type { DetailClass } from '#shared/domain/details/details.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { timeText } from '#shared/text/format.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import { Notice } from '#renderer/ui/Notice.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import type { DetailsState } from './use-details.ts';

/** Says what of a page is older than the rest, or is not there at all. */
export function DetailsNote<C extends DetailClass>({ details }: { readonly details: DetailsState<C> }) {
  const nowMs = useNow();
  if (details.is === 'known' && !details.isNow) return <Notice tone="known" what={propertiesText.detailsAsOf(timeText(details.atMs, nowMs))} />;
  // While there is no connection the page says so already; what is missing says so in its place.
  if (details.is !== 'failed' || details.failure.kind === 'gone') return null;
  const { what, code } = failureText(details.failure);
  return <Notice tone="warn" what={`${propertiesText.detailsFailed} ${what}`} code={code} />;
}
