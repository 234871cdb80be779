import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runInForeground } from '../bootstrap/child.mjs';
import { say } from '../bootstrap/ground.mjs';
import { type Machine, onPath } from './machine.ts';

/** Programs of the lab, and Debian's packages that bring them. */
const PROGRAMS: readonly (readonly [program: string, debian: string])[] = [
  ['ip', 'iproute2'],
  ['ssh', 'openssh-client'],
  ['sshd', 'openssh-server'],
  ['ethtool', 'ethtool'],
  ['ping', 'iputils-ping'],
  ['arping', 'iputils-arping'],
  ['iptables', 'iptables'],
  ['openssl', 'openssl'],
  ['unshare', 'util-linux'],
  ['nsenter', 'util-linux'],
  ['perl', 'perl-base'],
];

function missing(machine: Machine): readonly string[] {
  return PROGRAMS.flatMap(([program, debian]) =>
    (onPath(machine, [program]) ?? onPath({ ...machine, env: { PATH: '/usr/sbin:/sbin' } }, [program])) === undefined ? [debian] : [],
  );
}

/** Servers of storage and programs that ask them, in suites of their own: the rest of the lab does without. */
const STORAGE = {
  POOLKEEPER_LAB_ISCSI: ['tgt', 'libiscsi-bin'],
  POOLKEEPER_LAB_NFS: ['nfs-ganesha', 'nfs-ganesha-vfs', 'rpcbind', 'nfs-common', 'libnfs-utils'],
} as const;

const QUIET = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };

/** Only root may make network namespaces, and only Linux has them; elsewhere the lab's tests show themselves as skipped. */
export async function prepareLab(machine: Machine): Promise<NodeJS.ProcessEnv> {
  if (machine.platform !== 'linux' || !machine.isRoot) return {};
  const hasApt = onPath(machine, ['apt-get', 'dpkg-deb']) !== undefined;
  const lists = refreshedOnce();
  const wanted = missing(machine);
  if (wanted.length > 0) {
    if (!hasApt) return {};
    say(`installing what the lab needs (apt-get install ${wanted.join(' ')}) ...`);
    await lists();
    await runInForeground('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...wanted], QUIET);
  }
  if (missing(machine).length > 0) return {};
  const env: NodeJS.ProcessEnv = { POOLKEEPER_LAB: 'yes' };
  for (const [name, packages] of Object.entries(STORAGE)) {
    const folder = hasApt ? await layOut(join(machine.home, '.cache', 'poolkeeper', name.toLowerCase()), { packages, lists }) : undefined;
    if (folder === undefined) say(`the lab goes without ${packages.join(', ')}, which could not be had`);
    else env[name] = folder;
  }
  return env;
}

function refreshedOnce(): () => Promise<void> {
  let refreshed: Promise<unknown> | undefined;
  return async () => void (await (refreshed ??= runInForeground('apt-get', ['update', '-qq'], QUIET)));
}

interface LayOut {
  readonly packages: readonly string[];
  readonly lists: () => Promise<void>;
}

/** Unpacked in a folder and not installed: a server that is installed is started, then and whenever the computer is. Undefined: it could not be had. */
async function layOut(folder: string, { packages, lists }: LayOut): Promise<string | undefined> {
  const whole = join(folder, 'whole');
  if (existsSync(whole)) return whole;
  const archives = join(folder, 'archives');
  const partly = join(folder, 'partly');
  for (const part of [join(archives, 'partial'), partly]) {
    rmSync(part, { recursive: true, force: true });
    mkdirSync(part, { recursive: true });
  }
  say(`fetching what the lab serves storage with (${packages.join(' ')}) ...`);
  const fetch = ['install', '-y', '-qq', '--no-install-recommends', '--reinstall', '--download-only', '-o', `Dir::Cache::archives=${archives}/`];
  if ((await runInForeground('apt-get', [...fetch, ...packages], QUIET)) !== 0) {
    await lists();
    if ((await runInForeground('apt-get', [...fetch, ...packages], QUIET)) !== 0) return undefined;
  }
  for (const archive of readdirSync(archives).filter((name) => name.endsWith('.deb'))) {
    if ((await runInForeground('dpkg-deb', ['-x', join(archives, archive), partly])) !== 0) return undefined;
  }
  renameSync(partly, whole);
  return whole;
}
