import { useMemo } from 'react';
import { type Alert, alertsOf, isProblem } from '#shared/domain/alerts/alert.ts';
import { subjectFinder } from '#shared/domain/alerts/alert-subject.ts';
import { alertText } from '#shared/text/alerts-text.ts';
import { timeText } from '#shared/text/format.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { Missing } from './Missing.tsx';
import css from './RecentCard.module.css';

const SHOWN = 5;

/** What the pool has said about this object lately. */
export function RecentCard({ target, uuid }: { readonly target: Target; readonly uuid: string }) {
  const nowMs = useNow();
  const { server, inventory } = target;
  const recent = useMemo(
    () =>
      alertsOf(server.id, inventory.message)
        .filter((alert) => alert.aboutUuid === uuid)
        .slice(0, SHOWN),
    [server.id, inventory.message, uuid],
  );
  const find = subjectFinder(inventory);
  return (
    <Card title={propertiesText.card.recent} fill="padded">
      {recent.length === 0 ? (
        <p>
          <Missing is="none" />
        </p>
      ) : (
        <ul className={css['recent']}>
          {recent.map((alert) => (
            <li key={alert.ref}>
              <time dateTime={new Date(alert.atMs).toISOString()}>{timeText(alert.atMs, nowMs)}</time>
              <Icon name={iconOf(alert)} tone={isProblem(alert) ? 'warn' : 'quiet'} />
              <span>{alertText(alert, find(alert)?.name).title}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function iconOf(alert: Alert): 'warning' | 'info' {
  return isProblem(alert) ? 'warning' : 'info';
}
