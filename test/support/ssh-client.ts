import type { Duplex } from 'node:stream';
import { Client, type ClientChannel, type ConnectConfig } from 'ssh2';

/** An SSH client for tests, nothing of the engine in it. */
export interface TestSsh extends AsyncDisposable {
  readonly client: Client;
  run(command: string): Promise<{ readonly stdout: string; readonly stderr: string; readonly code: number }>;
  /** Keys pressed one after the other at a terminal of 80 by 24, each once something has answered the one before; what came on the screen. */
  type(command: string | undefined, keys: readonly string[]): Promise<string>;
  jump(address: string, port: number): Promise<Duplex>;
}

export async function connectSsh(config: ConnectConfig): Promise<TestSsh> {
  const client = new Client();
  await new Promise<void>((resolve, reject) => {
    client
      .once('ready', resolve)
      .once('error', reject)
      .connect({ username: 'root', password: 'poolkeeper', readyTimeout: 20_000, ...config });
  });
  client.on('error', () => undefined);
  return {
    client,
    run: (command) => runOver(client, command),
    type: (command, keys) => typeOver(client, command, keys),
    jump: (address, port) =>
      new Promise((resolve, reject) => {
        client.forwardOut('127.0.0.1', 0, address, port, (error, stream) => (error === undefined ? resolve(stream) : reject(error)));
      }),
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => client.on('close', () => resolve()));
      client.end();
      await closed;
    },
  };
}

function runOver(client: Client, command: string): Promise<{ stdout: string; stderr: string; code: number }> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error !== undefined) return reject(error);
      let stdout = '';
      let stderr = '';
      let code = -1;
      channel.on('data', (bytes: Buffer) => (stdout += bytes.toString('utf8')));
      channel.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString('utf8')));
      channel.on('exit', (status: number | null) => {
        code = status ?? -1;
      });
      channel.on('error', reject);
      channel.on('close', () => resolve({ stdout, stderr, code }));
      channel.end();
    });
  });
}

function typeOver(client: Client, command: string | undefined, keys: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const left = [...keys];
    let seen = '';
    const hold = (error: Error | undefined, channel: ClientChannel): void => {
      if (error !== undefined) return reject(error);
      channel.on('data', (bytes: Buffer) => {
        seen += bytes.toString('utf8');
        const next = left.shift();
        if (next !== undefined) channel.write(next);
      });
      channel.on('close', () => resolve(seen));
    };
    const window = { term: 'xterm', cols: 80, rows: 24 };
    if (command === undefined) client.shell(window, hold);
    else client.exec(command, { pty: window }, hold);
  });
}
