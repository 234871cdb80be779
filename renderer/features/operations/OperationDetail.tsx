import { operationTitle } from '#shared/text/operation-title.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import type { Operation, Step, Trace } from '#shared/contract/calls/operation-calls.ts';
import { escalationOf } from '#shared/domain/operations/escalation.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { secondsText } from '#shared/text/format.ts';
import { requestText } from '#shared/text/operation-text.ts';
import { failedTitle, nextOfManyText, operationLine, stepStateText, stepText, tasksText } from '#shared/text/tasks-text.ts';
import { remarkText, traceText } from '#shared/text/trace-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { useRunningNow } from '#renderer/ui/use-now.ts';
import css from './TaskDetail.module.css';
import { reportOf } from './operation-report.ts';

export interface OperationDetailProps {
  readonly operation: Operation;
  /** Bytes a second, where they can be told. */
  readonly rateAt: (nowMs: number) => number | undefined;
  readonly onStart: (requests: readonly OperationRequest[]) => void;
  readonly onCancel: () => void;
  readonly onUndo: () => void;
}

/** What happened, what was undone, what is left, what to do, and the same by hand. */
export function OperationDetail({ operation, rateAt, onStart, onCancel, onUndo }: OperationDetailProps) {
  const { state, steps, xe } = operation;
  const code = state.is === 'failed' ? failureText(state.failure).code : undefined;
  const nowMs = useRunningNow(operation.state.is === 'running');
  return (
    <article className={css['detail']} aria-label={operationTitle(operation)}>
      <header>
        <Icon {...signs[state.is]} />
        <div>
          <h2>{isBad(operation) ? failedTitle(operation) : operationTitle(operation)}</h2>
          <p>{sentenceOf(operation, nowMs, rateAt(nowMs))}</p>
        </div>
        <Actions operation={operation} nowMs={nowMs} onStart={onStart} onCancel={onCancel} onUndo={onUndo} />
      </header>
      {steps.length > 0 && <Steps steps={steps} code={code} />}
      <Remarks operation={operation} onStart={onStart} />
      <Aftermath operation={operation} onStart={onStart} />
      {xe.length > 0 && <pre>{[`# ${tasksText.byHand}`, ...xe].join('\n')}</pre>}
    </article>
  );
}

const signs = {
  waiting: { name: 'clock', tone: 'quiet' },
  running: { name: 'refresh', tone: 'info' },
  done: { name: 'ok', tone: 'ok' },
  failed: { name: 'error', tone: 'danger' },
  cancelled: { name: 'dash', tone: 'quiet' },
  interrupted: { name: 'error', tone: 'danger' },
} as const;

function isBad({ state }: Operation): boolean {
  return state.is === 'failed' || state.is === 'interrupted';
}

interface ActionsProps extends Omit<OperationDetailProps, 'rateAt'> {
  readonly nowMs: number;
}

function Actions({ operation, nowMs, onStart, onCancel, onUndo }: ActionsProps) {
  const { state, canUndo, xe, request } = operation;
  const harder = state.is === 'running' ? escalationOf(request, nowMs - operation.startedAtMs) : undefined;
  const canCancel = state.is === 'waiting' || (state.is === 'running' && state.canCancel);
  return (
    <div className={css['actions']}>
      {harder !== undefined && (
        <Button kind="primary" onClick={() => onStart([harder])}>
          {requestText(harder)}
        </Button>
      )}
      {canCancel && <Button onClick={onCancel}>{tasksText.cancel}</Button>}
      {canUndo && <Button onClick={onUndo}>{tasksText.undo}</Button>}
      {xe.length > 0 && (
        <CopyButton text={() => xe.join('\n')} doneLabel={tasksText.copied}>
          {tasksText.copyXe}
        </CopyButton>
      )}
      <CopyButton text={() => reportOf(operation, nowMs)} doneLabel={tasksText.copied}>
        {tasksText.copyReport}
      </CopyButton>
    </div>
  );
}

function sentenceOf(operation: Operation, nowMs: number, bytesPerSecond: number | undefined): string {
  if (operation.state.is !== 'failed') return operationLine(operation, nowMs, bytesPerSecond);
  const { what, next } = failureText(operation.state.failure);
  return next === undefined ? what : `${what} ${next}`;
}

