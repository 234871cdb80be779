import { homeOfLocalSr } from '#shared/domain/capacity/sr-facts.ts';
import { byNaturalOrder, isOrdinaryVm } from '#shared/domain/inventory/facts.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { DiskRequest } from '#shared/domain/operations/disk-request.ts';
import { linkOf } from '#shared/domain/rules/rule-facts.ts';
import { freeBytesOf, holdsDisks } from '#shared/domain/rules/storage-room.ts';
import type { Problem } from '#shared/domain/rules/problem.ts';
import { diskCommandText, diskDialogText } from '#shared/text/disks-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';

export type DiskDialog = 'new-disk' | 'resize-disk' | 'move-disk' | 'copy-disk' | 'attach-disk';

/** What would be asked of each disk if this were chosen. */
export type RequestFor = (target: Target) => DiskRequest | undefined;

export interface Judged {
  readonly requests: readonly DiskRequest[];
  /** Why the others cannot, each reason once. */
  readonly reasons: readonly string[];
}

export function judged(targets: readonly Target[], requestFor: RequestFor): Judged {
  const requests: DiskRequest[] = [];
  const reasons = new Set<string>();
  for (const target of targets) {
    const request = requestFor(target);
    if (request === undefined) continue;
    const problems = problemsNow(request, target);
    if (problems.length === 0) requests.push(request);
    for (const problem of problems) reasons.add(problemText(problem));
  }
  return { requests, reasons: [...reasons] };
}

export interface TargetChoice extends Judged {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
}

/** Every repository for disks: those that take most of them first, of these the emptiest. */
export function targetChoices(targets: readonly Target[], requestFor: (sr: RefOf<'sr'>) => RequestFor): readonly TargetChoice[] {
  const [first] = targets;
  if (first === undefined) return [];
  const { inventory } = first;
  const choices = [...inventory.sr].flatMap(([ref, sr]) => {
    if (!holdsDisks(sr)) return [];
    const freeBytes = freeBytesOf(sr) ?? 0;
    const fact = sr.physicalSize > 0 ? diskDialogText.free(freeBytes, sr.physicalSize) : '';
    const host = homeOfLocalSr(inventory, ref);
    const name = host === undefined ? sr.name : diskDialogText.onHost(sr.name, inventory.host.get(host)?.name ?? '');
    return [{ key: ref, name, fact, freeBytes, ...judged(targets, requestFor(ref)) }];
  });
  return choices.toSorted((a, b) => {
    const taken = b.requests.length - a.requests.length;
    return taken === 0 ? b.freeBytes - a.freeBytes : taken;
  });
}

export interface MachineChoices {
  readonly shown: readonly (Judged & { readonly key: string; readonly name: string })[];
  /** How many more have that in their name. */
  readonly more: number;
}

/** As many as can be looked over; the others are found by name. */
const MACHINES = 12;

/** Machines with this in their name; only those that are shown are judged. */
export function machineChoices(targets: readonly Target[], requestFor: (vm: VmRef) => RequestFor, text: string): MachineChoices {
  const [first] = targets;
  if (first === undefined) return { shown: [], more: 0 };
  const wanted = text.trim().toLowerCase();
  const vms = [...first.inventory.vm].filter(([, vm]) => isOrdinaryVm(vm) && vm.name.toLowerCase().includes(wanted));
  const shown = vms.toSorted(([, a], [, b]) => byNaturalOrder(a.name, b.name)).slice(0, MACHINES);
  return { shown: shown.map(([ref, { name }]) => ({ key: ref, name, ...judged(targets, requestFor(ref)) })), more: vms.length - shown.length };
}

/** What stands against it whatever is chosen in the dialog. */
const WHATEVER: readonly Problem['rule'][] = [
  'not-permitted',
  'busy',
  'is-snapshot',
  'disk-missing',
  'disk-is-base',
  'disk-of-server',
  'disk-in-use',
  'disk-tracks-changes',
  'sr-belongs-to-host',
  'sr-not-connected',
  'sr-holds-no-disks',
  'driver-cannot',
];

/** Reasons not to open the dialog at all. */
export function whyNoDialog(dialog: DiskDialog, targets: readonly Target[]): readonly string[] {
  const [first] = targets;
  if (first === undefined) return [];
  if (targets.some(({ server }) => server.id !== first.server.id)) return [diskCommandText.onlyOnServer];
  const link = linkOf(first.server.state);
  if (link !== 'live') return [problemText({ rule: link === 'file' ? 'only-a-picture' : 'server-not-live' })];
  const reasons = targets.map((target) => problemsWhatever(dialog, target));
  if (reasons.some((found) => found.length === 0)) return [];
  return [...new Set(reasons.flat().map(problemText))].slice(0, 3);
}

function problemsWhatever(dialog: DiskDialog, target: Target): readonly Problem[] {
  const request = anyRequest(dialog, target);
  if (request === undefined) return [];
  const isOfTarget = dialog === 'move-disk' || dialog === 'copy-disk';
  return problemsNow(request, target).filter(({ rule }) => WHATEVER.includes(rule) && !(isOfTarget && OF_TARGET.includes(rule)));
}

/** A repository that nobody has chosen yet proves nothing. */
const OF_TARGET: readonly Problem['rule'][] = ['sr-not-connected', 'sr-holds-no-disks', 'driver-cannot'];

function anyRequest(dialog: DiskDialog, { item, inventory }: Target): DiskRequest | undefined {
  if (item.is === 'sr') return { kind: 'disk.create', server: item.server, target: item.ref, name: ' x', description: '', sizeBytes: 1 };
  const disk = item.is === 'vdi' ? inventory.vdi.get(item.ref) : undefined;
  if (item.is !== 'vdi' || disk === undefined) return undefined;
  const on = { server: item.server, disk: item.ref };
  const target = [...inventory.sr.keys()].find((sr) => sr !== disk.sr) ?? disk.sr;
  switch (dialog) {
    case 'resize-disk':
      return { kind: 'disk.resize', ...on, sizeBytes: disk.virtualSize + 1 };
    case 'move-disk':
      return target === null ? undefined : { kind: 'disk.move', ...on, target };
    case 'copy-disk':
      return target === null ? undefined : { kind: 'disk.copy', ...on, target, name: disk.name || 'x' };
    default:
      return undefined;
  }
}
