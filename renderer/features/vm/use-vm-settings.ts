import { useState } from 'react';
import { tagsIn } from '#shared/domain/organization/tags-in.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import {
  type MemoryRange,
  someVmSettings,
  type VmChanges,
  type VmSettings,
  vmSettingsNow,
  vmSettingsToChange,
} from '#shared/domain/operations/vm-settings.ts';
import { sizeToType, typedSize } from '#shared/domain/storage/typed-size.ts';
import type { Vm, VmRef } from '#shared/domain/inventory/watched.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { vmSettingsText as say } from '#shared/text/vm-settings-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';

type TypedMemory = { readonly [K in keyof MemoryRange]: string };

/** As it is typed: figures may be no figures yet. */
export interface VmDraft extends Omit<VmSettings, 'tags' | 'memory' | 'vcpusMax' | 'vcpus' | 'weight' | 'shadowMultiplier'>, TypedMemory {
  readonly tags: string;
  readonly vcpusMax: string;
  readonly vcpus: string;
  readonly weight: string;
  readonly shadowMultiplier: string;
}

export interface VmSettingsState {
  readonly draft: VmDraft;
  readonly change: (next: Partial<VmDraft>) => void;
  readonly requests: readonly OperationRequest[];
  /** Why it cannot be saved as it is. */
  readonly why: string | undefined;
  readonly isNew: boolean;
}

export function useVmSettings(target: Target, ref: VmRef, vm: Vm): VmSettingsState {
  const [before] = useState(() => vmSettingsNow(vm));
  const [first] = useState(() => draftOf(before));
  const [draft, setDraft] = useState(first);
  const unread = unreadable(draft);
  const wish = wished(draft, before, first);
  const names = vmSettingsToChange(before, wish);
  const request: OperationRequest = {
    kind: 'vm.configure',
    server: target.server.id,
    vm: ref,
    changes: someVmSettings(wish, names),
    was: someVmSettings(before, names),
  };
  const isNew = names.length > 0;
  const reasons = isNew ? problemsNow(request, target).map(problemText) : [say.nothing];
  const why = unread ?? (reasons.length === 0 ? undefined : reasons.join(' '));
  return { draft, change: (next) => setDraft({ ...draft, ...next }), requests: isNew ? [request] : [], why, isNew: isNew || unread !== undefined };
}

function draftOf({ memory, tags, vcpusMax, vcpus, weight, shadowMultiplier, ...rest }: VmSettings): VmDraft {
  return {
    ...rest,
    tags: tags.join(', '),
    vcpusMax: String(vcpusMax),
    vcpus: String(vcpus),
    weight: String(weight),
    shadowMultiplier: String(shadowMultiplier),
    staticMin: sizeToType(memory.staticMin),
    dynamicMin: sizeToType(memory.dynamicMin),
    dynamicMax: sizeToType(memory.dynamicMax),
    staticMax: sizeToType(memory.staticMax),
  };
}

const SIZES = ['staticMin', 'dynamicMin', 'dynamicMax', 'staticMax'] as const;
const NUMBERS = { vcpusMax: say.vcpusMax, vcpus: say.vcpus, weight: say.weight, shadowMultiplier: say.shadow } as const;

function unreadable(draft: VmDraft): string | undefined {
  for (const [key, label] of Object.entries(NUMBERS)) {
    const typed = String(Reflect.get(draft, key));
    if (typed.trim() === '' || Number.isNaN(Number(typed))) return say.noNumber(label);
  }
  const size = SIZES.find((key) => bytesOf(draft[key]) === undefined);
  return size === undefined ? undefined : say.noSize(say[size]);
}

/** A template may ask for no memory at all. */
function bytesOf(typed: string): number | undefined {
  return /^\s*0\s*(?:[mg](?:i?b)?)?\s*$/i.test(typed) ? 0 : typedSize(typed);
}

/** What nobody has touched stays to the byte, however it is rounded where it is shown. */
function wished(draft: VmDraft, before: VmSettings, first: VmDraft): VmChanges {
  const { tags, vcpusMax, vcpus, weight, shadowMultiplier, staticMin: _a, dynamicMin: _b, dynamicMax: _c, staticMax: _d, ...rest } = draft;
  const sizes = SIZES.map((key) => [key, draft[key] === first[key] ? before.memory[key] : (bytesOf(draft[key]) ?? 0)] as const);
  return {
    ...rest,
    name: rest.name.trim(),
    tags: tagsIn(tags),
    vcpusMax: Number(vcpusMax),
    vcpus: Number(vcpus),
    weight: Number(weight),
    shadowMultiplier: Number(shadowMultiplier),
    memory: Object.fromEntries(sizes) as unknown as MemoryRange,
  };
}
