import { recordAt } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import type { Confirmations } from '#shared/domain/settings/settings.ts';
import { dependantsOf } from '#shared/domain/storage/dependants.ts';
import { isPoolRequest } from '#shared/domain/operations/pool-request.ts';
import { memberQuestion } from './member-question.ts';
import { haText } from '#shared/text/ha-text.ts';
import { cardsText } from '#shared/text/devices-text.ts';
import { networkText } from '#shared/text/network-text.ts';
import { dependantsText } from '#shared/text/sr-hosts-text.ts';
import { confirmText } from '#shared/text/commands-text.ts';
import { requestText } from '#shared/text/operation-text.ts';
import type { ConfirmClass } from '#renderer/ui/ConfirmDialog.tsx';

const LOSES_DATA = ['sr.destroy', 'disk.delete', 'pool.eject'] as const;

/** What has to be asked before these are started; undefined when nothing has. */
export function questionFor(requests: readonly OperationRequest[], confirmations: Confirmations): ConfirmClass | undefined {
  // What is wiped is gone for good: its name has to be typed.
  const kinds = new Set(requests.map(({ kind }) => kind));
  if (LOSES_DATA.some((kind) => kinds.has(kind))) return 'C3';
  if (kinds.has('pool.designate-master')) return 'C2';
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
    // It takes a promise from every protected VM.
    case 'ha.disable':
      return true;
    // There is no way back that the product knows of.
    case 'vm.to-template':
    case 'sr.detach':
    case 'sr.forget':
    case 'disk.detach':
    case 'network.destroy':
    case 'card.delete':
    case 'host.reboot':
    case 'host.shut-down':
    case 'host.restart-toolstack':
    case 'pool.recover-members':
    case 'pool.verify-tls':
      return true;
    default:
      return false;
  }
}

interface About {
  readonly names: readonly string[];
  readonly inventory: Inventory;
}

/** As many names as can be read at a glance. */
const NAMES = 6;

/** What is asked before these are started, in words about the objects with these names. */
export function questionText(requests: readonly [OperationRequest, ...OperationRequest[]], { names, inventory }: About) {
  const [request] = requests;
  const what = confirmText.names(names.slice(0, NAMES), names.length);
  const [name = ''] = names;
  const verb = requestText(request);
  switch (request.kind) {
    case 'object.set-folder':
      return { title: confirmText.folderTitle(names.length, name), effect: confirmText.folder(what, request.value), verb: confirmText.moveVerb };
    case 'object.set-tags': {
      const tag = request.value.find((candidate) => request.was?.includes(candidate) !== true) ?? '';
      return { title: confirmText.tagTitle(names.length, name), effect: confirmText.tag(what, tag), verb: confirmText.tagVerb };
    }
    case 'ha.disable':
      return { title: `${verb}?`, effect: haText.disableText, verb };
    case 'sr.detach':
      return {
        title: confirmText.storageTitle(verb, names.length, name),
        effect: `${confirmText.detach(what)}${leaning(requests, inventory)}`,
        verb,
      };
    case 'sr.forget':
      return {
        title: confirmText.storageTitle(verb, names.length, name),
        effect: `${confirmText.forget(what)}${leaning(requests, inventory)}`,
        verb,
      };
    case 'network.destroy':
      return { title: networkText.deleteTitle(names.length, name), effect: networkText.deleteEffect(what), verb };
    case 'card.delete':
      return { title: cardsText.removeTitle(requests.length), effect: cardsText.removeEffect(cardNames(requests, inventory)), verb };
    case 'sr.destroy':
      return {
        title: confirmText.storageTitle(verb, names.length, name),
        effect: `${confirmText.destroy(what)}${leaning(requests, inventory)}`,
        verb,
      };
    case 'disk.detach':
      return { title: confirmText.diskTitle(verb, names.length, name), effect: confirmText.detachDisk(what), verb };
    case 'disk.delete':
      return { title: confirmText.diskTitle(verb, names.length, name), effect: confirmText.deleteDisk(what, losers(requests, inventory)), verb };
    default: {
      const asked = isPoolRequest(request) ? memberQuestion(request, inventory) : undefined;
      if (asked !== undefined) return { ...asked, verb };
      const title = names.length === 0 ? confirmText.dismiss : confirmText.title(verb, names.length, name);
      return { title, effect: effectText(request, { names: what, inventory }), verb };
    }
  }
}

/** What depends on this storage, in a sentence of its own. */
function leaning(requests: readonly OperationRequest[], inventory: Inventory): string {
  const repositories = requests.flatMap((request) => ('sr' in request ? [request.sr] : []));
  const said = dependantsText(dependantsOf(inventory, repositories));
  return said === '' ? '' : ` ${said}`;
}

/** Machines that have one of these disks, and will not any more. */
function losers(requests: readonly OperationRequest[], inventory: Inventory): readonly string[] {
  const disks = new Set(requests.flatMap((request) => (request.kind === 'disk.delete' ? [request.disk] : [])));
  const names = [...inventory.vbd.values()].flatMap(({ vdi, vm }) =>
    vdi !== null && vm !== null && disks.has(vdi) ? (inventory.vm.get(vm)?.name ?? []) : [],
  );
  return [...new Set(names)].sort();
}

/** As whoever chose them saw them. */
function cardNames(requests: readonly OperationRequest[], inventory: Inventory): string {
  const names = requests.flatMap((request) => {
    const card = request.kind === 'card.delete' ? inventory.vif.get(request.card) : undefined;
    if (card === undefined) return [];
    return cardsText.cardOf(card.device, recordAt(inventory.network, card.network)?.name ?? '', recordAt(inventory.vm, card.vm)?.name ?? '');
  });
  return confirmText.names(names.slice(0, NAMES), names.length);
}

interface Effect {
  readonly names: string;
  readonly inventory: Inventory;
}

/** What will happen, in a sentence about these names. */
function effectText(request: OperationRequest, { names, inventory }: Effect): string {
  if (request.kind === 'vm.migrate') return confirmText.move(names, inventory.host.get(request.host)?.name ?? '');
  if (request.kind === 'vm.shut-down') return request.way === 'clean' ? confirmText.shutDown(names) : confirmText.forceShutDown(names);
  if (request.kind === 'vm.reboot') return request.way === 'clean' ? confirmText.reboot(names) : confirmText.forceReboot(names);
  return request.kind === 'alerts.dismiss' ? confirmText.dismissEffect(request.messages.length) : names;
}
