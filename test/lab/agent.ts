import { readFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Card, FromAgent, ToAgent } from './agent-words.ts';

// Runs inside one namespace: opens the sockets of a host there and hands them out, and says what becomes of its cards.

const LOOK_MS = 150;

function tell(word: FromAgent, handle?: Server | Socket): void {
  process.send?.(word, handle);
}

function listen(id: number, port: number): void {
  const server = createServer();
  server.on('error', (error) => tell({ is: 'failed', id, code: codeOf(error) }));
  server.listen(port, '::', () => {
    // Whoever it was handed to listens on.
    process.send?.({ is: 'listening', id } satisfies FromAgent, server, undefined, () => server.close());
  });
}

function dial({ id, host, port, ms }: Extract<ToAgent, { is: 'dial' }>): void {
  const socket = connect({ host, port, noDelay: true });
  const fail = (code: string): void => {
    clearTimeout(timer);
    socket.destroy();
    tell({ is: 'failed', id, code });
  };
  // What came while this process had no turn is looked at first.
  const timer = setTimeout(() => setImmediate(() => socket.connecting && fail('ETIMEDOUT')), ms);
  socket.once('error', (error) => fail(codeOf(error)));
  socket.once('connect', () => {
    clearTimeout(timer);
    tell({ is: 'dialled', id }, socket);
  });
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.message;
}

function read(device: string, what: string): string {
  try {
    return readFileSync(`/sys/class/net/${device}/${what}`, 'utf8').trim();
  } catch {
    // A card that is switched off says nothing of its link.
    return '';
  }
}

const IS_UP = 1;

function cardOf(device: string): Card {
  const isUp = (Number.parseInt(read(device, 'flags'), 16) & IS_UP) !== 0;
  const addresses = (networkInterfaces()[device] ?? []).filter(({ family }) => family === 'IPv4').flatMap(({ cidr }) => cidr ?? []);
  return { device, isUp, hasLink: read(device, 'carrier') === '1', addresses };
}

function watch(devices: readonly string[]): void {
  let last = '';
  setInterval(() => {
    const cards = devices.map(cardOf);
    const now = JSON.stringify(cards);
    if (now !== last) tell({ is: 'cards', cards });
    last = now;
  }, LOOK_MS);
}

let guarded: number | undefined;
process.on('message', (word: ToAgent) => {
  switch (word.is) {
    case 'listen':
      return listen(word.id, word.port);
    case 'dial':
      return dial(word);
    case 'watch':
      return watch(word.devices);
    case 'guard':
      guarded = word.pid;
  }
});
// Who started the lab is gone without a word: then its hosts end as well.
process.once('disconnect', () => {
  if (guarded !== undefined) process.kill(guarded, 'SIGKILL');
  process.exit();
});
