import { useState } from 'react';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Pool } from '#shared/domain/inventory/watched.ts';
import { tagsIn } from '#shared/domain/organization/tags-in.ts';
import { poolSettingsNow, settingsToChange, someSettings } from '#shared/domain/operations/pool-settings.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { confirmText } from '#shared/text/commands-text.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { poolSettingsText as text } from '#shared/text/pool-settings-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { copyXe } from '#renderer/state/copy-xe.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { Sections } from '#renderer/ui/Sections.tsx';
import { PoolSettingsPage, type PoolDraft, type SectionName } from './PoolSettingsPages.tsx';
import { lackingPowerOn, noPowerOn, PowerOnPage, powerOnRequests } from './PowerOnPage.tsx';
import { useStart } from './use-start.ts';

const SECTIONS = Object.entries(text.sections).map(([value, label]) => ({ value: value as SectionName, label }));

export interface PoolSettingsDialogProps {
  readonly target: Target;
  readonly onClose: () => void;
}

/** Everything that is decided for a whole pool; what is changed is sent together. */
export function PoolSettingsDialog({ target, onClose }: PoolSettingsDialogProps) {
  const found = onlyPool(target.inventory);
  return found === undefined ? null : <Settings target={target} pool={found.pool} onClose={onClose} />;
}

function Settings({ target, pool, onClose }: PoolSettingsDialogProps & { readonly pool: Pool }) {
  const client = useClient();
  const { start, fail, failure } = useStart(onClose);
  const [section, setSection] = useState<SectionName>('general');
  const [before] = useState(() => poolSettingsNow(pool));
  const [draft, setDraft] = useState<PoolDraft>({ ...before, tagsText: before.tags.join(', '), verifiesTls: pool.verifiesTls });
  const [powerOn, setPowerOn] = useState(noPowerOn);
  const wished = poolRequests(target, { draft, before, pool });
  const switching = powerOnRequests(target, powerOn, 'OpaqueRef:NULL');
  const why = whyNot([...wished, ...switching], target) ?? lackingPowerOn(target, powerOn);

  async function save(): Promise<void> {
    if (powerOn.password === '' || switching.length === 0) return start([...wished, ...switching]);
    const kept = await client.call('storage.keep-password', { server: target.server.id, password: powerOn.password });
    if (!kept.ok) return fail(kept.failure);
    return start([...wished, ...powerOnRequests(target, powerOn, kept.value.secret)]);
  }

  return (
    <Dialog
      title={text.title(pool.name)}
      closeLabel={text.close}
      size="wide"
      onClose={onClose}
      footer={
        <>
          <Button size="dialog" kind="quiet" why={why} onClick={() => copyXe(client, [...wished, ...switching])}>
            {confirmText.copyXe}
          </Button>
          <Button size="dialog" onClick={onClose}>
            {text.cancel}
          </Button>
          <Button size="dialog" kind="primary" why={why} onClick={() => void save().catch((error: unknown) => reportError(error))}>
            {text.save}
          </Button>
        </>
      }
    >
      {failure !== undefined && <Notice tone="danger" {...failureText(failure)} />}
      <Sections options={SECTIONS} chosen={section} onChoose={setSection}>
        {section === 'powerOn' ? (
          <PowerOnPage inventory={target.inventory} draft={powerOn} onDraft={setPowerOn} />
        ) : (
          <PoolSettingsPage section={section} target={target} draft={draft} onChange={(change) => setDraft({ ...draft, ...change })} />
        )}
      </Sections>
    </Dialog>
  );
}

interface Decided {
  readonly draft: PoolDraft;
  readonly before: ReturnType<typeof poolSettingsNow>;
  readonly pool: Pool;
}

function poolRequests({ server }: Target, { draft, before, pool }: Decided): readonly OperationRequest[] {
  const { tagsText, verifiesTls, ...settings } = draft;
  const wished = { ...settings, name: settings.name.trim(), tags: tagsIn(tagsText) };
  const names = settingsToChange(before, wished);
  const on = { server: server.id };
  return [
    ...(names.length === 0
      ? []
      : [{ kind: 'pool.configure', changes: someSettings(wished, names), was: someSettings(before, names), ...on } as const]),
    ...(verifiesTls && !pool.verifiesTls ? [{ kind: 'pool.verify-tls', ...on } as const] : []),
  ];
}

function whyNot(requests: readonly OperationRequest[], target: Target): string | undefined {
  if (requests.length === 0) return text.nothing;
  const problems = new Set(requests.flatMap((request) => problemsNow(request, target)).map(problemText));
  return problems.size === 0 ? undefined : [...problems].join(' ');
}
