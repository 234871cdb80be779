import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { problemsOf } from '#shared/domain/rules/rules.ts';
import { GFS2 } from '#shared/domain/storage/driver-terms.ts';
import { linkOf } from '#shared/domain/rules/rule-facts.ts';
import { xeLines } from '#shared/domain/operations/xe.ts';
import { erased } from '#shared/domain/wizards/new-storage/hindrances.ts';
import { readiness } from '#shared/domain/wizards/new-storage/readiness.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { storageWizardText } from '#shared/text/storage-wizard-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { Notice } from '#renderer/ui/Notice.tsx';
import css from './NewStorage.module.css';
import type { NewStorage } from './use-new-storage.ts';

const BLOCKS = new Set(['iscsi', 'hba', 'fcoe']);

/** Everything that stands against what is about to be asked, by the rules the engine asks too. */
export function problemsBefore(wizard: NewStorage, { inventory, server }: Pick<Target, 'inventory' | 'server'>): readonly string[] {
  const facts = { inventory, link: linkOf(server.state) };
  return [...new Set(wizard.requests().flatMap((request) => problemsOf(request, facts).map(problemText)))];
}

export function ReviewPage({ wizard, target }: { readonly wizard: NewStorage; readonly target: Target }) {
  const { draft } = wizard;
  const { ready, all } = readiness(draft);
  const lost = erased(draft);
  return (
    <>
      <h3>{storageWizardText.review}</h3>
      <ol className={css['done']}>
        {wizard.requests().map((request) => (
          <li key={request.name}>
            {request.kind === 'sr.create' ? storageWizardText.reviewCreate(request.name) : storageWizardText.reviewAttach(request.name)}
            <p className={css['note']}>{request.description}</p>
          </li>
        ))}
      </ol>
      {problemsBefore(wizard, target).map((what) => (
        <Notice key={what} tone="danger" what={what} />
      ))}
      {draft.reattaching !== undefined && draft.isShared && <Notice tone="warn" what={storageWizardText.onlyOnePool} />}
      {lost.map((device) => (
        <Notice
          key={device}
          tone="warn"
          what={storageWizardText.erase(device === '' ? draft.fields.devices : device)}
          next={storageWizardText.eraseHint}
        />
      ))}
      <p>{all === 0 ? storageWizardText.untested : storageWizardText.willConnect(ready, all)}</p>
      <p className={css['note']}>{heartbeatOf(draft)}</p>
      <pre className={css['xe']}>{linesOf(wizard, target.inventory).join('\n')}</pre>
    </>
  );
}

function heartbeatOf({ kind, type }: NewStorage['draft']): string {
  if (!BLOCKS.has(kind)) return storageWizardText.noHeartbeat;
  return type === GFS2 ? storageWizardText.clusterHeartbeat : storageWizardText.heartbeat;
}

export function linesOf(wizard: NewStorage, inventory: Inventory): readonly string[] {
  return wizard.requests().flatMap((request) => xeLines(request, inventory));
}
