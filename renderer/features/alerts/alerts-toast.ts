import type { Alert } from '#shared/domain/alerts/alert.ts';
import { subjectFinder } from '#shared/domain/alerts/alert-subject.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { alertsText, alertText } from '#shared/text/alerts-text.ts';
import { setAlertsOpen } from '#renderer/state/alerts-store.ts';
import { showToast } from '#renderer/state/ui-store.ts';

/** One toast for a pool, however much arrives; the next takes its place. */
export function toastAlerts(arrived: readonly Alert[], inventory: Inventory): void {
  const [first] = arrived;
  if (first === undefined) return;
  const { title } = alertText(first, subjectFinder(inventory)(first)?.name);
  showToast({
    id: `alerts-${first.server}`,
    tone: 'warn',
    text: alertsText.toast(title, arrived.length - 1),
    action: { label: alertsText.show, run: () => setAlertsOpen(true) },
  });
}
