import type { Investigation } from '#shared/contract/recovery-schema.ts';
import { clockText, dateText } from '#shared/text/format.ts';
import { networkPlanText as say } from '#shared/text/network-plan-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { useAnswer } from '#renderer/state/use-answer.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Card } from '#renderer/ui/Card.tsx';
import css from './KeptPlans.module.css';
import { NetworkPlanView } from './NetworkPlanView.tsx';

/** After a reset: how the network is set up again, until somebody says that it is. */
export function KeptPlans({ investigation: { server, host } }: { readonly investigation: Investigation }) {
  const client = useClient();
  const { value, askAgain } = useAnswer('recovery.network-plan', { server, host });
  return (value?.kept ?? []).map(({ id, keptAtMs, plan }) => (
    <Card key={id} title={say.kept(`${dateText(keptAtMs)}, ${clockText(keptAtMs)}`)} fill="padded">
      <div className={css['kept']}>
        <p>{say.keptIntro}</p>
        <NetworkPlanView plan={plan} />
        <span>
          <Button
            kind="quiet"
            onClick={() => {
              client.call('recovery.put-plan-away', { id }).then(askAgain, (error: unknown) => reportError(error));
            }}
          >
            {say.putAway}
          </Button>
        </span>
      </div>
    </Card>
  ));
}
