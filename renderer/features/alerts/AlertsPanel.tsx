import { useEffect, useMemo, useState } from 'react';
import { type Alert, alertKey, severities } from '#shared/domain/alerts/alert.ts';
import { type AlertFilter, filterAlerts } from '#shared/domain/alerts/alert-filter.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import type { TreeItem } from '#shared/domain/tree/items.ts';
import { alertsText } from '#shared/text/alerts-text.ts';
import { markSeen, useAlerts } from '#renderer/state/alerts-store.ts';
import { keepSeen } from '#renderer/state/alerts-watch.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { VirtualRows } from '#renderer/ui/VirtualRows.tsx';
import css from './AlertsPanel.module.css';
import { AlertRow } from './AlertRow.tsx';
import { AlertsTools } from './AlertsTools.tsx';
import { dismissals } from './dismissals.ts';
import { type AlertReader, useAlertReader } from './use-alert-reader.ts';

export interface AlertsPanelProps {
  readonly onShow: (item: TreeItem) => void;
  /** Starts operations, with the questions their class asks. */
  readonly onStart: (requests: readonly OperationRequest[]) => void;
  readonly onClose: () => void;
}

/** News is a filter away: what was started and stopped would bury what is wrong. */
const atFirst: AlertFilter = {
  severities: new Set(severities.filter((severity) => severity !== 'information')),
  server: undefined,
  words: '',
  sinceMs: undefined,
};

export function AlertsPanel({ onShow, onStart, onClose }: AlertsPanelProps) {
  const client = useClient();
  const alerts = useAlerts();
  const reader = useAlertReader();
  const [filter, setFilter] = useState(atFirst);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(() => filterAlerts(alerts, filter, reader.reading), [alerts, filter, reader]);
  const chosen = shown.filter((alert) => ticked.has(alertKey(alert)));

  useEffect(() => {
    const seen = markSeen(alerts);
    if (seen !== undefined) keepSeen(client, seen);
  }, [client, alerts]);

  function tick(some: readonly Alert[], isOn: boolean): void {
    const next = new Set(ticked);
    for (const alert of some) {
      if (isOn) next.add(alertKey(alert));
      else next.delete(alertKey(alert));
    }
    setTicked(next);
  }

  return (
    <Dialog title={alertsText.title} closeLabel={alertsText.close} onClose={onClose} size="wide">
      <AlertsTools
        filter={filter}
        onFilter={setFilter}
        shown={shown}
        all={alerts.length}
        chosen={chosen}
        reader={reader}
        onTickAll={(isOn) => tick(shown, isOn)}
        onDismiss={() => onStart(dismissals(chosen))}
      />
      {shown.length === 0 ? (
        <EmptyState>{alerts.length === 0 || filter === atFirst ? alertsText.empty : alertsText.noMatch}</EmptyState>
      ) : (
        <Rows shown={shown} ticked={ticked} reader={reader} onTick={tick} onShow={onShow} onStart={onStart} />
      )}
    </Dialog>
  );
}

interface RowsProps extends Pick<AlertsPanelProps, 'onShow' | 'onStart'> {
  readonly shown: readonly Alert[];
  readonly ticked: ReadonlySet<string>;
  readonly reader: AlertReader;
  readonly onTick: (some: readonly Alert[], isOn: boolean) => void;
}

function Rows({ shown, ticked, reader, onTick, onShow, onStart }: RowsProps) {
  const nowMs = useNow();
  return (
    <div className={css['rows']}>
      <VirtualRows
        count={shown.length}
        renderRow={(index) => {
          const alert = shown[index];
          if (alert === undefined) return null;
          return (
            <AlertRow
              key={alertKey(alert)}
              alert={alert}
              reader={reader}
              nowMs={nowMs}
              isTicked={ticked.has(alertKey(alert))}
              onTick={(isOn) => onTick([alert], isOn)}
              onShow={onShow}
              onDismiss={() => onStart(dismissals([alert]))}
            />
          );
        }}
      />
    </div>
  );
}
