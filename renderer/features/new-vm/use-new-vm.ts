import { useEffect, useState } from 'react';
import type { Details } from '#shared/domain/details/details.ts';
import type { NewVmRequest } from '#shared/domain/operations/new-vm-request.ts';
import type { Problem } from '#shared/domain/rules/problem.ts';
import { firstNewVm } from '#shared/domain/wizards/new-vm/defaults.ts';
import type { NewVmDraft } from '#shared/domain/wizards/new-vm/draft.ts';
import { newVmRequest } from '#shared/domain/wizards/new-vm/request.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';

/** What the pool says of the chosen template beyond what is known of all machines. */
export type TemplateDetails = { readonly is: 'loading' } | { readonly is: 'failed' } | { readonly is: 'known'; readonly fields: Details<'vm'> };

export interface NewVm {
  readonly target: Target;
  readonly draft: NewVmDraft;
  readonly change: (part: Partial<NewVmDraft>) => void;
  readonly request: NewVmRequest | undefined;
  /** By the same rules that the engine asks. */
  readonly problems: readonly Problem[];
  readonly details: TemplateDetails;
}

export interface NewVmSetup {
  readonly target: Target;
  readonly before: NewVmDraft | undefined;
  /** Told of every change, so that a closed wizard is found again as it was. */
  readonly onDraft: (draft: NewVmDraft) => void;
}

export function useNewVm({ target, before, onDraft }: NewVmSetup): NewVm {
  const [draft, setDraft] = useState(() => draftFor(target, before));
  const request = newVmRequest(draft, { server: target.server.id, inventory: target.inventory });
  return {
    target,
    draft,
    change(part) {
      const next = { ...draft, ...part };
      setDraft(next);
      onDraft(next);
    },
    request,
    problems: request === undefined ? [] : problemsNow(request, target),
    details: useTemplateDetails(target, draft.template),
  };
}

/** Opened on a template or a host, it begins with that, whatever was chosen before. */
function draftFor({ item, inventory }: Target, before: NewVmDraft | undefined): NewVmDraft {
  if (item.is === 'template') return before?.template === item.ref ? before : firstNewVm(inventory, { template: item.ref });
  const home = item.is === 'host' ? item.ref : undefined;
  return before !== undefined && (home === undefined || before.home === home) ? before : firstNewVm(inventory, { home });
}

function useTemplateDetails({ server }: Target, template: NewVmDraft['template']): TemplateDetails {
  const client = useClient();
  const [known, setKnown] = useState<{ readonly template: string; readonly details: TemplateDetails }>();
  useEffect(() => {
    if (template === undefined) return undefined;
    const asking = new AbortController();
    client.call('object.details', { server: server.id, class: 'vm', ref: template }, asking.signal).then(
      (result) => {
        if (asking.signal.aborted) return;
        setKnown({ template, details: result.ok ? { is: 'known', fields: result.value.fields } : { is: 'failed' } });
      },
      (error: unknown) => reportError(error),
    );
    return () => asking.abort();
  }, [client, server.id, template]);
  return known?.template === template ? (known?.details ?? { is: 'loading' }) : { is: 'loading' };
}
