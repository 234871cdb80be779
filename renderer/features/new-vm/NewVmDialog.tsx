import { type FormEvent, useId } from 'react';
import type { NewVmRequest } from '#shared/domain/operations/new-vm-request.ts';
import { type NewVmDraft, type NewVmPage, newVmPages } from '#shared/domain/wizards/new-vm/draft.ts';
import { pageOfProblem } from '#shared/domain/wizards/new-vm/request.ts';
import { newVmPageText, newVmText as say } from '#shared/text/new-vm-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import { useAccess } from '#renderer/state/access-store.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { poolNameOf } from '#renderer/state/pool-name.ts';
import { copyXe } from '#renderer/state/copy-xe.ts';
import { startNow } from '#renderer/state/start-now.ts';
import { showToast } from '#renderer/state/ui-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { Wizard, type WizardStep } from '#renderer/ui/Wizard.tsx';
import { BootPage } from './BootPage.tsx';
import { HardwarePage } from './HardwarePage.tsx';
import { NamePage } from './NamePage.tsx';
import { NetworksPage } from './NetworksPage.tsx';
import css from './NewVm.module.css';
import { ReviewPage } from './ReviewPage.tsx';
import { StoragePage } from './StoragePage.tsx';
import { TemplatePage } from './TemplatePage.tsx';
import { type NewVm, useNewVm } from './use-new-vm.ts';

export interface NewVmDialogProps {
  readonly target: Target;
  /** As it was when it was closed. */
  readonly before: NewVmDraft | undefined;
  readonly onDraft: (draft: NewVmDraft) => void;
  /** What was typed is on its way and no draft any more. */
  readonly onDone: () => void;
  readonly onClose: () => void;
}

export function NewVmDialog({ target, before, onDraft, onDone, onClose }: NewVmDialogProps) {
  const client = useClient();
  useAccess();
  const form = useId();
  const wizard = useNewVm({ target, before, onDraft });
  const { draft, change, request, problems } = wizard;
  const next = newVmPages[newVmPages.indexOf(draft.page) + 1];
  const why = reasons(wizard);
  const whyNot = whyNotYet(wizard);

  function create(made: NewVmRequest): void {
    startNow(client, [made]);
    showToast({ id: 'new-vm', tone: 'info', text: say.started });
    onDone();
  }

  /** Return goes on as the button does. */
  function goOn(event: FormEvent): void {
    event.preventDefault();
    if (next !== undefined && why === undefined) change({ page: next });
    else if (next === undefined && whyNot === undefined && request !== undefined) create(request);
  }

  return (
    <Wizard
      title={say.title(poolNameOf(target))}
      closeLabel={say.close}
      stepsLabel={say.steps}
      steps={newVmPages.map((page) => stepOf(page, wizard))}
      onStep={(page) => change({ page: newVmPages.find((known) => known === page) ?? 'template' })}
      onClose={onClose}
      aside={
        <Button size="dialog" kind="quiet" why={whyNot} onClick={() => request !== undefined && copyXe(client, [request])}>
          {say.copyXe}
        </Button>
      }
      footer={<Buttons wizard={wizard} form={form} why={next === undefined ? whyNot : why} onCreate={create} onClose={onClose} />}
    >
      {target.server.state.is !== 'live' && <Notice tone="warn" what={say.lost} />}
      <form id={form} className={css['form']} onSubmit={goOn}>
        <Page wizard={wizard} />
        {/* Return in a field sends a form only if it has a button for that. */}
        <input type="submit" hidden />
      </form>
      {draft.page !== 'review' &&
        problems
          .filter((problem) => pageOfProblem(problem) === draft.page)
          .map((problem) => <Notice key={problemText(problem)} tone="warn" what={problemText(problem)} />)}
    </Wizard>
  );
}

function Page({ wizard }: { readonly wizard: NewVm }) {
  const { page } = wizard.draft;
  switch (page) {
    case 'template':
      return <TemplatePage wizard={wizard} />;
    case 'name':
      return <NamePage wizard={wizard} />;
    case 'hardware':
      return <HardwarePage wizard={wizard} />;
    case 'boot':
      return <BootPage wizard={wizard} />;
    case 'storage':
      return <StoragePage wizard={wizard} />;
    case 'networks':
      return <NetworksPage wizard={wizard} />;
    case 'review':
      return <ReviewPage wizard={wizard} />;
    default:
      return unreachable(page);
  }
}

function stepOf(page: NewVmPage, { draft, target }: NewVm): WizardStep {
  const at = newVmPages.indexOf(draft.page);
  const position = newVmPages.indexOf(page);
  const state = position === at ? 'current' : position < at ? 'done' : 'ahead';
  const template = draft.template === undefined ? undefined : target.inventory.vm.get(draft.template)?.name;
  const summary = state !== 'done' ? undefined : page === 'template' ? template : page === 'name' ? draft.name : undefined;
  return { id: page, label: newVmPageText[page], summary, state };
}

/** What this page still lacks. */
function reasons({ draft, problems, request }: NewVm): string | undefined {
  if (request === undefined) return say.chooseTemplate;
  const own = problems.filter((problem) => pageOfProblem(problem) === draft.page && draft.page !== 'review');
  return own.length === 0 ? undefined : own.map(problemText).join(' ');
}

function whyNotYet({ problems, request }: NewVm): string | undefined {
  if (request === undefined) return say.chooseTemplate;
  return problems.length === 0 ? undefined : [...new Set(problems.map(problemText))].join(' ');
}

interface ButtonsProps extends Pick<NewVmDialogProps, 'onClose'> {
  readonly onCreate: (request: NewVmRequest) => void;
  readonly wizard: NewVm;
  readonly form: string;
  readonly why: string | undefined;
}

function Buttons({ wizard, form, why, onCreate, onClose }: ButtonsProps) {
  const { draft, change, request } = wizard;
  const at = newVmPages.indexOf(draft.page);
  const back = newVmPages[at - 1];
  const isLast = at === newVmPages.length - 1;
  const send = (): void => (document.getElementById(form) as HTMLFormElement | null)?.requestSubmit();
  return (
    <>
      {back !== undefined && (
        <Button size="dialog" onClick={() => change({ page: back })}>
          {say.back}
        </Button>
      )}
      {!isLast && (
        <Button size="dialog" why={whyNotYet(wizard)} onClick={() => request !== undefined && onCreate(request)}>
          {say.createNow}
        </Button>
      )}
      <Button size="dialog" kind="primary" why={why} onClick={send}>
        {isLast ? say.create : say.next}
      </Button>
      <Button size="dialog" onClick={onClose}>
        {say.cancel}
      </Button>
    </>
  );
}
