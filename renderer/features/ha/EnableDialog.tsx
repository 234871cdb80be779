import { useState } from 'react';
import type { HaDraft, HaDraftAction } from '#shared/domain/ha/ha-draft.ts';
import type { HaFacts } from '#shared/domain/ha/ha-facts.ts';
import type { HeartbeatChoice } from '#shared/domain/ha/heartbeat.ts';
import type { PlanQuestion } from '#shared/domain/ha/questions.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Problem } from '#shared/domain/rules/problem.ts';
import { haText } from '#shared/text/ha-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import css from './Ha.module.css';
import { HeartbeatList } from './HeartbeatCard.tsx';
import { Settings } from './SettingsDialog.tsx';
import { Tolerance } from './ToleranceCard.tsx';
import type { Planning } from './use-plan.ts';

export interface EnableDialogProps {
  readonly facts: HaFacts;
  readonly inventory: Inventory;
  readonly draft: HaDraft;
  readonly choices: readonly HeartbeatChoice[];
  readonly planning: Planning<Extract<PlanQuestion, { is: 'tolerance' }>>;
  readonly failures: number;
  readonly problems: readonly Problem[];
  readonly onAction: (action: HaDraftAction) => void;
  readonly onEnable: () => void;
  readonly onClose: () => void;
}

/** The heartbeat's storage, then what happens to each VM, then what will be done. */
export function EnableDialog(props: EnableDialogProps) {
  const [step, setStep] = useState(0);
  const last = haText.steps.length - 1;
  const stop = step === 0 ? storageStop(props) : step === 1 ? planStop(props) : props.problems.map(problemText).join(' ');
  const why = stop === undefined || stop === '' ? undefined : stop;
  return (
    <Dialog
      title={haText.enableTitle}
      closeLabel={haText.close}
      size="wide"
      onClose={props.onClose}
      footer={
        <>
          {step > 0 && (
            <Button size="dialog" onClick={() => setStep(step - 1)}>
              {haText.back}
            </Button>
          )}
          <Button size="dialog" kind="primary" why={why} onClick={step === last ? props.onEnable : () => setStep(step + 1)}>
            {step === last ? haText.finish : haText.next}
          </Button>
        </>
      }
    >
      <h3 className={css['step']}>{haText.stepOf(step + 1, last + 1, haText.steps[step] ?? '')}</h3>
      <Page step={step} {...props} />
    </Dialog>
  );
}

function Page({ step, ...props }: EnableDialogProps & { readonly step: number }) {
  const { choices, draft, onAction, planning, failures, facts, inventory } = props;
  if (step === 0) return <HeartbeatList choices={choices} chosen={draft.heartbeat} onChoose={(sr) => onAction({ do: 'choose-heartbeat', sr })} />;
  if (step === 1) {
    return (
      <>
        <Tolerance planning={planning} failures={failures} onChange={(next) => onAction({ do: 'tolerate', failures: next })} />
        <Settings facts={facts} inventory={inventory} onAction={onAction} />
      </>
    );
  }
  return <Summary {...props} />;
}

function Summary({ choices, draft, facts, failures, problems }: EnableDialogProps) {
  const name = choices.find(({ sr }) => sr === draft.heartbeat)?.name ?? '';
  const count = (priority: string): number => facts.vms.filter((vm) => vm.priority === priority).length;
  return (
    <div className={css['summary']}>
      <p>{haText.summaryStorage(name)}</p>
      <p>{haText.summaryCounts(count('restart'), count('best-effort'), count('none'))}</p>
      <p>{haText.summaryFailures(failures)}</p>
      {facts.hosts.length < 3 && <Notice tone="warn" what={haText.twoHosts} />}
      {count('restart') === 0 && <Notice tone="warn" what={haText.nothingProtected} />}
      {problems.map((problem) => (
        <Notice key={JSON.stringify(problem)} tone="danger" what={problemText(problem)} />
      ))}
    </div>
  );
}

function storageStop({ choices, draft }: EnableDialogProps): string | undefined {
  if (!choices.some(({ obstacles }) => obstacles.length === 0)) return haText.noHeartbeat;
  return draft.heartbeat === undefined ? haText.pickStorage : undefined;
}

function planStop({ planning, failures }: EnableDialogProps): string | undefined {
  const { answer } = planning;
  if (answer === undefined) return haText.calculating;
  return failures > answer.server.failures ? haText.overcommitted(failures, answer.server.failures) : undefined;
}
