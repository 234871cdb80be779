import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { execute, openShell } from '#simulator/shell/execute.ts';
import type { SimHost, World } from '#simulator/world/world.ts';
import { type LabNetwork, ran } from './network.ts';

/** Programs that only a real host has: the simulated world answers for them. */
const ANSWERED = [
  'systemctl',
  'xe',
  'xl',
  'list_domains',
  'xenops-cli',
  'xenstore-list',
  'xenstore-read',
  'ovs-vsctl',
  'ovs-appctl',
  'networkd_db',
  'chronyc',
  'ntpq',
  'timedatectl',
];
const ALSO_ANSWERED = [
  'multipath',
  'iscsiadm',
  'pvs',
  'vgs',
  'ha_query_liveset',
  'dmidecode',
  'ipmitool',
  'openssl',
  'df',
  'ps',
  'pidof',
  'last',
  'ss',
  'iptables',
  'xe-toolstack-restart',
];

/** Files that a control domain has and this computer has not. */
const COPIED = [
  '/etc/xensource-inventory',
  '/etc/redhat-release',
  '/etc/xensource/pool.conf',
  '/etc/xensource/network.conf',
  '/etc/firstboot.d/data/management.conf',
  '/etc/iscsi/initiatorname.iscsi',
  '/etc/resolv.conf',
  '/var/lib/xcp/state.db',
  '/var/lib/xcp/state.db.generation',
  '/var/lib/xcp/local.db',
  '/var/lib/xcp/networkd.db',
  '/var/log/xensource.log',
  '/var/log/SMlog',
  '/var/log/kern.log',
  '/var/log/messages',
  '/var/log/daemon.log',
  '/var/log/xha.log',
];

/** A namespace with a real SSH server, its own folders, and the world behind the programs it lacks. */
export async function startHost(
  network: LabNetwork,
  folder: string,
  { world, host }: { readonly world: World; readonly host: SimHost },
): Promise<AsyncDisposable> {
  const own = join(folder, host.name);
  mkdirSync(join(own, 'files'), { recursive: true });
  const socket = join(own, 'world.sock');
  const server = await answerAt(socket, world, host);
  writeFiles(join(own, 'files'), world, host);
  writeFileSync(join(own, 'ask-the-world'), ASK.replace('SOCKET', socket));
  chmodSync(join(own, 'ask-the-world'), 0o755);
  await ran('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(own, 'key')]);
  writeFileSync(join(own, 'sshd_config'), sshdConfig(own, folder));
  writeFileSync(join(own, 'start'), startScript(own, host.name));
  const child = spawn('ip', ['netns', 'exec', network.nameOf(host.name), 'unshare', '-m', '-u', 'bash', join(own, 'start')], { stdio: 'ignore' });
  return {
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function writeFiles(folder: string, world: World, host: SimHost): void {
  const { files } = openShell(world, host).machine;
  for (const path of COPIED) {
    const entry = files.find(path);
    if (entry?.is !== 'file') continue;
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), Buffer.from(entry.read(), 'latin1'));
  }
}

function sshdConfig(own: string, folder: string): string {
  return [
    'Port 22',
    `HostKey ${join(own, 'key')}`,
    `AuthorizedKeysFile ${join(folder, 'admin.pub')}`,
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
    'StrictModes no',
    'UsePAM no',
    'PidFile none',
    '',
  ].join('\n');
}

/** Everything is laid over this computer's folders in a mount namespace of its own, and gone with it. */
function startScript(own: string, name: string): string {
  const over = (folder: string, index: number): string =>
    `mkdir -p ${own}/over/u${index} ${own}/over/w${index}; mount -t overlay lab -o lowerdir=${folder},upperdir=${own}/over/u${index},workdir=${own}/over/w${index} ${folder}`;
  return [
    'set -e',
    `hostname ${name}`,
    'mount --make-rprivate /',
    `mkdir -p ${own}/over; mount -t tmpfs lab ${own}/over`,
    ...['/etc', '/usr/sbin', '/var/log', '/var/lib'].map(over),
    'mount -t tmpfs lab /run; mkdir -p /run/sshd',
    `cp -a ${own}/files/. /`,
    ...[...ANSWERED, ...ALSO_ANSWERED].map((program) => `cp ${own}/ask-the-world /usr/sbin/${program}`),
    `exec /usr/sbin/sshd -D -f ${own}/sshd_config`,
    '',
  ].join('\n');
}

/** Asks the world what a program says; `code length`, then what it printed and what it complained. */
const ASK = `#!/usr/bin/perl
use strict;
use IO::Socket::UNIX;
my ($name) = $0 =~ m{([^/]+)$};
my $world = IO::Socket::UNIX->new(Peer => 'SOCKET') or die "no world: $!";
print $world join("\\0", $name, @ARGV), "\\n\\0\\n";
$world->flush;
local $/;
my $answer = <$world>;
my ($code, $length, $rest) = $answer =~ /^(\\d+) (\\d+)\\n(.*)$/s;
print STDOUT substr($rest, 0, $length);
print STDERR substr($rest, $length);
exit $code;
`;

const END = '\n\0\n';

async function answerAt(path: string, world: World, host: SimHost): Promise<Server> {
  const server = createServer((socket) => {
    let asked = '';
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes: Buffer) => {
      asked += bytes.toString('latin1');
      if (!asked.endsWith(END)) return;
      const words = asked.slice(0, -END.length).split('\0');
      let stdout = '';
      let stderr = '';
      const io = { out: (text: string) => void (stdout += text), err: (text: string) => void (stderr += text) };
      execute(openShell(world, host), words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' '), io, (code) => {
        socket.end(Buffer.from(`${code} ${stdout.length}\n${stdout}${stderr}`, 'latin1'));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return server;
}
