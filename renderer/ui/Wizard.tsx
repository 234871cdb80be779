import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { Icon } from './Icon.tsx';
import css from './Wizard.module.css';

export interface WizardStep {
  readonly id: string;
  readonly label: string;
  /** What was decided there, in a word or two. */
  readonly summary?: string | undefined;
  readonly state: 'done' | 'current' | 'ahead';
}

export interface WizardProps {
  readonly title: string;
  readonly closeLabel: string;
  readonly stepsLabel: string;
  readonly steps: readonly WizardStep[];
  /** Steps that are done can be gone back to. */
  readonly onStep: (id: string) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** At the start of the footer: what helps, and what is to be known before going on. */
  readonly aside?: ReactNode;
  readonly footer: ReactNode;
}

/** One decision after another; what was decided stays in sight and can be gone back to. */
export function Wizard({ title, closeLabel, stepsLabel, steps, onStep, onClose, children, aside, footer }: WizardProps) {
  return (
    <Dialog
      title={title}
      closeLabel={closeLabel}
      onClose={onClose}
      size="wizard"
      footer={
        <>
          <div className={css['aside']}>{aside}</div>
          {footer}
        </>
      }
    >
      <div className={css['wizard']}>
        <ol className={css['steps']} aria-label={stepsLabel}>
          {steps.map((step) => (
            <li key={step.id} data-state={step.state} aria-current={step.state === 'current' ? 'step' : undefined}>
              {step.state === 'done' ? <Done step={step} onStep={onStep} /> : <Step step={step} />}
            </li>
          ))}
        </ol>
        <div className={css['page']}>{children}</div>
      </div>
    </Dialog>
  );
}

function Done({ step, onStep }: { readonly step: WizardStep; readonly onStep: (id: string) => void }) {
  return (
    <Button kind="quiet" onClick={() => onStep(step.id)}>
      <Step step={step} />
    </Button>
  );
}

const signs = { done: 'check', current: 'edit', ahead: 'dash' } as const;

function Step({ step: { label, summary, state } }: { readonly step: WizardStep }) {
  return (
    <span className={css['step']}>
      <Icon name={signs[state]} tone={state === 'done' ? 'ok' : state === 'current' ? 'info' : 'quiet'} />
      <span>{label}</span>
      {summary !== undefined && <small>{summary}</small>}
    </span>
  );
}
