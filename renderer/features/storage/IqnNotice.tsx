import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { storageWizardText } from '#shared/text/storage-wizard-text.ts';
import { Notice } from '#renderer/ui/Notice.tsx';

/** Arrays tell hosts apart by their IQN: none, or the same twice, fails later with words nobody understands. */
export function IqnNotice({ inventory }: { readonly inventory: Inventory }) {
  const hosts = [...inventory.host.values()];
  const seen = Map.groupBy(hosts, (host) => iqnOf(host));
  const wrong = hosts.filter((host) => iqnOf(host) === '' || (seen.get(iqnOf(host))?.length ?? 0) > 1).map(({ name }) => name);
  return wrong.length === 0 ? null : <Notice tone="warn" what={storageWizardText.noIqn(wrong.join(', '))} />;
}

export function iqnOf({ iqn, otherConfig }: { readonly iqn: string; readonly otherConfig: Readonly<Record<string, string>> }): string {
  return iqn === '' ? (otherConfig['iscsi_iqn'] ?? '') : iqn;
}