function Steps({ steps, code }: { readonly steps: readonly Step[]; readonly code: string | undefined }) {
  return (
    <ol className={css['steps']} aria-label={tasksText.steps}>
      {steps.map((step, index) => (
        <li key={`${index} ${step.name}`} data-state={step.state}>
          <span>{step.atMs === undefined ? '' : secondsText(step.atMs)}</span>
          <b>{stepStateText[step.state]}</b>
          <span>{`${index + 1} ${stepText[step.name]}`}</span>
          {step.state === 'failed' && code !== undefined && <code>{code}</code>}
        </li>
      ))}
    </ol>
  );
}

interface Aftermath {
  readonly undone: readonly Trace[];
  readonly left: readonly Trace[];
  readonly next: readonly OperationRequest[];
}

/** Undefined where nothing has gone wrong. */
function aftermathOf(state: Operation['state']): Aftermath | undefined {
  switch (state.is) {
    case 'failed':
      return state;
    case 'cancelled':
      return { ...state, next: [] };
    case 'interrupted':
      return { ...state, undone: [] };
    case 'waiting':
    case 'running':
    case 'done':
      return undefined;
    default:
      return unreachable(state);
  }
}

function Aftermath({ operation, onStart }: Pick<OperationDetailProps, 'operation' | 'onStart'>) {
  const aftermath = aftermathOf(operation.state);
  if (aftermath === undefined) return null;
  const { undone, left, next } = aftermath;
  const { name } = operation.subject;
  return (
    <div className={css['cards']}>
      <section aria-label={tasksText.undone}>
        <h3>
          <Icon name="undo" tone="quiet" />
          {tasksText.undone}
        </h3>
        <Traces traces={undone} name={name} otherwise={tasksText.nothingUndone} />
      </section>
      <section aria-label={tasksText.left}>
        <h3>
          <Icon name="info" tone="quiet" />
          {tasksText.left}
        </h3>
        <Traces traces={left} name={name} otherwise={tasksText.nothingLeft} />
      </section>
      <section aria-label={tasksText.next}>
        <h3>
          <Icon name="wrench" tone="quiet" />
          {tasksText.next}
        </h3>
        {next.length === 0 && <p>{tasksText.nothingNext}</p>}
        {byKind(next).map((requests, index) => (
          <Button key={JSON.stringify(requests)} kind={index === 0 ? 'primary' : 'plain'} onClick={() => onStart(requests)}>
            {nextOfManyText(requests, operation.request)}
          </Button>
        ))}
      </section>
    </div>
  );
}

/** Of something that was done, but not everywhere. */
function Remarks({ operation, onStart }: Pick<OperationDetailProps, 'operation' | 'onStart'>) {
  const { state } = operation;
  if (state.is !== 'done' || state.remarks === undefined) return null;
  const { remarks, next = [] } = state;
  return (
    <div className={css['cards']}>
      <section aria-label={tasksText.remarks}>
        <h3>
          <Icon name="warning" tone="warn" />
          {tasksText.remarks}
        </h3>
        <ul>
          {remarks.map((remark) => (
            <li key={JSON.stringify(remark)}>{remarkText(remark)}</li>
          ))}
        </ul>
        {byKind(next).map((requests) => (
          <Button key={JSON.stringify(requests)} onClick={() => onStart(requests)}>
            {nextOfManyText(requests, operation.request)}
          </Button>
        ))}
      </section>
    </div>
  );
}

/** What is said with the same words is done by one button. */
function byKind(next: readonly OperationRequest[]): readonly (readonly OperationRequest[])[] {
  const words = new Map<string, OperationRequest[]>();
  for (const request of next) words.set(requestText(request), [...(words.get(requestText(request)) ?? []), request]);
  return [...words.values()];
}

function Traces({ traces, name, otherwise }: { readonly traces: readonly Trace[]; readonly name: string; readonly otherwise: string }) {
  if (traces.length === 0) return <p>{otherwise}</p>;
  return (
    <ul>
      {traces.map((trace) => (
        <li key={JSON.stringify(trace)}>{traceText(trace, name)}</li>
      ))}
    </ul>
  );
}
