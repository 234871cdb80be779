import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import { spaceWarnings } from '#shared/domain/storage/space-warnings.ts';
import { spaceWarningText } from '#shared/text/space-text.ts';
import { Notice } from '#renderer/ui/Notice.tsx';

/** Storage that runs out of room: of the whole pool, or of one repository. */
export function SpaceWarnings({ inventory, only }: { readonly inventory: Inventory; readonly only?: RefOf<'sr'> }) {
  return spaceWarnings(inventory, only).map((warning) => (
    <Notice key={warning.sr} tone={warning.is === 'full' ? 'danger' : 'warn'} {...spaceWarningText(warning)} />
  ));
}
