import { describe, expect, test, vi } from 'vitest';
import { noSequences } from '#shared/contract/events.ts';
import { type ByteStream, createStreamPeer } from '#shared/contract/byte-stream.ts';
import type { PushFrame } from '#shared/contract/frames.ts';
import { STREAM_WINDOW_BYTES } from '#shared/contract/stream-frames.ts';
import type { Transport } from '#shared/contract/transport.ts';
import { aScriptedEngine, type ScriptedEngine } from './scripted-engine.ts';

/** A window in front of a host, as its page sees it. */
export interface OpenWindow extends AsyncDisposable {
  readonly transport: Transport;
  /** Sends something that is no frame. */
  sendRaw(raw: unknown): Promise<unknown>;
  closeWindow(): Promise<void> | void;
}

/** What every host owes a window, whatever lies between them; called inside the `describe` of a host. */
export function hostSuite(open: (engine: ScriptedEngine) => Promise<OpenWindow>): void {
  async function opened() {
    const engine = aScriptedEngine();
    const window = await open(engine);
    const heard: PushFrame[] = [];
    window.transport.onEvent((frame) => heard.push(frame));
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    return { engine, window, heard, [Symbol.asyncDispose]: async () => await window[Symbol.asyncDispose]() };
  }

  test('says first where each topic stands', async () => {
    await using host = await opened();
    const sequences = { ...noSequences(), servers: 3, pools: 7, witnesses: 2 };
    expect(host.heard).toEqual([{ frame: 'hello', sequences, run: expect.stringMatching(/./) }]);
  });

  test('answers a request with its own id', async () => {
    await using host = await opened();
    const pending = host.window.transport.request({ frame: 'request', id: 'r1', name: 'app.about', input: { a: 1 } });
    await vi.waitFor(() => expect(host.engine.asked).toEqual(['app.about']));
    host.engine.answer('app.about');
    expect(await pending).toEqual({ frame: 'reply', id: 'r1', result: { ok: true, value: { name: 'app.about', input: { a: 1 } } } });
  });

  test('answers requests as they finish, not in the order they came', async () => {
    await using host = await opened();
    const slow = host.window.transport.request({ frame: 'request', id: 'r1', name: 'slow', input: {} });
    const quick = host.window.transport.request({ frame: 'request', id: 'r2', name: 'quick', input: {} });
    await vi.waitFor(() => expect(host.engine.asked).toHaveLength(2));
    host.engine.answer('quick');
    expect(await quick).toMatchObject({ id: 'r2' });
    host.engine.answer('slow');
    expect(await slow).toMatchObject({ id: 'r1' });
  });

  test('passes on events', async () => {
    await using host = await opened();
    host.engine.say({ topic: 'servers', sequence: 4, payload: [] });
    await vi.waitFor(() => expect(host.heard[1]).toEqual({ frame: 'event', topic: 'servers', sequence: 4, payload: [] }));
  });

  test('a cancel frame aborts the request it names', async () => {
    await using host = await opened();
    const pending = host.window.transport.request({ frame: 'request', id: 'r1', name: 'long', input: {} });
    await vi.waitFor(() => expect(host.engine.asked).toEqual(['long']));
    expect(await host.window.transport.request({ frame: 'cancel', id: 'r1' })).toBeUndefined();
    expect(await pending).toMatchObject({ id: 'r1' });
    expect(host.engine.aborted).toEqual(['long']);
  });

  test('what is no frame reaches nothing and breaks nothing', async () => {
    await using host = await opened();
    for (const raw of [{}, { frame: 'request' }, { frame: 'request', id: '', name: 'x', input: 1 }, { frame: 'reply', id: 'r' }, [], 1, null]) {
      expect(await host.window.sendRaw(raw)).toBeUndefined();
    }
    const pending = host.window.transport.request({ frame: 'request', id: 'r1', name: 'after', input: {} });
    await vi.waitFor(() => expect(host.engine.asked).toEqual(['after']));
    host.engine.answer('after');
    await pending;
  });

  test('closing the window aborts what it asked for and stops listening for it', async () => {
    await using host = await opened();
    const pending = host.window.transport.request({ frame: 'request', id: 'r1', name: 'long', input: {} });
    await vi.waitFor(() => expect(host.engine.asked).toEqual(['long']));
    await host.window.closeWindow();
    await vi.waitFor(() => expect(host.engine.aborted).toEqual(['long']));
    expect(host.engine.listeners()).toBe(0);
    await pending;
  });

  test('tells what became of a change that is asked about by its id, and waits for one that is under way', async () => {
    await using host = await opened();
    const { transport } = host.window;
    const first = transport.request({ frame: 'request', id: 'c1', name: 'vault.lock', input: {} });
    await vi.waitFor(() => expect(host.engine.asked).toEqual(['vault.lock']));
    const early = transport.request({ frame: 'ask', id: 'c1' });
    host.engine.answer('vault.lock');
    const reply = await first;
    expect(reply).toMatchObject({ id: 'c1', result: { ok: true } });
    expect([await early, await transport.request({ frame: 'ask', id: 'c1' })]).toEqual([reply, reply]);
    expect(host.engine.asked).toEqual(['vault.lock']);
  });

  test('says of a change that never arrived that it did not', async () => {
    await using host = await opened();
    const reply = await host.window.transport.request({ frame: 'ask', id: 'never' });
    expect(reply).toEqual({ frame: 'reply', id: 'never', result: { ok: false, failure: { kind: 'not-arrived' } } });
  });

  test('closing the window lets a change that is under way go on', async () => {
    await using host = await opened();
    void host.window.transport.request({ frame: 'request', id: 'c1', name: 'vault.lock', input: {} }).catch(() => undefined);
    await vi.waitFor(() => expect(host.engine.asked).toEqual(['vault.lock']));
    await host.window.closeWindow();
    await vi.waitFor(() => expect(host.engine.listeners()).toBe(0));
    expect(host.engine.aborted).toEqual([]);
    host.engine.answer('vault.lock');
  });

  describe('a byte stream', () => {
    function openStream({ transport }: OpenWindow, name: string, input: unknown = null): ByteStream {
      const peer = createStreamPeer({ id: name, side: 'window', send: (frame) => send(frame) });
      const send = transport.openStream(name, peer.receive);
      send({ frame: 'stream-open', stream: name, name, input });
      return peer.stream;
    }

    async function read(stream: ByteStream): Promise<Buffer> {
      const parts: Uint8Array[] = [];
      for await (const part of stream.incoming) parts.push(part);
      return Buffer.concat(parts);
    }

    test('carries bytes both ways, in order and whole', async () => {
      await using host = await opened();
      const stream = openStream(host.window, 'echo');
      const sent = Buffer.from(Array.from({ length: 700_000 }, (_, index) => (index * 7) % 256));
      const written = stream.write(sent).then(() => stream.end());
      const got = await read(stream);
      await written;
      expect(got.equals(sent)).toBe(true);
      expect(await stream.ended).toEqual({ ok: true, value: undefined });
    });

    test('is never ahead of its reader by more than the agreed window', async () => {
      await using host = await opened();
      const frames: number[] = [];
      const send = host.window.transport.openStream('count', (frame) => {
        if (frame.frame === 'stream-data') frames.push(frame.bytes.length);
      });
      send({ frame: 'stream-open', stream: 'count', name: 'count', input: 2_000_000 });
      const arrived = (): number => frames.reduce((sum, length) => sum + length, 0);
      await vi.waitFor(() => expect(arrived()).toBe(STREAM_WINDOW_BYTES));
      send({ frame: 'stream-credit', stream: 'count', bytes: 1_000 });
      await vi.waitFor(() => expect(arrived()).toBe(STREAM_WINDOW_BYTES + 1_000));
      send({ frame: 'stream-stop', stream: 'count' });
    });

    test('tells the window what it failed with, after the bytes before that', async () => {
      await using host = await opened();
      const stream = openStream(host.window, 'break');
      expect(await stream.ended).toEqual({ ok: false, failure: { kind: 'gone' } });
      await expect(stream.write(new Uint8Array([1]))).rejects.toThrow('gone');
    });

    test('that the window breaks off is over for the engine too', async () => {
      await using host = await opened();
      const stream = openStream(host.window, 'wait');
      stream.stop();
      await vi.waitFor(() => expect(host.engine.aborted).toEqual(['wait']));
      expect(await stream.ended).toEqual({ ok: false, failure: { kind: 'cancelled' } });
    });

    test('ends with its window', async () => {
      await using host = await opened();
      openStream(host.window, 'wait');
      openStream(host.window, 'echo');
      await host.window.closeWindow();
      await vi.waitFor(() => expect(host.engine.aborted).toEqual(['wait']));
    });

    test('a window that sends more than there is room for loses the stream and nothing else', async () => {
      await using host = await opened();
      const heard: unknown[] = [];
      const send = host.window.transport.openStream('wait', (frame) => heard.push(frame));
      send({ frame: 'stream-open', stream: 'wait', name: 'wait', input: null });
      send({ frame: 'stream-data', stream: 'wait', bytes: new Uint8Array(STREAM_WINDOW_BYTES + 1) });
      await vi.waitFor(() => expect(heard).toMatchObject([{ frame: 'stream-stop', failure: { kind: 'bug' } }]));
      const pending = host.window.transport.request({ frame: 'request', id: 'r1', name: 'after', input: {} });
      await vi.waitFor(() => expect(host.engine.asked).toEqual(['after']));
      host.engine.answer('after');
      await pending;
    });
  });
}
