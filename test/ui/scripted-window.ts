import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { build, preview } from 'vite';
import { securityHeaders } from '#hosting/window-files.ts';
import type { CallName, Input, Output } from '#shared/contract/calls.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { ClientFrame, PushFrame, ReplyFrame } from '#shared/contract/frames.ts';
import { fail, ok } from '#shared/kernel/result.ts';
import { openPage, type OpenPage } from '#test/support/chromium.ts';

/** What the engine would answer; a call that is not here never comes back. */
export type Script = { readonly [N in CallName]?: (input: Input<N>) => Output<N> | Promise<Output<N>> };

export interface ScriptedWindow extends OpenPage {
  push(frame: PushFrame): Promise<void>;
}

export interface WindowSource extends AsyncDisposable {
  readonly address: string;
}

/** The window, built from its sources as they are, under the policy that both hosts give it. */
export async function serveWindowSources(): Promise<WindowSource> {
  const outDir = await mkdtemp(join(tmpdir(), 'poolkeeper-window-'));
  const shared = { configFile: join(import.meta.dirname, '..', '..', 'build', 'vite', 'renderer.config.ts'), logLevel: 'error' } as const;
  await build({ ...shared, build: { outDir } });
  const server = await preview({ ...shared, build: { outDir }, preview: { host: '127.0.0.1', port: 0, headers: securityHeaders('') } });
  const [address] = server.resolvedUrls?.local ?? [];
  if (address === undefined) throw new Error('the window is served nowhere');
  return {
    address,
    async [Symbol.asyncDispose]() {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}

/** Thrown by an answer that is a failure. */
export class Refusal extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.kind);
    this.failure = failure;
  }
}

async function resultOf(answer: () => Promise<unknown>): Promise<ReplyFrame['result']> {
  try {
    return ok(await answer());
  } catch (error) {
    if (error instanceof Refusal) return fail(error.failure);
    throw error;
  }
}

/** A window whose engine is the script, in the place where the preload script would put the real one. */
export async function openScripted(browser: Browser, address: string, script: Script): Promise<ScriptedWindow> {
  // What the window sends fits the call it names.
  const answers = script as Readonly<Record<string, ((input: unknown) => unknown) | undefined>>;
  const opened = await openPage(browser, address, async (page) => {
    await page.exposeFunction('answerOfTest', async (frame: ClientFrame): Promise<ReplyFrame | undefined> => {
      if (frame.frame !== 'request') return undefined;
      const answer = answers[frame.name];
      if (answer !== undefined) return { frame: 'reply', id: frame.id, result: await resultOf(async () => await answer(frame.input)) };
      if (frame.name === 'app.about') return { frame: 'reply', id: frame.id, result: fail({ kind: 'gone' }) };
      return await new Promise<never>(() => undefined);
    });
    await page.addInitScript(() => {
      const listeners: ((frame: unknown) => void)[] = [];
      Object.assign(window, {
        pushOfTest: (frame: unknown) => listeners.forEach((listener) => listener(frame)),
        poolkeeper: {
          request: (frame: unknown) => Reflect.get(window, 'answerOfTest')(frame),
          // Every stream gives back what it gets, a terminal after a greeting.
          openStream: (stream: string, listen: (frame: unknown) => void) => {
            const say = (text: Uint8Array): void => listen({ frame: 'stream-data', stream, bytes: text });
            const frames: unknown[] = [];
            Object.assign(window, { streamOfTest: { stream, frames, listen } });
            return (frame: { frame: string; name?: string; bytes?: Uint8Array }) => {
              frames.push(frame);
              if (frame.frame === 'stream-open' && frame.name !== 'host.logs')
                queueMicrotask(() => say(new TextEncoder().encode('[root@xs-par-03 ~]# ')));
              if (frame.frame === 'stream-data' && frame.bytes !== undefined) say(frame.bytes);
            };
          },
          onEvent: (listener: (frame: unknown) => void) => {
            listeners.push(listener);
            return () => void listeners.splice(listeners.indexOf(listener), 1);
          },
        },
      });
    });
  });
  return {
    ...opened,
    push: async (frame) => await opened.page.evaluate((sent) => Reflect.get(window, 'pushOfTest')(sent), frame),
  };
}
