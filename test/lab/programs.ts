import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { execute, openShell } from '#simulator/shell/execute.ts';
import type { SimHost, World } from '#simulator/world/world.ts';

/** Programs that only a real host has, or that would tell of this computer: the simulated world answers for them. */
const ANSWERED = [
  'xe',
  'xl',
  'list_domains',
  'xenops-cli',
  'xenstore-list',
  'xenstore-read',
  'xe-toolstack-restart',
  'systemctl',
  'ovs-vsctl',
  'ovs-appctl',
  'networkd_db',
  'chronyc',
  'ntpq',
  'timedatectl',
  'getent',
  'multipath',
  'iscsiadm',
  'pvs',
  'vgs',
  'ha_query_liveset',
  'dmidecode',
  'ipmitool',
  'dmesg',
  'df',
  'ps',
  'pidof',
  'last',
  'uname',
];

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

/** The host's own clock, which may be wrong; namespaces have this computer's. */
const DATE = `#!/bin/bash
off=$(cat OFFSET)
[ "$off" = 0 ] && exec /usr/bin/date "$@"
now=$(/usr/bin/date +%s%N)
now=$((now + off * 1000000))
exec /usr/bin/date -d "@$((now / 1000000000)).$(printf '%09d' $((now % 1000000000)))" "$@"
`;

/** Certificates that are really shown are looked at by the real one; those in files are only in the world. */
const OPENSSL = `#!/bin/bash
[[ " $* " == *" -in "* ]] && exec /usr/sbin/asked/openssl "$@"
exec /usr/bin/openssl "$@"
`;

const END = '\n\0\n';

export interface Programs extends AsyncDisposable {
  /** A folder of what is to lie before the programs of this computer. */
  readonly folder: string;
  readonly clockFile: string;
}

interface Answered {
  readonly world: World;
  readonly host: SimHost;
  /** What stands before it; the world's own answer is in a folder `asked` beside. */
  readonly programs: Readonly<Record<string, string>>;
}

export async function answerPrograms(own: string, of: Answered): Promise<Programs> {
  const folder = join(own, 'programs');
  const clockFile = join(own, 'clock');
  const socket = join(own, 'world.sock');
  mkdirSync(join(folder, 'asked'), { recursive: true });
  const put = (name: string, text: string): void => {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  };
  for (const name of ANSWERED) put(name, ASK.replace('SOCKET', socket));
  put('asked/openssl', ASK.replace('SOCKET', socket));
  put('openssl', OPENSSL);
  for (const [name, script] of Object.entries(of.programs)) {
    put(`asked/${name}`, ASK.replace('SOCKET', socket));
    put(name, script);
  }
  put('date', DATE.replace('OFFSET', clockFile));
  const server = await answerAt(socket, of);
  return {
    folder,
    clockFile,
    [Symbol.asyncDispose]: async () => await new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

async function answerAt(path: string, of: { readonly world: World; readonly host: SimHost }): Promise<Server> {
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
      const execution = execute(openShell(of.world, of.host), words.map(asWord).join(' '), io, (code) => {
        if (!socket.destroyed) socket.end(Buffer.from(`${code} ${stdout.length}\n${stdout}${stderr}`, 'latin1'));
      });
      socket.once('close', () => execution.abandon());
    });
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return server;
}

function asWord(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
