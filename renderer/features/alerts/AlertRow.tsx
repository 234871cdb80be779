import type { Alert, Severity } from '#shared/domain/alerts/alert.ts';
import type { TreeItem } from '#shared/domain/tree/items.ts';
import { alertsText, severityText } from '#shared/text/alerts-text.ts';
import { timeText } from '#shared/text/format.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Icon, type Tone } from '#renderer/ui/Icon.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import type { IconName } from '#renderer/ui/icon-paths.ts';
import css from './AlertRow.module.css';
import type { AlertReader } from './use-alert-reader.ts';

export interface AlertRowProps {
  readonly alert: Alert;
  readonly reader: AlertReader;
  readonly nowMs: number;
  readonly isTicked: boolean;
  readonly onTick: (isOn: boolean) => void;
  readonly onShow: (item: TreeItem) => void;
  readonly onDismiss: () => void;
}

const signs: Readonly<Record<Severity, { readonly icon: IconName; readonly tone: Tone }>> = {
  'data-loss': { icon: 'error', tone: 'danger' },
  'service-loss': { icon: 'error', tone: 'danger' },
  degraded: { icon: 'warning', tone: 'warn' },
  recovered: { icon: 'ok', tone: 'ok' },
  information: { icon: 'info', tone: 'quiet' },
};

export function AlertRow({ alert, reader, nowMs, isTicked, onTick, onShow, onDismiss }: AlertRowProps) {
  const { title, detail } = reader.wordsOf(alert);
  const subject = reader.subjectOf(alert);
  const { icon, tone } = signs[alert.severity];
  return (
    <div className={css['row']}>
      <Checkbox label={alertsText.select(title)} isLabelHidden isOn={isTicked} onChange={onTick} />
      <Icon name={icon} tone={tone} />
      <div className={css['words']}>
        <p>{title}</p>
        <p className={css['line']}>
          {severityText[alert.severity]} · {reader.poolNameOf(alert)}
          {subject !== undefined && ' · '}
          {subject !== undefined && <LinkButton onClick={() => onShow(subject.item)}>{subject.name}</LinkButton>}
          {detail !== undefined && ` · ${detail}`}
        </p>
      </div>
      <time>{timeText(alert.atMs, nowMs)}</time>
      <Button label={alertsText.dismissOne(title)} onClick={onDismiss}>
        {alertsText.dismiss}
      </Button>
    </div>
  );
}
