import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

const runFile = promisify(execFile);

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** Runs a program to its end, whatever that is. */
export async function ran(program: string, args: readonly string[], timeoutMs = 60_000): Promise<Ran> {
  try {
    const { stdout, stderr } = await runFile(program, [...args], { timeout: timeoutMs, maxBuffer: 64 * 1024 * 1024 });
    return { stdout, stderr, code: 0 };
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !('stdout' in error)) throw error;
    return { stdout: String(error.stdout), stderr: 'stderr' in error ? String(error.stderr) : '', code: Number(error.code ?? -1) };
  }
}

async function must(program: string, ...args: readonly string[]): Promise<string> {
  const { stdout, stderr, code } = await ran(program, args);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

const PREFIX = 'pklab-';

/** What dead runs left behind; a live one keeps its own. */
export async function removeStale(): Promise<void> {
  const { stdout } = await ran('ip', ['netns', 'list']);
  for (const line of stdout.split('\n')) {
    const found = /^pklab-(\d+)-\S+/.exec(line);
    if (found === null || existsSync(`/proc/${found[1]}`)) continue;
    const { stdout: pids } = await ran('ip', ['netns', 'pids', found[0]]);
    for (const pid of pids.split('\n').filter((text) => text !== '')) endProcess(Number(pid));
    await ran('ip', ['netns', 'del', found[0]]);
  }
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself meanwhile.
  }
}

export interface Wire {
  readonly device: string;
  readonly address: string;
  /** Which of the two switches it leads to. */
  readonly to: 'management' | 'storage';
  readonly mac?: string;
}

/** Network namespaces beside two switches in one of their own; outside them nothing is changed. */
export interface LabNetwork extends AsyncDisposable {
  nameOf(member: string): string;
  add(member: string, wires: readonly Wire[]): Promise<void>;
  /** A program inside a member's namespace. */
  inside(member: string, program: string, ...args: readonly string[]): Promise<Ran>;
}

export async function createNetwork(): Promise<LabNetwork> {
  await removeStale();
  const members = new Set<string>();
  const nameOf = (member: string): string => `${PREFIX}${process.pid}-${member}`;
  const lan = nameOf('lan');
  let wires = 0;

  await must('ip', 'netns', 'add', lan);
  for (const bridge of ['management', 'storage']) {
    await must('ip', '-n', lan, 'link', 'add', bridge, 'type', 'bridge');
    await must('ip', '-n', lan, 'link', 'set', bridge, 'up');
  }

  return {
    nameOf,
    async add(member, ports) {
      const name = nameOf(member);
      members.add(member);
      await must('ip', 'netns', 'add', name);
      await must('ip', '-n', name, 'link', 'set', 'lo', 'up');
      for (const { device, address, to, mac } of ports) {
        wires += 1;
        await must('ip', 'link', 'add', device, 'netns', name, 'type', 'veth', 'peer', 'name', `port${wires}`, 'netns', lan);
        await must('ip', '-n', lan, 'link', 'set', `port${wires}`, 'master', to, 'up');
        if (mac !== undefined) await must('ip', '-n', name, 'link', 'set', device, 'address', mac);
        await must('ip', '-n', name, 'addr', 'add', address, 'dev', device);
        await must('ip', '-n', name, 'link', 'set', device, 'up');
      }
    },
    inside: async (member, program, ...args) => await ran('ip', ['netns', 'exec', nameOf(member), program, ...args]),
    async [Symbol.asyncDispose]() {
      for (const name of [...[...members].map(nameOf), lan]) {
        const { stdout } = await ran('ip', ['netns', 'pids', name]);
        for (const pid of stdout.split('\n').filter((text) => text !== '')) endProcess(Number(pid));
        await ran('ip', ['netns', 'del', name]);
      }
    },
  };
}
