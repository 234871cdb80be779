import type { Operation } from '#shared/contract/calls/operation-calls.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { secondsText } from '#shared/text/format.ts';
import { operationTitle } from '#shared/text/operation-title.ts';
import { operationLine, stepStateText, stepText, tasksText } from '#shared/text/tasks-text.ts';
import { traceText } from '#shared/text/trace-text.ts';

/** All that is known of an operation, for a mail or a ticket. */
export function reportOf(operation: Operation, nowMs: number): string {
  const { state, steps, subject, startedAtMs, xe } = operation;
  const traces = 'left' in state ? { undone: 'undone' in state ? state.undone : [], left: state.left } : { undone: [], left: [] };
  return [
    operationTitle(operation),
    `${operationLine(operation, nowMs)}. ${subject.serverName}, ${secondsText(startedAtMs)}`,
    ...failureLines(operation),
    '',
    ...steps.map(
      (step, index) => `${step.atMs === undefined ? '' : secondsText(step.atMs)} ${stepStateText[step.state]} ${index + 1} ${stepText[step.name]}`,
    ),
    ...section(
      tasksText.undone,
      traces.undone.map((trace) => traceText(trace, subject.name)),
    ),
    ...section(
      tasksText.left,
      traces.left.map((trace) => traceText(trace, subject.name)),
    ),
    ...section(tasksText.byHand, xe),
  ].join('\n');
}

function failureLines({ state }: Operation): readonly string[] {
  if (state.is !== 'failed') return [];
  const { what, next, code } = failureText(state.failure);
  return [what, next, code].filter((line) => line !== undefined);
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines];
}
