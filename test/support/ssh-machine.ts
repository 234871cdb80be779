import { createServer, type Server } from 'node:net';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type AuthContext, type Connection, Server as SshServer, type ServerChannel, utils } from 'ssh2';

/** False leaves the command to what every host can do. */
export type RunCommand = (command: string, channel: ServerChannel) => boolean;

export interface SshMachineHow {
  readonly uuid: string;
  readonly password: string;
  /** PEM keys of the machine; an ed25519 of its own where none are named. */
  readonly keys?: readonly string[];
  /** What a command answers; undefined leaves it to what every host can do. */
  readonly run?: RunCommand;
  readonly isForwarding?: boolean;
  /** Asked for every further channel. */
  readonly grantsSession?: () => boolean;
  /** A login is neither let in nor refused. */
  readonly hangsAtLogin?: boolean;
  readonly onlyDialogue?: boolean;
  /** Where a stream to another machine leads, by `host:port`. */
  readonly leads?: (to: string) => number | undefined;
}

/** A machine with an SSH server as hosts have it, on a port of this computer. */
export interface SshMachine extends AsyncDisposable {
  readonly port: number;
  /** Every password that was sent to it, in order. */
  readonly passwords: readonly string[];
  readonly commands: readonly string[];
  readonly connections: () => number;
  /** Cuts every connection, as a pulled cable would after a while. */
  cut(): void;
}

/** One key of two hundred that ssh2 makes it cannot read again itself: a part that begins with a zero is written too short. */
function aHostKey(): string {
  for (;;) {
    const { private: key } = utils.generateKeyPairSync('ed25519');
    if (!(utils.parseKey(key) instanceof Error)) return key;
  }
}

export async function anSshMachine(how: SshMachineHow): Promise<SshMachine> {
  const passwords: string[] = [];
  const commands: string[] = [];
  const open = new Set<Connection>();
  const hostKeys = [...(how.keys ?? [aHostKey()])];
  const server = new SshServer({ hostKeys }, (client) => {
    open.add(client);
    client.on('error', () => undefined);
    client.on('close', () => void open.delete(client));
    client.on('authentication', (context) => authenticate(how, context, passwords));
    client.on('session', (accept, reject) => {
      if (how.grantsSession?.() === false) return reject();
      const session = accept();
      session.on('pty', (acceptPty) => acceptPty());
      // A new size is told and never answered.
      session.on('window-change', () => undefined);
      session.on('shell', (acceptShell) => {
        const shell = acceptShell();
        shell.on('data', (typed: Buffer) => void shell.write(`you typed ${typed.toString()}`));
      });
      session.on('exec', (acceptExec, _reject, { command }) => {
        commands.push(command);
        const channel = acceptExec();
        if (how.run?.(command, channel) !== true) answer(how, { command, channel, hostKeys });
      });
    });
    // Without a listener the library answers as OpenSSH does where forwarding is off: prohibited.
    if (how.isForwarding === false) return;
    client.on('tcpip', (accept, reject, { destIP, destPort }) => {
      const port = how.leads?.(`${destIP}:${destPort}`);
      if (port === undefined) reject();
      else join(accept(), port);
    });
  });
  const listener = server as unknown as Server;
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    port: (listener.address() as AddressInfo).port,
    passwords,
    commands,
    connections: () => open.size,
    cut: () => open.forEach((client) => client.end()),
    async [Symbol.asyncDispose]() {
      open.forEach((client) => client.end());
      await new Promise<void>((resolve) => listener.close(() => resolve()));
    },
  };
}

/** Takes connections and says nothing. */
export async function aSilentMachine(): Promise<AsyncDisposable & { readonly port: number }> {
  const open = new Set<Duplex>();
  const server = createServer((socket) => void open.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      open.forEach((socket) => socket.destroy());
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function authenticate(how: SshMachineHow, context: AuthContext, passwords: string[]): void {
  if (context.method === 'none') return context.reject([how.onlyDialogue === true ? 'keyboard-interactive' : 'password']);
  if (how.hangsAtLogin === true) return;
  if (context.method === 'password') {
    passwords.push(context.password);
    return context.password === how.password ? context.accept() : context.reject(['password']);
  }
  if (context.method !== 'keyboard-interactive' || how.onlyDialogue !== true) return context.reject();
  context.prompt([{ prompt: 'Password: ', echo: false }], (answers) => {
    passwords.push(answers[0] ?? '');
    if (answers[0] === how.password) context.accept();
    else context.reject(['keyboard-interactive']);
  });
}

function answer(how: SshMachineHow, { command, channel, hostKeys }: { command: string; channel: ServerChannel; hostKeys: readonly string[] }): void {
  const viaShell = /exec 3<>\/dev\/tcp\/([^/]+)\/(\d+)/.exec(command);
  const port = viaShell === null ? undefined : how.leads?.(`${viaShell[1]}:${viaShell[2]}`);
  if (port !== undefined) return join(channel, port);
  if (command.includes('INSTALLATION_UUID')) channel.write(`INSTALLATION_UUID='${how.uuid}'\n`);
  else if (command.includes('ssh_host_')) channel.write(`${hostKeys.map(publicLine).join('\n')}\n`);
  else {
    channel.stderr.write('bash: command not found\n');
    channel.exit(127);
    channel.end();
    return;
  }
  channel.exit(0);
  channel.end();
}

function publicLine(key: string): string {
  const parsed = utils.parseKey(key);
  if (parsed instanceof Error) throw parsed;
  return `${parsed.type} ${parsed.getPublicSSH().toString('base64')} root@host`;
}

function join(channel: Duplex, port: number): void {
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('error', () => channel.destroy());
  channel.on('error', () => socket.destroy());
  channel.on('close', () => socket.destroy());
  channel.pipe(socket).pipe(channel);
}
