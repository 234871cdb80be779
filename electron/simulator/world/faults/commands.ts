import type { World } from '#simulator/world/world.ts';
import { accessCommands } from './access-commands.ts';
import { type FaultCommand, FaultError, type FaultValues, type Told } from './command.ts';
import { dom0Commands } from './dom0-commands.ts';
import { inspectCommands } from './inspect-commands.ts';
import { linkCommands } from './link-commands.ts';
import { machineCommands } from './machine-commands.ts';
import { memberCommands } from './member-commands.ts';
import { poolCommands } from './pool-commands.ts';
import { storageCommands } from './storage-commands.ts';

/** Everything that can be done to a running data centre: the command line and the control address read this same table. */
export const commands: readonly FaultCommand[] = [
  ...inspectCommands,
  ...linkCommands,
  ...machineCommands,
  ...poolCommands,
  ...storageCommands,
  ...accessCommands,
  ...dom0Commands,
  ...memberCommands,
];

/** Runs a command as it was typed. Throws FaultError when it cannot be understood. */
export function runCommand(world: World, name: string, values: readonly string[]): Told {
  const command = commands.find((known) => known.name === name);
  if (command === undefined) throw new FaultError(`there is no command ${name}; there are ${commands.map((known) => known.name).join(', ')}`);
  return command.run(world, named(command, values)) ?? null;
}

function named(command: FaultCommand, values: readonly string[]): FaultValues {
  const { parameters } = command;
  const isComplete = parameters.every((parameter, position) => parameter.isOptional === true || values[position] !== undefined);
  if (!isComplete || values.length > parameters.length) throw new FaultError(`usage: ${usage(command)}`);
  return Object.fromEntries(
    values.map((value, position) => {
      const parameter = parameters[position];
      if (parameter?.choices !== undefined && !parameter.choices.includes(value)) {
        throw new FaultError(`${parameter.name} is one of ${parameter.choices.join(', ')}, not ${value}`);
      }
      return [parameter?.name ?? '', value];
    }),
  );
}

/** pull-cable HOST management|storage */
export function usage(command: FaultCommand): string {
  const words = command.parameters.map((parameter) => {
    const word = parameter.choices?.join('|') ?? parameter.name.toUpperCase();
    return parameter.isOptional === true ? `[${word}]` : word;
  });
  return [command.name, ...words].join(' ');
}
