import { expect, test, vi } from 'vitest';
import { noSequences } from '#shared/contract/events.ts';
import type { PushFrame } from '#shared/contract/frames.ts';
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
    expect(host.heard).toEqual([{ frame: 'hello', sequences: { ...noSequences(), servers: 3, pools: 7, witnesses: 2 } }]);
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
}
