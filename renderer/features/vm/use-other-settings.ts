import { useState } from 'react';
import { haPriorityOf } from '#shared/domain/ha/ha-facts.ts';
import { fieldsOf } from '#shared/domain/organization/organized.ts';
import type { HaPriority, OperationRequest } from '#shared/domain/operations/request.ts';
import type { Vm, VmRef } from '#shared/domain/inventory/watched.ts';
import { haText } from '#shared/text/ha-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';

/** What HA does for it, as it is typed. */
export interface HaTyped {
  readonly priority: HaPriority;
  readonly order: string;
  readonly delay: string;
}

export type Fields = ReadonlyMap<string, string>;

/** What is decided for a machine but kept elsewhere than its other settings. */
export interface OtherSettings {
  readonly ha: HaTyped;
  readonly changeHa: (next: Partial<HaTyped>) => void;
  readonly fields: Fields;
  readonly setField: (field: string, value: string) => void;
  readonly requests: readonly OperationRequest[];
  readonly why: string | undefined;
}

interface Draft {
  readonly ha: HaTyped;
  readonly fields: Fields;
}

export function useOtherSettings(target: Target, ref: VmRef, vm: Vm): OtherSettings {
  const [before] = useState<Draft>(() => ({
    ha: { priority: haPriorityOf(vm), order: String(vm.order), delay: String(vm.startDelay) },
    fields: new Map(fieldsOf(vm).map(({ field, value }) => [field, value])),
  }));
  const [draft, setDraft] = useState(before);
  const unread = [draft.ha.order, draft.ha.delay].some((typed) => !isWhole(typed));
  const requests = unread ? [] : requestsOf({ server: target.server.id, vm: ref }, before, draft);
  const reasons = unread ? [haText.wholeNumber] : requests.flatMap((request) => problemsNow(request, target).map(problemText));
  return {
    ha: draft.ha,
    changeHa: (next) => setDraft((now) => ({ ...now, ha: { ...now.ha, ...next } })),
    fields: draft.fields,
    setField: (field, value) => setDraft((now) => ({ ...now, fields: new Map([...now.fields, [field, value]]) })),
    requests,
    why: reasons.length === 0 ? undefined : [...new Set(reasons)].join(' '),
  };
}

export function isWhole(typed: string): boolean {
  return /^\d+$/.test(typed.trim());
}

function requestsOf({ server, vm }: { readonly server: string; readonly vm: VmRef }, before: Draft, now: Draft): readonly OperationRequest[] {
  const { priority, order, delay } = now.ha;
  const setting = { vm, priority, order: Number(order), startDelaySeconds: Number(delay) };
  const isSame =
    priority === before.ha.priority && setting.order === Number(before.ha.order) && setting.startDelaySeconds === Number(before.ha.delay);
  const changed = [...now.fields].filter(([field, value]) => value !== (before.fields.get(field) ?? ''));
  return [
    ...(isSame ? [] : [{ kind: 'ha.configure', server, settings: [setting] } as const]),
    ...changed.map(
      ([field, value]) =>
        ({ kind: 'object.set-custom-field', server, class: 'vm', ref: vm, field, value, was: before.fields.get(field) ?? '' }) as const,
    ),
  ];
}
