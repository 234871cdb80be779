import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import type { Confirmations } from '#shared/domain/settings/settings.ts';
import { confirmText } from '#shared/text/commands-text.ts';
import type { ConfirmClass } from '#renderer/ui/ConfirmDialog.tsx';

/** What has to be asked before these are started; undefined when nothing has. */
export function questionFor(requests: readonly OperationRequest[], confirmations: Confirmations): ConfirmClass | undefined {
  return requests.some((request) => isAsked(request, confirmations)) ? 'C1' : undefined;
}

function isAsked(request: OperationRequest, { powerOff, dismissAlerts }: Confirmations): boolean {
  switch (request.kind) {
    case 'vm.shut-down':
    case 'vm.reboot':
      return powerOff;
    case 'alerts.dismiss':
      return dismissAlerts;
    // Begun by letting go of the mouse, where a slip is easy: no setting leaves this question out.
    case 'vm.migrate':
      return true;
    default:
      return false;
  }
}

interface Effect {
  readonly names: string;
  readonly inventory: Inventory;
}

/** What will happen, in a sentence about these names. */
export function effectText(request: OperationRequest, { names, inventory }: Effect): string {
  if (request.kind === 'vm.migrate') return confirmText.move(names, inventory.host.get(request.host)?.name ?? '');
  if (request.kind === 'vm.shut-down') return request.way === 'clean' ? confirmText.shutDown(names) : confirmText.forceShutDown(names);
  if (request.kind === 'vm.reboot') return request.way === 'clean' ? confirmText.reboot(names) : confirmText.forceReboot(names);
  return request.kind === 'alerts.dismiss' ? confirmText.dismissEffect(request.messages.length) : names;
}
