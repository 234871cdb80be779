import type { Scenario } from '#simulator/scenarios/scenario.ts';
import type { FaultCommand } from '#simulator/world/faults/command.ts';
import { usage } from '#simulator/world/faults/commands.ts';
import type { ControlledDataCentre } from '#simulator/serve-controlled.ts';
import type { ControlAnswer } from './protocol.ts';

export function describeScenarios(scenarios: readonly Scenario[]): string {
  return table(scenarios.map((scenario) => [scenario.name, scenario.description]));
}

/** For a program one line of JSON, for a person a table. */
export function describeDataCentre(dataCentre: ControlledDataCentre, form: 'json' | 'text'): string {
  const { hosts, user, password, control } = dataCentre;
  if (form === 'json') return `${JSON.stringify({ hosts, user, password, control })}\n`;
  const rows = hosts.map((host) => [host.name, host.url, host.address, host.master ? 'master' : '']);
  return [
    table(rows),
    `login    ${user} / ${password}\n`,
    `control  ${control.url}  token ${control.token}\n`,
    'Press Ctrl+C to end. Faults: simulate ctl COMMAND; simulate ctl help lists them.\n',
  ].join('\n');
}

export function describeCommands(commands: readonly FaultCommand[]): string {
  return table(commands.map((command) => [usage(command), command.description]));
}

export function describeAnswer(answer: ControlAnswer): string {
  if (!answer.ok) return `simulate: ${answer.error}\n`;
  if (answer.told === null) return 'done\n';
  return typeof answer.told === 'string' ? `${answer.told}\n` : `${JSON.stringify(answer.told, undefined, 2)}\n`;
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
