import { expect, test } from 'vitest';
import { createSocketTransport } from '#renderer/bridge/socket-transport.ts';
import { noSequences } from '#shared/contract/events.ts';
import { createFakeClock } from '#test/support/fake-clock.ts';

/** One connection, as the page's WebSocket shows it. */
class SocketDouble extends EventTarget {
  binaryType = '';
  readonly sent: unknown[] = [];

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  hear(frame: object): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data: JSON.stringify(frame) }));
  }
}

function aTransport() {
  const sockets: SocketDouble[] = [];
  const clock = createFakeClock();
  const transport = createSocketTransport(
    () => {
      const socket = new SocketDouble();
      sockets.push(socket);
      // The members the transport uses are there under the same names.
      return socket as unknown as WebSocket;
    },
    { after: (delayMs, run) => void clock.after(delayMs, run) },
  );
  transport.onEvent(() => undefined);
  const last = (): SocketDouble => {
    const socket = sockets.at(-1);
    if (socket === undefined) throw new RangeError('nothing was opened');
    return socket;
  };
  return {
    transport,
    clock,
    last,
    answers(run: string) {
      last().dispatchEvent(new Event('open'));
      last().hear({ frame: 'hello', sequences: noSequences(), run });
    },
    loses() {
      last().dispatchEvent(new Event('close'));
      clock.advance(500);
    },
  };
}

const change = { frame: 'request', id: 'c', name: 'vault.lock', input: {} } as const;
const engineGone = { frame: 'reply', id: 'c', result: { ok: false, failure: { kind: 'engine-gone' } } };

test('a change is asked about once the same engine is back, and answered with what became of it', async () => {
  const { transport, last, answers, loses } = aTransport();
  answers('one');
  const pending = transport.request(change);
  loses();
  answers('one');
  expect(last().sent).toEqual([{ frame: 'ask', id: 'c' }]);
  const reply = { frame: 'reply', id: 'c', result: { ok: true, value: {} } };
  last().hear(reply);
  expect(await pending).toEqual(reply);
});

test('it is asked again as often as the connection is lost', async () => {
  const { transport, last, answers, loses } = aTransport();
  answers('one');
  const pending = transport.request(change);
  loses();
  answers('one');
  loses();
  answers('one');
  expect(last().sent).toEqual([{ frame: 'ask', id: 'c' }]);
  const reply = { frame: 'reply', id: 'c', result: { ok: false, failure: { kind: 'not-arrived' } } };
  last().hear(reply);
  expect(await pending).toEqual(reply);
});

test('another run of the engine is not asked, for it knows nothing', async () => {
  const { transport, last, answers, loses } = aTransport();
  answers('one');
  const pending = transport.request(change);
  loses();
  answers('two');
  expect(last().sent).toEqual([]);
  expect(await pending).toEqual(engineGone);
});

test('what was only being read is answered at once', async () => {
  const { transport, answers, loses } = aTransport();
  answers('one');
  const pending = transport.request({ ...change, name: 'servers.list' });
  loses();
  expect(await pending).toEqual(engineGone);
});

test('nobody waits for ever for an engine that stays away', async () => {
  const { transport, clock, answers, loses } = aTransport();
  answers('one');
  const pending = transport.request(change);
  loses();
  clock.advance(30_000);
  expect(await pending).toEqual(engineGone);
});

test('a stream breaks off with its connection, and cannot be opened without one', async () => {
  const { transport, answers, loses } = aTransport();
  answers('one');
  const heard: unknown[] = [];
  transport.openStream('s', (frame) => heard.push(frame))({ frame: 'stream-open', stream: 's', name: 'any', input: {} });
  loses();
  transport.openStream('t', (frame) => heard.push(frame))({ frame: 'stream-open', stream: 't', name: 'any', input: {} });
  await Promise.resolve();
  const failure = { kind: 'engine-gone' };
  expect(heard).toEqual([
    { frame: 'stream-stop', stream: 's', failure },
    { frame: 'stream-stop', stream: 't', failure },
  ]);
});
