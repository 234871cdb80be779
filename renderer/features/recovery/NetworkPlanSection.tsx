import type { Investigation } from '#shared/contract/recovery-schema.ts';
import { networkPlanText as say } from '#shared/text/network-plan-text.ts';
import { useAnswer } from '#renderer/state/use-answer.ts';
import { NetworkPlanView } from './NetworkPlanView.tsx';

/** Before a reset: everything it takes away. */
export function NetworkPlanSection({ investigation: { server, host } }: { readonly investigation: Investigation }) {
  const { value } = useAnswer('recovery.network-plan', { server, host });
  if (value === undefined) return null;
  return (
    <section aria-label={say.title}>
      <h3>{say.title}</h3>
      <p>{say.intro}</p>
      <NetworkPlanView plan={value.plan} />
      <p>{say.keptBefore}</p>
    </section>
  );
}
