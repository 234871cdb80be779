import type { Alert } from '#shared/domain/alerts/alert.ts';
import { commaList } from '#shared/domain/alerts/comma-list.ts';
import { alertsText, severityText } from '#shared/text/alerts-text.ts';
import type { AlertReader } from './use-alert-reader.ts';

/** Gives the list to the browser as a download. The mark in front tells spreadsheets that it is UTF-8. */
export function saveList(alerts: readonly Alert[], reader: AlertReader): void {
  const rows = alerts.map((alert) => {
    const { title, detail = '' } = reader.wordsOf(alert);
    const subject = reader.subjectOf(alert)?.name ?? alert.aboutUuid;
    return [new Date(alert.atMs).toISOString(), severityText[alert.severity], reader.poolNameOf(alert), subject, title, detail, alert.name];
  });
  const address = URL.createObjectURL(new Blob(['\uFEFF', commaList([alertsText.columns, ...rows])], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = alertsText.fileName;
  link.click();
  URL.revokeObjectURL(address);
}
