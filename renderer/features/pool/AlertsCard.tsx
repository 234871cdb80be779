import { memo, useMemo } from 'react';
import { type Alert, alertsOf, isProblem, isSevere } from '#shared/domain/alerts/alert.ts';
import { subjectFinder } from '#shared/domain/alerts/alert-subject.ts';
import { alertText } from '#shared/text/alerts-text.ts';
import { timeText } from '#shared/text/format.ts';
import { overviewText as say } from '#shared/text/overview-text.ts';
import { setAlertsOpen } from '#renderer/state/alerts-store.ts';
import type { PoolNow } from './pool-now.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Card } from '#renderer/ui/Card.tsx';
import { Icon, type Tone } from '#renderer/ui/Icon.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import css from './NewsList.module.css';

const SHOWN = 4;

/** The newest of what needs somebody. */
export const AlertsCard = memo(function AlertsCard({ pool: { server, inventory } }: { readonly pool: PoolNow }) {
  const nowMs = useNow();
  const problems = useMemo(() => alertsOf(server.id, inventory.message).filter(isProblem), [server.id, inventory.message]);
  const find = subjectFinder(inventory);
  const all = (
    <Button kind="quiet" onClick={() => setAlertsOpen(true)}>
      {say.allAlerts}
    </Button>
  );
  return (
    <Card title={`${say.alerts}${problems.length === 0 ? '' : ` (${problems.length})`}`} mark={all}>
      {problems.length === 0 && <p className={css['nothing']}>{say.noAlerts}</p>}
      <ul className={css['list']}>
        {problems.slice(0, SHOWN).map((alert) => {
          const { title, detail } = alertText(alert, find(alert)?.name);
          return (
            <li key={alert.ref}>
              <Icon name={isSevere(alert) ? 'error' : 'warning'} tone={toneOf(alert)} />
              <strong>{title}</strong>
              <span className={css['end']}>{timeText(alert.atMs, nowMs)}</span>
              {detail !== undefined && <p>{detail}</p>}
            </li>
          );
        })}
      </ul>
    </Card>
  );
});

function toneOf(alert: Alert): Tone {
  return isSevere(alert) ? 'danger' : 'warn';
}
