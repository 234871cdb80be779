import { readFileSync } from 'node:fs';
import { unreachable } from '#shared/kernel/unreachable.ts';
import { readAddress, removeAddress, writeAddress } from './control/address-file.ts';
import { ArgumentError, parseWish, type Source, USAGE, type Wish } from './control/arguments.ts';
import { order } from './control/control-client.ts';
import { describeAnswer, describeCommands, describeDataCentre, describeScenarios } from './control/descriptions.ts';
import { worldFromDatabase } from './scenarios/from-database.ts';
import { scenarios } from './scenarios/registry.ts';
import { buildScenario } from './scenarios/scenario.ts';
import { serveControlled } from './serve-controlled.ts';
import { DatabaseFileError } from './world/database-xml.ts';
import { commands } from './world/faults/commands.ts';
import type { World } from './world/world.ts';

const say = (text: string): void => void process.stdout.write(text);

async function main(wish: Wish): Promise<void> {
  switch (wish.is) {
    case 'help':
      return say(USAGE);
    case 'list':
      return say(describeScenarios(scenarios));
    case 'order':
      return give(wish);
    case 'serve':
      return serve(wish);
    default:
      return unreachable(wish);
  }
}

async function give(wish: Wish & { is: 'order' }): Promise<void> {
  if (wish.command === 'help') return say(describeCommands(commands));
  const address = wish.control ?? readAddress();
  if (address === undefined) throw new ArgumentError('no simulator of yours is running; start one, or give --control and --token');
  const answer = await order(address, wish.command, wish.values);
  say(describeAnswer(answer));
  if (!answer.ok) process.exitCode = 1;
}

async function serve(wish: Wish & { is: 'serve' }): Promise<void> {
  const world = await worldOf(wish.source);
  const dataCentre = await serveControlled(world, {
    speed: wish.speed,
    addresses: wish.addresses,
    ...(wish.portBase === undefined ? {} : { portBase: wish.portBase }),
  });
  writeAddress(dataCentre.control);
  say(describeDataCentre(dataCentre, wish.isJson ? 'json' : 'text'));
  await untilEnded();
  removeAddress(dataCentre.control);
  await dataCentre.close();
}

async function worldOf(source: Source): Promise<World> {
  const startMs = Date.now();
  if (source.is === 'database') return worldFromDatabase(readFileSync(source.file), startMs);
  const scenario = scenarios.find((known) => known.name === source.name);
  if (scenario === undefined) throw new ArgumentError(`there is no scenario ${source.name}; --list shows them`);
  return buildScenario(scenario, { startMs, ...(source.profile === undefined ? {} : { profile: source.profile }) });
}

/** A signal, or the parent that forked it letting go. Its input says nothing: scripts start it with none. */
function untilEnded(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
    process.once('disconnect', () => resolve());
  });
}

const WRONG_USE = 2;
const FAILED = 1;

/** What went wrong, for a person; a bug keeps its stack. */
function complain(error: unknown): number {
  if (error instanceof ArgumentError) {
    process.stderr.write(`simulate: ${error.message}\n${USAGE}`);
    return WRONG_USE;
  }
  const isExpected = error instanceof DatabaseFileError || isSystemError(error);
  process.stderr.write(isExpected ? `simulate: ${error.message}\n` : `${String(error instanceof Error ? error.stack : error)}\n`);
  return FAILED;
}

/** No such file, port in use, connection refused: the system's own words are clear enough. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

try {
  await main(parseWish(process.argv.slice(2)));
} catch (error) {
  process.exitCode = complain(error);
}
