import type { Investigation } from '#shared/contract/recovery-schema.ts';
import { withoutSecrets } from '#shared/domain/diagnosis/redact.ts';
import type { Attempt } from '#shared/domain/routes/attempt.ts';
import { attemptFailureText, attemptStateText, rankReasonText, routeKindText, routeText, stageText } from './routes-text.ts';

/** Everything that is known of a host, as text for a file or a ticket. What looks like a secret is taken out. */
export function recoveryReport(of: {
  readonly name: string;
  readonly pool: string;
  readonly nowMs: number;
  readonly investigation: Investigation;
}): string {
  const { investigation } = of;
  const identity = investigation.identity;
  const lines = [
    `Host ${of.name} of pool ${of.pool}`,
    `Written ${moment(of.nowMs)}, looked at since ${moment(investigation.startedAtMs)}`,
    identity === undefined ? 'It has not proven who it is.' : `It proved to be ${identity.uuid} at ${moment(identity.atMs)}`,
    '',
    'WAYS',
    ...investigation.routes.flatMap((route) => [
      `${String(route.score).padStart(4)}  ${routeKindText(route.kind)}: ${routeText(route)}`,
      `      ${route.because.map(rankReasonText).join('; ')}`,
      ...attemptLines(investigation.attempts.find((attempt) => attempt.route === route.id)),
    ]),
    '',
    'WHAT THE HOST SAYS',
    ...Object.entries(investigation.sight).flatMap(([section, seen]) => sectionLines(section, seen)),
    '',
  ];
  return withoutSecrets(lines.join('\n'));
}

function attemptLines(attempt: Attempt | undefined): readonly string[] {
  if (attempt === undefined) return [];
  const passed = attempt.passed.map(({ stage, tookMs }) => `${stageText(stage)} ${tookMs} ms`);
  const why = attempt.failure === undefined ? '' : ` at "${stageText(attempt.stage)}": ${attemptFailureText(attempt.failure)}`;
  return [`      ${attemptStateText(attempt.state)}${why}`, ...(passed.length > 0 ? [`      ${passed.join(', ')}`] : [])];
}

function sectionLines(section: string, seen: Investigation['sight'][keyof Investigation['sight']]): readonly string[] {
  switch (seen.is) {
    case 'not-asked':
      return [];
    case 'failed':
      return [`[${section}] could not be read at ${moment(seen.atMs)}: ${seen.why}`];
    default:
      return [`[${section}] ${moment(seen.atMs)}`, ...valueLines(seen.value, '  ')];
  }
}

function valueLines(value: unknown, indent: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [`${indent}${String(value)}`];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const name = Array.isArray(value) ? '-' : `${key}:`;
    if (typeof inner !== 'object' || inner === null) return [`${indent}${name} ${String(inner)}`];
    return [`${indent}${name}`, ...valueLines(inner, `${indent}  `)];
  });
}

function moment(atMs: number): string {
  return new Date(atMs).toISOString();
}
