import type { ConnectStep } from '#shared/contract/calls/server-calls.ts';
import { connectText } from '#shared/text/connect-text.ts';
import { connectStepText } from '#shared/text/window-text.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import css from './ConnectForm.module.css';

/** In the order they are taken. */
const steps: readonly ConnectStep[] = ['resolve', 'connect', 'tls', 'log-in', 'load'];

/** What is done, what is being done and what comes. */
export function ConnectSteps({ step }: { readonly step: ConnectStep }) {
  const now = steps.indexOf(step);
  return (
    <ol className={css['steps']} aria-label={connectText.progress} aria-live="polite">
      {steps.map((name, index) => (
        <li key={name} aria-current={index === now ? 'step' : undefined} data-state={index < now ? 'done' : index === now ? 'running' : 'waiting'}>
          <Icon
            name={index < now ? 'ok' : index === now ? 'refresh' : 'dash'}
            tone={index < now ? 'ok' : index === now ? 'info' : 'quiet'}
            size="small"
          />
          {connectStepText[name]}
        </li>
      ))}
    </ol>
  );
}
