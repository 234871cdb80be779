import { runCommand } from '#simulator/world/faults/commands.ts';
import type { ServedWorld } from './served-world.ts';

/** Something happens to a world that is served, as a person would type it at its control address. */
export function befall({ world }: Pick<ServedWorld, 'world'>, command: string, ...values: readonly string[]): void {
  runCommand(world, command, values);
}
