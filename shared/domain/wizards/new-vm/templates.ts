import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import { disksOfVm } from '#shared/domain/inventory/disks.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf, Vm, VmRef } from '#shared/domain/inventory/watched.ts';
import { visibilityOfVm } from '#shared/domain/placement/visibility.ts';

export interface TemplateChoice {
  readonly ref: VmRef;
  readonly name: string;
  readonly isCustom: boolean;
  /** What its machines have from the start: copies of its own, or what it says is to be made. */
  readonly disks: number;
  readonly diskBytes: number;
}

/** A disk that a built-in template wants made. */
export interface WantedDisk {
  readonly sizeBytes: number;
  /** By its uuid; empty where it does not say. */
  readonly sr: string;
}

/** Those a person made first, each kind by name. */
export function templateChoices(inventory: Inventory, find = ''): readonly TemplateChoice[] {
  const wanted = find.trim().toLowerCase();
  return [...inventory.vm]
    .filter(([, vm]) => vm.isTemplate && !vm.isSnapshot && visibilityOfVm(vm) === 'shown' && vm.name.toLowerCase().includes(wanted))
    .map(([ref, vm]) => choiceOf(inventory, ref, vm))
    .toSorted((a, b) => (a.isCustom === b.isCustom ? byNaturalOrder(a.name, b.name) : Number(b.isCustom) - Number(a.isCustom)));
}

function choiceOf(inventory: Inventory, ref: VmRef, vm: Vm): TemplateChoice {
  const own = vm.isDefaultTemplate ? [] : disksOfVm(inventory, ref).map((disk) => inventory.vdi.get(disk)?.virtualSize ?? 0);
  const sizes = [...own, ...wantedDisks(vm).map(({ sizeBytes }) => sizeBytes)];
  return { ref, name: vm.name, isCustom: !vm.isDefaultTemplate, disks: sizes.length, diskBytes: sizes.reduce((sum, size) => sum + size, 0) };
}

/** In the little document that templates carry for it. */
export function wantedDisks({ otherConfig }: Pick<Vm, 'otherConfig'>): readonly WantedDisk[] {
  return [...(otherConfig['disks'] ?? '').matchAll(/<disk\s[^>]*>/g)].flatMap(([tag]) => {
    const attribute = (name: string): string => new RegExp(`\\b${name}\\s*=\\s*["']([^"']*)["']`).exec(tag)?.[1] ?? '';
    const sizeBytes = Number(attribute('size'));
    return Number.isSafeInteger(sizeBytes) && sizeBytes > 0 ? [{ sizeBytes, sr: attribute('sr') }] : [];
  });
}

export interface DiscChoice {
  readonly ref: RefOf<'vdi'>;
  readonly name: string;
  readonly library: string;
}

/** What lies in the libraries; drives of hosts are not among them, for a machine that moves would lose its disc. */
export function discChoices(inventory: Inventory): readonly DiscChoice[] {
  return [...inventory.vdi]
    .flatMap(([ref, disc]): DiscChoice[] => {
      const sr = disc.sr === null ? undefined : inventory.sr.get(disc.sr);
      const isOffered = sr?.contentType === 'iso' && sr.type !== 'udev' && !sr.isToolsSr && !disc.isToolsIso && !disc.isMissing;
      return isOffered ? [{ ref, name: disc.name, library: sr.name }] : [];
    })
    .toSorted((a, b) => byNaturalOrder(a.name, b.name));
}

/** The disc whose name has most in common with the template's; none where not even a word is the same. */
export function likelyDisc(template: string, discs: readonly DiscChoice[]): RefOf<'vdi'> | undefined {
  const wanted = wordsOf(template);
  let best: { readonly ref: RefOf<'vdi'>; readonly common: number } | undefined;
  for (const { ref, name } of discs) {
    const common = wordsOf(name).filter((word) => wanted.includes(word));
    if (common.some((word) => /[a-z]{3}/.test(word)) && common.length > (best?.common ?? 0)) best = { ref, common: common.length };
  }
  return best?.ref;
}

const SAYS_NOTHING = new Set(['iso', 'bit', 'amd64', 'x86', 'generic', 'server', 'linux', 'the']);

function wordsOf(name: string): readonly string[] {
  return [...new Set(name.toLowerCase().match(/[a-z]+|\d+/g) ?? [])].filter((word) => !SAYS_NOTHING.has(word));
}
