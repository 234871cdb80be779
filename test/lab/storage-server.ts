import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from './lab.ts';
import { type LabNetwork, type Ran, ROUTER } from './network.ts';
import { openRoom } from './room.ts';
import { startAgent } from './start-agent.ts';

/** A machine beside the hosts with a card in each of the two networks. */
export interface StorageServer extends AsyncDisposable {
  /** What root types there; throws where it fails. */
  type(script: string): Promise<string>;
}

export interface ServerPlan {
  readonly name: string;
  /** The last number of its addresses in both networks. */
  readonly number: number;
  /** Where its programs lie, which this computer does not have. */
  readonly tools: string;
  /** What its first process does. */
  readonly script: readonly string[];
  /** Succeeds once it serves. */
  readonly isUp: string;
}

/** What is needed to run programs that lie in a folder, before what is there otherwise. */
export function toolsAt(tools: string): { readonly path: string; readonly libraries: string } {
  const libraries = ['usr/lib', 'lib'].flatMap((folder) => {
    const at = join(tools, folder);
    const own = existsSync(at) ? readdirSync(at).filter((name) => name.endsWith('-linux-gnu')) : [];
    return own.map((name) => join(at, name));
  });
  const folders = ['usr/sbin', 'usr/bin', 'sbin', 'bin'].map((folder) => join(tools, folder));
  return { path: [...folders, '/usr/sbin', '/usr/bin', '/sbin', '/bin'].join(':'), libraries: libraries.join(':') };
}

const STARTS_WITHIN = 'for n in $(seq 200)';

export async function startStorageServer({ network, folder }: Pick<Lab, 'network' | 'folder'>, plan: ServerPlan): Promise<StorageServer> {
  await wire(network, plan);
  const own = join(folder, plan.name);
  mkdirSync(own, { recursive: true });
  const { path, libraries } = toolsAt(plan.tools);
  const env = [`PATH=${path}`, `LD_LIBRARY_PATH=${libraries}`, `OWN=${own}`, `TOOLS=${plan.tools}`, 'HOME=/run'];
  const start = join(own, 'start');
  const exports = env.map((line) => `export ${line.replace('=', "='")}'`);
  const alone = ['set -e', 'mount --make-rprivate /', 'mount -t tmpfs lab /run', 'hostname "$NAME"'];
  writeFileSync(
    start,
    [`export NAME=${plan.name}`, ...exports, ...alone, ...plan.script, 'while :; do sleep 1000 & wait $! || true; done', ''].join('\n'),
  );
  await using undo = new AsyncDisposableStack();
  const room = undo.use(openRoom(network.nameOf(plan.name), start, env));
  const agent = undo.use(startAgent(network.nameOf(plan.name)));
  if (room.pid !== undefined) agent.guard(room.pid);
  const type = async (script: string): Promise<string> => told(await room.type(script), script);
  await type(`${STARTS_WITHIN}; do ${plan.isUp} >/dev/null 2>&1 && exit 0; sleep 0.05; done; ${plan.isUp}`);
  const kept = undo.move();
  return { type, [Symbol.asyncDispose]: async () => await kept.disposeAsync() };
}

function told({ code, stdout, stderr }: Ran, script: string): string {
  if (code !== 0) throw new Error(`${script}: ${stderr}${stdout}`);
  return stdout;
}

async function wire(network: LabNetwork, { name, number }: ServerPlan): Promise<void> {
  await network.add(name, {
    wires: [
      { device: 'eth0', to: 'management' },
      { device: 'eth2', to: 'storage' },
    ],
    lines: [`addr add 10.8.0.${number}/24 dev eth0`, `addr add 10.8.1.${number}/24 dev eth2`, `route add default via ${ROUTER}`],
  });
}
