import { type Running, run, type Work } from '#simulator/world/process.ts';
import type { SimHost, World } from '#simulator/world/world.ts';
import { addEtc } from './host-files/etc-files.ts';
import { addProc } from './host-files/proc-files.ts';
import { addSys } from './host-files/sys-files.ts';
import { filesOf } from './host-files/tree.ts';
import { addVar } from './host-files/var-files.ts';
import type { Files } from './files.ts';
import { type Io, inputOf, type Machine, type ProcessGroup } from './process.ts';
import { engine } from './run.ts';
import type { Job, Shell } from './shell.ts';
import { toolsOf } from './tools/all-tools.ts';

const SEARCH_PATH = '/usr/sbin:/usr/bin:/sbin:/bin:/opt/xensource/bin:/opt/xensource/libexec';

/** A host as its own shell sees it, at this moment. */
function machineOf(world: World, host: SimHost): Machine {
  let seen: { readonly stamp: string; readonly files: Files } | undefined;
  return {
    world,
    host,
    // The world goes on while a program runs: what it looked at before may be different by now.
    get files() {
      const stamp = stampOf(world, host);
      if (seen?.stamp !== stamp) seen = { stamp, files: filesOf(world, host, [addEtc, addProc, addSys, addVar]) };
      return seen.files;
    },
  };
}

/** Changes whenever a file may have changed. */
function stampOf(world: World, host: SimHost): string {
  const { dom0, cables, toolstack, power } = host;
  const { addresses, addresses6, besides, adminDown, pulled, gateway, mtu, managementBridge } = dom0.network;
  const network = [[...addresses], [...addresses6], [...besides], [...adminDown], [...pulled], [...mtu], gateway, managementBridge];
  const files = [...dom0.files].map(([path, bytes]) => `${path}${bytes?.length ?? 'gone'}`);
  const whole = [
    world.clock.now(),
    host.pool.database.generation(),
    cables,
    toolstack.is,
    power,
    dom0.boots,
    dom0.log.length,
    dom0.disks,
    dom0.poolConf,
    dom0.tls,
  ];
  return JSON.stringify([whole, network, files]);
}

interface ShellStart {
  readonly terminal?: { readonly columns: number; readonly rows: number };
  readonly variables?: ReadonlyMap<string, string>;
}

/** A root shell on a host, which lives as long as whoever asked for it. */
export function openShell(world: World, host: SimHost, start: ShellStart = {}): Shell {
  const group: ProcessGroup = { isStuck: false, isInterrupted: false };
  let jobs = 0;
  return {
    machine: machineOf(world, host),
    tools: toolsOf(host),
    group,
    variables: new Map([['PATH', SEARCH_PATH], ['HOME', '/root'], ['USER', 'root'], ['HOSTNAME', host.name], ...(start.variables ?? [])]),
    exported: new Set(),
    functions: new Map(),
    parameters: [],
    name: 'bash',
    folder: '/root',
    status: 0,
    pipeStatus: [0],
    options: new Set(),
    descriptors: new Map(),
    jobs: [],
    terminal: start.terminal,
    engine,
    spawn(work) {
      jobs += 1;
      return spawned(world, host, work, 40_300 + jobs);
    },
  };
}

/** Goes on beside whoever started it, until it is over or the machine goes down. */
function spawned(world: World, host: SimHost, work: Work<number>, number: number): Job {
  const { boots } = host.dom0;
  const job: Job = { number, isOver: false, status: 0, onEnd: new Set(), end: () => finish(143) };
  const life: { running?: Running } = {};
  function finish(status: number): void {
    if (job.isOver) return;
    job.isOver = true;
    job.status = status;
    life.running?.interrupt(new Ended());
    for (const wake of job.onEnd) wake();
  }
  life.running = run(world.clock, whileUp(host, boots, work), (outcome) => finish(outcome.is === 'done' ? outcome.value : 1));
  return job;
}

function* whileUp(host: SimHost, boots: number, work: Work<number>): Work<number> {
  for (let next = work.next(); ; next = work.next()) {
    if (next.done === true) return next.value;
    yield next.value;
    if (host.dom0.boots !== boots) return 137;
  }
}

class Ended extends Error {
  override readonly name = 'Ended';
}

export interface Execution {
  /** As when the connection breaks: what can be ended is. */
  abandon(): void;
}

/** Runs one command line; `whenDone` gets its exit code. What it prints comes as it is printed, as bytes. */
export function execute(shell: Shell, text: string, io: Pick<Io, 'out' | 'err'> & Partial<Io>, whenDone: (code: number) => void): Execution {
  const { world, host } = shell.machine;
  const { boots } = host.dom0;
  const whole: Io = { input: io.input ?? inputOf(''), out: io.out, err: io.err };
  const running = run(world.clock, whileUp(host, boots, engine.text(shell, text, whole)), (outcome) => {
    if (outcome.is === 'failed' && !(outcome.error instanceof Ended)) throw outcome.error;
    whenDone(outcome.is === 'done' ? outcome.value : 130);
  });
  return {
    abandon() {
      if (!shell.group.isStuck) running.interrupt(new Ended());
    },
  };
}

interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** What a host says to a command line; undefined when time must pass before it is done. */
export function answer(world: World, host: SimHost, text: string): Answer | undefined {
  let stdout = '';
  let stderr = '';
  let code: number | undefined;
  const io = { out: (bytes: string) => void (stdout += bytes), err: (bytes: string) => void (stderr += bytes) };
  execute(openShell(world, host), Buffer.from(text, 'utf8').toString('latin1'), io, (status) => {
    code = status;
  });
  const decoded = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8');
  return code === undefined ? undefined : { stdout: decoded(stdout), stderr: decoded(stderr), code };
}
