import { driverFailure } from '#simulator/world/storage/driver-failure.ts';
import { exportsDocument, filesDocument } from '#simulator/world/storage/drivers/nfs.ts';
import type { AskFrom, RealProbe } from './real-probe.ts';

const NFS_PORT = 2049;
const KNOCK_MS = 2_000;
const OWN_CHOICE = '3';
const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** What the driver of NFS does on a host until it knows what to say, with libnfs in the place of the kernel's own client. */
export function nfsAsked(ask: AskFrom): (at: RealProbe) => Promise<string> {
  return async (at) => {
    await knock(at);
    return at.config['serverpath'] === undefined ? await exportsAt(ask, at) : await contentsAt(ask, at, at.config['serverpath']);
  };
}

async function knock({ host: { agent }, config: { server = '' } }: RealProbe): Promise<void> {
  if (server === '') throw driverFailure('serverMissing');
  const isOpen = await agent.dial({ host: server, port: NFS_PORT, ms: KNOCK_MS }).then(
    (socket) => socket.destroy().destroyed,
    () => false,
  );
  if (!isOpen) throw driverFailure('noFileService');
}

/** What the driver was not told it answers by failing. */
async function exportsAt(ask: AskFrom, { host, config }: RealProbe): Promise<never> {
  const { stdout, code } = await ask(host, [], 'showmount', '--no-headers', '-e', config['server'] ?? '');
  throw driverFailure('pathMissing', undefined, code === 0 ? exportsDocument(config, exportsIn(stdout)) : '');
}

async function contentsAt(ask: AskFrom, { host, config }: RealProbe, path: string): Promise<string> {
  const { server = '', nfsversion = OWN_CHOICE, probeversion } = config;
  const versions = versionsIn((await ask(host, [], 'rpcinfo', '-p', server)).stdout);
  if (probeversion === undefined && !versions.includes(nfsversion)) throw driverFailure('versionNotSpoken');
  const version = probeversion === undefined ? nfsversion : versions[0];
  const mounted = await ask(host, [], 'nfs-ls', `nfs://${server}${path}?version=${version}`);
  if (mounted.code !== 0) throw driverFailure('mountFailed', `mount failed with return code 32: ${mounted.stderr.trim()}`);
  return filesDocument(foldersIn(mounted.stdout), probeversion === undefined ? undefined : versions);
}

function exportsIn(listed: string): readonly { readonly path: string; readonly access: string }[] {
  return [...listed.matchAll(/^(\/.*?)\s+(\S+)$/gm)].map(([, path = '', access = '']) => ({ path, access }));
}

const NFS_PROGRAM = '100003';

function versionsIn(registered: string): readonly string[] {
  const lines = registered.split('\n').map((line) => line.trim().split(/\s+/));
  return [...new Set(lines.flatMap(([program, version = '', protocol]) => (program === NFS_PROGRAM && protocol === 'tcp' ? [version] : [])))].sort();
}

function foldersIn(listed: string): readonly string[] {
  return listed.split('\n').flatMap((line) => (line.startsWith('d') ? (UUID.exec(line)?.[0] ?? []) : []));
}
