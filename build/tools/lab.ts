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

interface Storage {
  readonly packages: readonly string[];
  /** Tables in /etc that these cannot do without, and the packages of nothing else that bring them. */
  readonly tables: Readonly<Record<string, string>>;
}

/** Servers of storage and programs that ask them, in suites of their own: the rest of the lab does without. */
const STORAGE: Readonly<Record<string, Storage>> = {
  POOLKEEPER_LAB_ISCSI: { packages: ['tgt', 'libiscsi-bin'], tables: {} },
  POOLKEEPER_LAB_NFS: {
    packages: ['nfs-ganesha', 'nfs-ganesha-vfs', 'rpcbind', 'nfs-common', 'libnfs-utils'],
    tables: { '/etc/netconfig': 'libtirpc-common', '/etc/services': 'netbase' },
  },
};

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
  for (const [name, storage] of Object.entries(STORAGE)) {
    const folder = join(machine.home, '.cache', 'poolkeeper', name.toLowerCase());
    const tools = hasApt && (await hasTables(machine, storage, lists)) ? await layOut(folder, { ...storage, lists }) : undefined;
    if (tools === undefined) say(`the lab goes without ${storage.packages.join(', ')}, which could not be had`);
    else env[name] = tools;
  }
  return env;
}

function refreshedOnce(): () => Promise<void> {
  let refreshed: Promise<unknown> | undefined;
  return async () => void (await (refreshed ??= runInForeground('apt-get', ['update', '-qq'], QUIET)));
}

async function hasTables(machine: Machine, { tables }: Storage, lists: () => Promise<void>): Promise<boolean> {
  const isHere = (): boolean => Object.keys(tables).every((file) => machine.has(file));
  if (isHere()) return true;
  await lists();
  await runInForeground('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...Object.values(tables)], QUIET);
  return isHere();
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
