import type { Investigation } from '#shared/contract/recovery-schema.ts';
import { withoutSecrets } from '#shared/domain/diagnosis/redact.ts';
import type { Attempt } from '#shared/domain/routes/attempt.ts';
import { faultText } from './diagnosis-text.ts';
import { neighboursText, notReachedWords, roleWords } from './neighbours-text.ts';
import { bmcText, powerProofText } from './power-proof-text.ts';
import { attemptText, rankText, routeName, stageText } from './route-words.ts';

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
      `${String(route.score).padStart(4)}  ${routeName(route)}: ${route.address}`,
      `      ${rankText(route)}`,
      ...attemptLines(investigation.attempts.find((attempt) => attempt.route === route.id)),
    ]),
    '',
    'POWER',
    `Management controller: ${bmcText(investigation.bmc)}`,
    ...wordLines(investigation),
    '',
    'FINDINGS',
    ...findingLines(investigation),
    '',
    'WHAT THE OTHER HOSTS SAY',
    ...investigation.neighbours.map(neighbourLine),
    '',
    'WHAT THE HOST SAYS',
    ...Object.entries(investigation.sight).flatMap(([section, seen]) => sectionLines(section, seen)),
    '',
  ];
  return withoutSecrets(lines.join('\n'));
}

function attemptLines(attempt: Attempt | undefined): readonly string[] {
  if (attempt === undefined) return [];
  const passed = attempt.passed.map(({ stage, tookMs }) => `${stageText(stage)} ${Math.round(tookMs)} ms`);
  const where = attempt.failure === undefined ? '' : ` (${stageText(attempt.stage)})`;
  return [`      ${attemptText(attempt)}${where}`, ...(passed.length > 0 ? [`      ${passed.join(', ')}`] : [])];
}

function wordLines({ word }: Investigation): readonly string[] {
  return word === undefined ? [] : [`${powerProofText.somebody}: ${powerProofText.restsOnWord(word.by, moment(word.atMs), word.looked)}`];
}

function findingLines({ diagnosis }: Investigation): readonly string[] {
  const { headline, secondary, rest } = diagnosis;
  return [...(headline === undefined ? [] : [headline]), ...secondary, ...rest].flatMap((finding) => {
    const { title, cause } = faultText(finding);
    return [`${finding.fault} ${title}`, `  ${cause}`, ...finding.evidence.flatMap(({ lines }) => lines.map((line) => `  | ${line}`))];
  });
}

function neighbourLine({ name, state }: Investigation['neighbours'][number]): string {
  if (state.is === 'not-asked') return `${name}: ${neighboursText.notAsked}`;
  if (state.is === 'not-reached') return `${name}: ${notReachedWords(state.why)}`;
  const { word } = state;
  const armed = word.isHaArmed === undefined ? neighboursText.unknown : word.isHaArmed ? neighboursText.armed : neighboursText.notArmed;
  return `${name}: ${roleWords(word)}, database ${word.dbGeneration ?? neighboursText.unknown}, HA ${armed}, ${word.domains?.length ?? '?'} VMs, at ${moment(word.atMs)}`;
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
