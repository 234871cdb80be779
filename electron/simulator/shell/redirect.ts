import { connectFrom, isServerReached } from '#simulator/world/dom0/tcp.ts';
import { storageServers } from '#simulator/world/dom0/paths.ts';
import { isDoorOpen, serverMet } from '#simulator/world/storage/from-host.ts';
import type { Work } from '#simulator/world/process.ts';
import { expandText } from './expand.ts';
import { absolute } from './files.ts';
import { type Io, inputOf } from './process.ts';
import type { Redirect } from './script.ts';
import type { Descriptor, Shell } from './shell.ts';

export type Redirected = { readonly is: 'open'; readonly io: Io; readonly close: () => void } | { readonly is: 'failed'; readonly why: string };

/** Applies redirections from left to right, as bash does. */
export function* redirected(shell: Shell, redirects: readonly Redirect[], io: Io, isForGood: boolean): Work<Redirected> {
  let { input, out, err } = io;
  const opened: number[] = [];
  const writer = (fd: number): ((bytes: string) => void) | undefined => {
    if (fd === 1) return out;
    if (fd === 2) return err;
    return shell.descriptors.get(fd)?.write;
  };
  for (const { fd, operator, target } of redirects) {
    const text = yield* expandText(shell, target, io);
    switch (operator) {
      case '<<<':
        input = inputOf(`${text}\n`);
        break;
      case '<<':
        input = inputOf(text);
        break;
      case '>&':
      case '<&': {
        if (text === '-') {
          shell.descriptors.delete(fd);
          break;
        }
        if (fd === 0) {
          const from = shell.descriptors.get(Number(text));
          if (from !== undefined) input = inputOf(from.read());
          break;
        }
        const to = writer(Number(text));
        if (to === undefined) return { is: 'failed', why: `${text}: Bad file descriptor` };
        if (fd === 2) err = to;
        else if (fd === 1) out = to;
        break;
      }
      default: {
        const descriptor = yield* open(shell, text, operator);
        if (typeof descriptor === 'string') return { is: 'failed', why: descriptor };
        if (operator === '&>') {
          out = descriptor.write;
          err = descriptor.write;
        } else if (fd === 0 && operator !== '<>') input = inputOf(descriptor.read());
        else if (fd === 1) out = descriptor.write;
        else if (fd === 2) err = descriptor.write;
        else {
          shell.descriptors.set(fd, descriptor);
          opened.push(fd);
        }
      }
    }
  }
  const close = (): void => {
    if (!isForGood) for (const fd of opened) shell.descriptors.delete(fd);
  };
  return { is: 'open', io: { input, out, err }, close };
}

const SILENT: Descriptor = { path: '/dev/null', read: () => '', write: () => undefined };

function* open(shell: Shell, text: string, operator: Redirect['operator']): Work<Descriptor | string> {
  const path = absolute(shell.folder, text);
  if (path === '/dev/null') return SILENT;
  if (path === '/dev/stderr' || path === '/dev/stdout' || path === '/dev/tty') return SILENT;
  const connection = /^\/dev\/tcp\/([^/]+)\/(\d+)$/.exec(text);
  if (connection !== null) return yield* connect(shell, connection[1] ?? '', Number(connection[2]));
  const { files } = shell.machine;
  if (operator === '<') {
    const entry = files.find(path);
    if (entry?.is !== 'file') return `${text}: No such file or directory`;
    return { ...SILENT, path, read: entry.read };
  }
  const failure = files.write(path, '', operator === '>>' || operator === '<>' ? 'append' : 'replace');
  if (failure !== undefined) return `${text}: ${failure}`;
  return {
    path,
    read: () => {
      const entry = files.find(path);
      return entry?.is === 'file' ? entry.read() : '';
    },
    // Whether there was room was said when it was opened.
    write: (bytes) => void files.write(path, bytes, 'append'),
  };
}

function* connect(shell: Shell, address: string, port: number): Work<Descriptor | string> {
  const { world, host } = shell.machine;
  const isStorage = storageServers(host.pool).has(address);
  const met = isStorage ? undefined : serverMet(world, host, address);
  if ((isStorage && !isServerReached(world, host, address)) || met?.isReached === false) {
    yield 127_000;
    return `connect: Connection timed out\nbash: /dev/tcp/${address}/${port}: Connection timed out`;
  }
  const door = met === undefined ? undefined : isDoorOpen(met.server, port) ? 'open' : 'refused';
  const found = isStorage ? 'open' : (door ?? (yield* connectFrom(world, host, address, port)));
  if (found === 'open')
    return { path: `/dev/tcp/${address}/${port}`, read: () => (port === 22 ? 'SSH-2.0-OpenSSH_7.4\r\n' : ''), write: () => undefined };
  const why = WHY[found];
  return `connect: ${why}\nbash: /dev/tcp/${address}/${port}: ${why}`;
}

const WHY = {
  refused: 'Connection refused',
  'timed-out': 'Connection timed out',
  'no-route': 'Network is unreachable',
  unreachable: 'No route to host',
} as const;
