import { useMemo, useState } from 'react';
import type { Failure } from '#shared/contract/failure.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { isFirstShared, freeName, storageOffers } from '#shared/domain/storage/offer.ts';
import { emptyDraft, type PageName, pages, pagesOf, resting } from '#shared/domain/wizards/new-storage/draft.ts';
import { type Hindrance, locationHindrances, nameHindrances } from '#shared/domain/wizards/new-storage/hindrances.ts';
import { reattachDraft } from '#shared/domain/wizards/new-storage/reattach.ts';
import { readiness } from '#shared/domain/wizards/new-storage/readiness.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { hindranceText, kindText, pageText, storageWizardText } from '#shared/text/storage-wizard-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { poolNameOf } from '#renderer/state/pool-name.ts';
import { useInventory } from '#renderer/state/tree-state.ts';
import { showToast } from '#renderer/state/ui-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { Wizard, type WizardStep } from '#renderer/ui/Wizard.tsx';
import { LocationPage } from './LocationPage.tsx';
import { NamePage } from './NamePage.tsx';
import { linesOf, problemsBefore, ReviewPage } from './ReviewPage.tsx';
import { TypePage } from './TypePage.tsx';
import { type Draft, type NewStorage, useNewStorage } from './use-new-storage.ts';

export interface NewStorageDialogProps {
  readonly target: Target;
  /** As it was when it was closed. */
  readonly before: Draft | undefined;
  readonly onDraft: (draft: Draft) => void;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

export function NewStorageDialog({ target, before, onDraft, onDone, onClose }: NewStorageDialogProps) {
  const client = useClient();
  const { server, inventory } = target;
  const [failure, setFailure] = useState<Failure>();
  const inventories = useInventory((state) => state.inventories);
  const pools = useMemo(() => [...inventories].map(([id, known]) => ({ server: id as string, inventory: known })), [inventories]);
  const [first] = useState(() => (before === undefined ? firstDraft(target, pools) : resting(before)));
  const wizard = useNewStorage({ client, server: server.id, inventory, first, onDraft });
  const { tell } = wizard;
  const { reattaching } = wizard.draft;

  function ended(refused: Failure | undefined): void {
    if (refused !== undefined) return setFailure(refused);
    showToast({
      id: 'new-storage',
      tone: 'info',
      text: reattaching === undefined ? storageWizardText.started : storageWizardText.attachStarted(reattaching.name),
    });
    onDone();
  }

  function finish(): void {
    wizard.start().then(ended, (error: unknown) => reportError(error));
  }

  return (
    <Wizard
      title={`${reattaching === undefined ? storageWizardText.title : storageWizardText.attachAgain(reattaching.name)} ${storageWizardText.on(poolNameOf(target))}`}
      closeLabel={storageWizardText.close}
      stepsLabel={storageWizardText.steps}
      steps={pagesOf(wizard.draft).map((page) => stepOf(page, wizard, inventory))}
      onStep={(page) => tell({ do: 'go', page: pages.find((known) => known === page) ?? 'type' })}
      onClose={onClose}
      aside={<Aside wizard={wizard} target={target} />}
      footer={<Buttons wizard={wizard} target={target} onClose={onClose} onFinish={finish} />}
    >
      {server.state.is !== 'live' && <Notice tone="warn" what={storageWizardText.lost} />}
      {failure !== undefined && <Notice tone="danger" {...failureText(failure)} />}
      <Page wizard={wizard} target={target} pools={pools} />
    </Wizard>
  );
}

/** What is opened on a host is offered there, where its kind lies on one host. */
function firstDraft({ item, inventory }: Target, pools: PageProps['pools']): Draft {
  const known = item.is === 'sr' ? inventory.sr.get(item.ref) : undefined;
  const again = known === undefined ? undefined : reattachDraft<Failure>(known, { inventory, pools });
  if (again !== undefined) return again;
  const { name } = kindText({ kind: 'iscsi', type: 'lvmoiscsi' });
  const host = item.is === 'host' ? item.ref : (onlyPool(inventory)?.pool.master ?? '');
  return emptyDraft({ name: freeName(inventory, `${name} storage`), asDefault: isFirstShared(inventory), host });
}

interface PageProps {
  readonly wizard: NewStorage;
  readonly target: Target;
  readonly pools: Parameters<typeof LocationPage>[0]['pools'];
}

function Page({ wizard, target, pools }: PageProps) {
  const { inventory, server } = target;
  switch (wizard.draft.page) {
    case 'type':
      return <TypePage wizard={wizard} inventory={inventory} />;
    case 'name':
      return <NamePage wizard={wizard} inventory={inventory} />;
    case 'location':
      return <LocationPage wizard={wizard} inventory={inventory} server={server.id} pools={pools} />;
    default:
      return <ReviewPage wizard={wizard} target={target} />;
  }
}

function stepOf(page: PageName, { draft }: NewStorage, inventory: Inventory): WizardStep {
  const pages = pagesOf(draft);
  const at = pages.indexOf(draft.page);
  const position = pages.indexOf(page);
  const state = position === at ? 'current' : position < at ? 'done' : 'ahead';
  return { id: page, label: pageText[page], summary: state === 'done' ? summaryOf(page, draft, inventory) : undefined, state };
}

function summaryOf(page: PageName, draft: Draft, inventory: Inventory): string | undefined {
  if (page === 'name') return draft.name;
  if (page !== 'type') return undefined;
  const offer = storageOffers(inventory).find(({ kind, type }) => kind === draft.kind && type === draft.type);
  return kindText(offer ?? draft).name;
}

function hindrancesOf({ draft }: NewStorage): readonly Hindrance[] {
  switch (draft.page) {
    case 'name':
      return nameHindrances(draft);
    case 'location':
      return locationHindrances(draft);
    default:
      return [];
  }
}

function Aside({ wizard, target }: { readonly wizard: NewStorage; readonly target: Target }) {
  const { draft } = wizard;
  const { ready, all } = readiness(draft);
  const canCopy = draft.page === 'review' || (draft.page === 'location' && locationHindrances(draft).length === 0);
  return (
    <>
      {canCopy && (
        <CopyButton kind="quiet" size="dialog" text={() => linesOf(wizard, target.inventory).join('\n')} doneLabel={storageWizardText.copied}>
          {storageWizardText.copyXe}
        </CopyButton>
      )}
      {all > 0 && draft.page !== 'type' && <span>{storageWizardText.willConnect(ready, all)}</span>}
    </>
  );
}

interface ButtonsProps {
  readonly wizard: NewStorage;
  readonly target: Target;
  readonly onClose: () => void;
  readonly onFinish: () => void;
}

function Buttons({ wizard, target, onClose, onFinish }: ButtonsProps) {
  const { draft, tell } = wizard;
  const pages = pagesOf(draft);
  const at = pages.indexOf(draft.page);
  const back = pages[at - 1];
  const next = pages[at + 1];
  const [hindrance] = hindrancesOf(wizard);
  const why = hindrance === undefined ? undefined : hindranceText(hindrance);
  const reasons = next === undefined ? problemsBefore(wizard, target) : [];
  return (
    <>
      {back !== undefined && (
        <Button size="dialog" onClick={() => tell({ do: 'go', page: back })}>
          {storageWizardText.back}
        </Button>
      )}
      {next === undefined ? (
        <Button size="dialog" kind="primary" why={reasons.length === 0 ? undefined : reasons.join(' ')} onClick={onFinish}>
          {verbOf(wizard)}
        </Button>
      ) : (
        <Button size="dialog" kind="primary" why={why} onClick={() => tell({ do: 'go', page: next })}>
          {storageWizardText.next}
        </Button>
      )}
      <Button size="dialog" onClick={onClose}>
        {storageWizardText.cancel}
      </Button>
    </>
  );
}

function verbOf(wizard: NewStorage): string {
  const requests = wizard.requests();
  if (requests.length > 1) return storageWizardText.createMany(requests.length);
  return requests[0]?.kind === 'sr.introduce' ? storageWizardText.attachVerb : storageWizardText.create;
}
