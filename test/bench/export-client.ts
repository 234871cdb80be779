import { request } from 'node:https';
import { createStreamPeer, type StreamPeer } from '#shared/contract/byte-stream.ts';
import { answerOrders } from './child.ts';
import { newEngine } from './our-engine.ts';

// Our engine in a process of its own: the memory it takes is nobody else's.
export interface ExportOrder {
  readonly way: 'ours' | 'plain';
  readonly address: string;
  readonly fingerprint: string;
  readonly login: { readonly user: string; readonly password: string };
  readonly vm: string;
}

export interface ExportResult {
  readonly bytes: number;
  readonly ms: number;
  readonly growthBytes: number;
}

const LOOKS_EVERY_MS = 50;

/** How much more memory the process had at most than when it began. */
function watchMemory(): () => number {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, LOOKS_EVERY_MS);
  return () => {
    clearInterval(timer);
    return most - before;
  };
}

async function ours({ address, fingerprint, login, vm }: ExportOrder): Promise<ExportResult> {
  const engine = newEngine();
  const call = async (name: string, input: unknown): Promise<{ readonly value: { readonly server: string } }> =>
    // The calls' own outputs are checked by the engine.
    (await engine.dispatch(name, input, new AbortController().signal)) as { readonly value: { readonly server: string } };
  const { value } = await call('server.connect', { ...login, address, pins: [{ address, fingerprint }] });
  const growth = watchMemory();
  const startMs = performance.now();
  const bytes = await download(engine, { server: value.server, vm, transfer: 'bench', compression: 'none' });
  const result = { bytes, ms: performance.now() - startMs, growthBytes: growth() };
  await engine.close();
  return result;
}

/** Both ends of a stream, as a window on the same computer would hold them. */
async function download(engine: ReturnType<typeof newEngine>, input: unknown): Promise<number> {
  const ends: { window: StreamPeer; engine: StreamPeer } = {
    window: createStreamPeer({ id: 's', side: 'window', send: (frame) => ends.engine.receive(frame) }),
    engine: createStreamPeer({ id: 's', side: 'engine', send: (frame) => ends.window.receive(frame) }),
  };
  const over = engine.openStream('vm.export', input, { stream: ends.engine.stream, signal: new AbortController().signal }).then((ended) => {
    if (ended.ok) ends.engine.finish();
    else ends.engine.stream.stop(ended.failure);
    return ended;
  });
  let bytes = 0;
  for await (const part of ends.window.stream.incoming) bytes += part.length;
  const ended = await over;
  if (!ended.ok) throw new Error(JSON.stringify(ended.failure));
  return bytes;
}

async function plain({ address, login, vm }: ExportOrder): Promise<ExportResult> {
  const authorization = `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`;
  const growth = watchMemory();
  const startMs = performance.now();
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const options = { rejectUnauthorized: false, agent: false, headers: { authorization } } as const;
  const asked = request(`https://${address}/export?ref=${vm}`, options, (response) => {
    let bytes = 0;
    response.on('data', (part: Buffer) => {
      bytes += part.length;
    });
    response.once('end', () => resolve(bytes));
    response.once('error', reject);
  });
  asked.once('error', reject);
  asked.end();
  const bytes = await promise;
  return { bytes, ms: performance.now() - startMs, growthBytes: growth() };
}

answerOrders(async (order) => {
  // What the bench sends is one of these.
  const wanted = order as ExportOrder;
  return await (wanted.way === 'ours' ? ours(wanted) : plain(wanted));
});
