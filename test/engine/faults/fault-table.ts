import { runCommand } from '#simulator/world/faults/commands.ts';
import type { SimHost, World } from '#simulator/world/world.ts';

/** Something that goes wrong with a pool's master, and what undoes it. */
export interface Fault {
  readonly name: string;
  /** Where it happens; absent: to two hosts without high availability. */
  readonly scenario?: string;
  strike(world: World, master: SimHost): void;
  heal(world: World, master: SimHost): void;
}

const nothing = (): void => undefined;

function onHost(command: string, values: readonly string[] = [], undo?: readonly string[]): Fault {
  const [undoCommand, ...undoValues] = undo ?? [];
  return {
    name: command,
    strike: (world, { name }) => void runCommand(world, command, [name, ...values]),
    heal: undoCommand === undefined ? nothing : (world, { name }) => void runCommand(world, undoCommand, [name, ...undoValues]),
  };
}

const onWire = (command: string, values: readonly string[] = []): Fault => onHost(command, values, ['heal-link']);

function someStorage({ database }: SimHost['pool']): string {
  const [row] = database.tables.get('SR')?.rows.values() ?? [];
  return String(row?.row['uuid']);
}

function stuckTask(): Fault {
  const tasks: unknown[] = [];
  return {
    name: 'stick-task',
    strike: (world, { name }) => void tasks.push(runCommand(world, 'stick-task', [name])),
    heal(world, { name }) {
      for (const task of tasks.splice(0)) runCommand(world, 'release-task', [name, String(task)]);
    },
  };
}

/** Every fault of the wire, of a machine and of a pool that a connection can feel. */
export const faults: readonly Fault[] = [
  onWire('latency', ['300']),
  onWire('bandwidth', ['200000']),
  ...['refuse', 'reset', 'black-hole', 'half-open', 'slow-drip', 'truncate', 'malformed', 'http-500'].map((mode) => onWire(mode)),
  onHost('skew-clock', ['7200'], ['skew-clock', '0']),
  onHost('pull-cable', ['management'], ['plug-cable', 'management']),
  { ...onHost('pull-cable', ['storage'], ['plug-cable', 'storage']), name: 'pull-cable storage' },
  { ...onHost('fill-disk', ['root'], ['free-disk', 'root']), name: 'fill-disk' },
  onHost('power-off', [], ['power-on']),
  onHost('fence'),
  onHost('restart-toolstack'),
  onHost('stop-toolstack', [], ['start-toolstack']),
  onHost('replace-certificate'),
  {
    name: 'kill-master',
    strike: (world, { name }) => void runCommand(world, 'kill-master', [name]),
    heal: (world, { name }) => void runCommand(world, 'power-on', [name]),
  },
  {
    // Without its master the others choose another one.
    name: 'ha-fail-over',
    scenario: 'ha-three-hosts',
    strike: (world, { name }) => void runCommand(world, 'kill-master', [name]),
    heal: (world, { name }) => void runCommand(world, 'power-on', [name]),
  },
  {
    name: 'fill-storage',
    strike: (world, { name, pool }) => void runCommand(world, 'fill-storage', [name, someStorage(pool)]),
    heal: (world, { name, pool }) => void runCommand(world, 'free-storage', [name, someStorage(pool)]),
  },
  stuckTask(),
  { name: 'overflow-deletions', strike: (world, { name }) => void runCommand(world, 'overflow-deletions', [name]), heal: nothing },
];
