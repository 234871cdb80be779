import { request } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { watchedClasses, xapiClass } from '#shared/domain/inventory/watched.ts';
import { answerOrders } from './child.ts';
import type { ClientOrder, SyncResult } from './client.ts';
import { startGauges } from './gauges.ts';

// What nothing can go under: one fetch of everything watched, and JSON.parse of its bytes.
const classes = watchedClasses.map((name) => xapiClass[name]);
const TIMEOUT_S = 30;

async function call(url: string, method: string, params: readonly unknown[]): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const message = request(new URL('/jsonrpc', url), { method: 'POST', rejectUnauthorized: false, agent: false }, (response) => {
    buffer(response).then(resolve, reject);
  });
  message.once('error', reject);
  message.end(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }));
  return await promise;
}

interface Everything {
  readonly result: { readonly events: readonly { readonly class: string }[] };
}

answerOrders(async (raw): Promise<SyncResult> => {
  // Sent by the benchmark itself.
  const { address } = raw as ClientOrder & { is: 'sync' };
  const login = JSON.parse((await call(address.url, 'session.login_with_password', [address.user, address.password])).toString()) as {
    result: string;
  };
  const gauges = startGauges();
  const startMs = performance.now();
  const bytes = await call(address.url, 'event.from', [login.result, classes, '', TIMEOUT_S]);
  const { result } = JSON.parse(bytes.toString()) as Everything;
  const completeMs = performance.now() - startMs;
  const counts: Record<string, number> = {};
  for (const event of result.events) {
    const name = classes.find((known) => known.toLowerCase() === event.class) ?? event.class;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  const answer = { completeMs, stallMs: gauges.stallMs(), cpuMs: gauges.cpuMs(), connections: gauges.connections(), counts, heapBytes: 0 };
  await call(address.url, 'session.logout', [login.result]);
  return answer;
});
