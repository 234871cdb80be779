import { alertsText } from '#shared/text/alerts-text.ts';
import { setAlertsOpen, useUnreadAlerts } from '#renderer/state/alerts-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import css from './AlertsBell.module.css';

/** More would not fit into the bubble, and nobody counts. */
const MOST = 99;

export function AlertsBell() {
  const unread = useUnreadAlerts();
  return (
    <span className={css['bell']}>
      <Button kind="quiet" shape="icon" label={alertsText.open(unread)} onClick={() => setAlertsOpen(true)}>
        <Icon name="bell" />
        {unread > 0 && <span aria-hidden="true">{unread > MOST ? `${MOST}+` : unread}</span>}
      </Button>
    </span>
  );
}
