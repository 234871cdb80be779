import { fileURLToPath } from 'node:url';

/** The repository's folder, with a trailing separator. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** @param {string} line */
export function say(line) {
  process.stderr.write(`poolkeeper: ${line}\n`);
}

/** Ends the command with a sentence instead of a stack. */
export class CannotGoOn extends Error {
  /** @override */
  name = 'CannotGoOn';
}

/**
 * Runs a command to its exit code.
 * @param {() => Promise<number>} command
 */
export async function conclude(command) {
  try {
    process.exitCode = await command();
  } catch (error) {
    if (!(error instanceof CannotGoOn)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}
