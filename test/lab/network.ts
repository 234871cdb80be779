import { execFile, spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** Several commands of `ip` in one go, in a namespace if one is named. */
async function ip(namespace: string | undefined, lines: readonly string[]): Promise<void> {
  const child = spawn('ip', [...(namespace === undefined ? [] : ['-n', namespace]), '-batch', '-'], { stdio: ['pipe', 'ignore', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (part: Buffer) => (complaints += part.toString('utf8')));
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  if ((await ended) !== 0) throw new Error(`ip: ${complaints}\n${lines.join('\n')}`);
}

const OWNED = /^pklab-(\d+)-/;
let labs = 0;

/** Begins what belongs to one lab of this process, so that the next one knows whom it belonged to. */
export function nameOfLab(): string {
  labs += 1;
  return `pklab-${process.pid}-${labs}`;
}

/** What dead runs left behind: processes, namespaces and with them their switches and mounts, folders. A live one keeps its own. */
export async function removeStale(): Promise<void> {
  const { stdout } = await ran('ip', ['netns', 'list']);
  const namespaces = stdout.split('\n').map((line) => line.split(' ')[0] ?? '');
  for (const namespace of namespaces.filter(isLeft)) await removeNamespace(namespace);
  for (const folder of readdirSync(tmpdir()).filter(isLeft)) rmSync(join(tmpdir(), folder), { recursive: true, force: true });
}

function isLeft(name: string): boolean {
  const owner = OWNED.exec(name)?.[1];
  return owner !== undefined && !existsSync(`/proc/${owner}`);
}

async function removeNamespace(name: string): Promise<void> {
  const { stdout } = await ran('ip', ['netns', 'pids', name]);
  for (const pid of stdout.split('\n').filter((text) => text !== '')) endProcess(Number(pid));
  await ran('ip', ['netns', 'del', name]);
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself meanwhile.
  }
}

const SWITCHES = ['management', 'storage', 'spare'] as const;
export type Switch = (typeof SWITCHES)[number];

/** Only one of them takes large packets. */
const LARGEST: Readonly<Record<Switch, number>> = { management: 1500, storage: 1500, spare: 9000 };

export interface Wire {
  readonly device: string;
  /** Which of the switches it leads to; a port without a cable leads nowhere. */
  readonly to?: Switch | undefined;
  readonly mac?: string;
}

/** Network namespaces beside three switches in one of their own; outside them nothing is changed. */
export interface LabNetwork extends AsyncDisposable {
  nameOf(member: string): string;
  /** Puts wires between a member and the switches, then does more with `ip` in its namespace. */
  add(member: string, of: { readonly wires: readonly Wire[]; readonly lines: readonly string[] }): Promise<void>;
  /** At the end of the switch, so that the card sees no link. */
  cable(member: string, device: string, state: 'plugged' | 'pulled'): Promise<void>;
  /** A program inside a member's namespace. */
  inside(member: string, program: string, ...args: readonly string[]): Promise<Ran>;
}

/** The router of the management network answers, and leads nowhere. */
export const ROUTER = '10.8.0.1';

export async function createNetwork(lab: string): Promise<LabNetwork> {
  await removeStale();
  const members = new Set<string>();
  const ports = new Map<string, string>();
  const nameOf = (member: string): string => `${lab}-${member}`;
  const lan = nameOf('lan');

  await must('ip', 'netns', 'add', lan);
  await ip(lan, [
    'link set lo up',
    ...SWITCHES.flatMap((bridge) => [`link add ${bridge} mtu ${LARGEST[bridge]} type bridge`, `link set ${bridge} up`]),
    `addr add ${ROUTER}/24 dev management`,
  ]);

  return {
    nameOf,
    async add(member, { wires, lines }) {
      const name = nameOf(member);
      members.add(member);
      await must('ip', 'netns', 'add', name);
      const drawn = wires.map((wire) => {
        const port = `port${ports.size + 1}`;
        ports.set(`${member} ${wire.device}`, port);
        return { ...wire, port };
      });
      await ip(
        undefined,
        drawn.map(({ device, port }) => `link add ${device} netns ${name} type veth peer name ${port} netns ${lan}`),
      );
      await ip(
        lan,
        drawn.flatMap(({ port, to }) => (to === undefined ? [] : [`link set ${port} mtu ${LARGEST[to]} master ${to} up`])),
      );
      const cards = drawn.flatMap(({ device, mac }) => [
        ...(mac === undefined ? [] : [`link set ${device} address ${mac}`]),
        `link set ${device} up`,
      ]);
      await ip(name, ['link set lo up', ...cards, ...lines]);
    },
    async cable(member, device, state) {
      await ip(lan, [`link set ${ports.get(`${member} ${device}`)} ${state === 'plugged' ? 'up' : 'down'}`]);
    },
    inside: async (member, program, ...args) => await ran('ip', ['netns', 'exec', nameOf(member), program, ...args]),
    async [Symbol.asyncDispose]() {
      await Promise.all([...members, 'lan'].map(async (member) => await removeNamespace(nameOf(member))));
    },
  };
}
