import { once } from 'node:events';
import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { healthyLink, type LinkMode } from '#simulator/world/link.ts';
import type { SimHost } from '#simulator/world/world.ts';
import { certificateOf } from '#simulator/xapi-server/tls/certificate.ts';
import { serveTwoHosts, type Served } from './served.ts';

const LIST = { method: 'POST', path: '/jsonrpc', body: '{"jsonrpc":"2.0","method":"system.listMethods","params":[],"id":1}' };
const REQUEST = `POST /jsonrpc HTTP/1.1\r\nContent-Length: ${LIST.body.length}\r\n\r\n${LIST.body}`;

function setLink(served: Served, host: SimHost, mode: LinkMode): void {
  host.link.mode = mode;
  served.server.refresh();
}

/** How a request fares: the status, or what became of the connection. */
async function fate(served: Served, host: SimHost): Promise<string> {
  try {
    const reply = await served.send(host, LIST);
    JSON.parse(reply.text);
    return String(reply.status);
  } catch (error) {
    if (error instanceof SyntaxError) return 'not JSON';
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

async function answersWithin(socket: Socket, ms: number): Promise<boolean> {
  socket.write(REQUEST);
  const patience = AbortSignal.timeout(ms);
  try {
    await once(socket, 'data', { signal: patience });
    return true;
  } catch {
    // Aborted: nothing was said in time.
    return false;
  }
}

test('a healthy link answers, and each fault shows as what it is', async () => {
  await using served = await serveTwoHosts();
  const seen: Record<string, string> = {};
  for (const mode of ['ok', 'refuse', 'reset', 'truncate', 'malformed', 'http-500', 'ok'] as const) {
    setLink(served, served.master, mode);
    seen[mode] = await fate(served, served.master);
  }
  expect(seen).toEqual({
    ok: '200',
    refuse: 'ECONNREFUSED',
    reset: 'ECONNRESET',
    truncate: 'ECONNRESET',
    malformed: 'not JSON',
    'http-500': 'not JSON',
  });
});

test('a black hole swallows connections until it is gone', async () => {
  await using served = await serveTwoHosts();
  const before = await served.dial(served.master);
  setLink(served, served.master, 'black-hole');
  const during = await served.dial(served.master);
  expect([await answersWithin(before, 100), await answersWithin(during, 100)]).toEqual([false, false]);
  const answers = Promise.all([once(before, 'data'), once(during, 'data')]);
  setLink(served, served.master, 'ok');
  await expect(answers).resolves.toHaveLength(2);
  before.destroy();
  during.destroy();
});

test('half-open connections stay silent while new ones work', async () => {
  await using served = await serveTwoHosts();
  const before = await served.dial(served.master);
  setLink(served, served.master, 'half-open');
  const after = await served.dial(served.master);
  expect([await answersWithin(before, 100), await answersWithin(after, 2000)]).toEqual([false, true]);
  before.destroy();
  after.destroy();
});

test('a pulled management cable silences one host only', async () => {
  await using served = await serveTwoHosts();
  served.slave.cables.management = 'pulled';
  served.server.refresh();
  const cut = await served.dial(served.slave);
  const whole = await served.dial(served.master);
  expect([await answersWithin(cut, 100), await answersWithin(whole, 2000)]).toEqual([false, true]);
  cut.destroy();
  whole.destroy();
});

test('a stopped toolstack refuses, and a started one answers on the same port', async () => {
  await using served = await serveTwoHosts();
  served.master.toolstack = { is: 'stopped' };
  served.server.refresh();
  const stopped = await fate(served, served.master);
  served.master.toolstack = { is: 'running' };
  served.server.refresh();
  expect([stopped, await fate(served, served.master)]).toEqual(['ECONNREFUSED', '200']);
});

test('connections of a machine that lost its power are reset when it comes back', async () => {
  await using served = await serveTwoHosts();
  const socket = await served.dial(served.slave);
  served.slave.power = 'off';
  served.server.refresh();
  expect(await answersWithin(socket, 100)).toBe(false);
  const closed = new Promise((resolve) => socket.on('error', resolve));
  served.slave.power = 'booting';
  served.server.refresh();
  expect(await closed).toMatchObject({ code: 'ECONNRESET' });
  expect(await fate(served, served.slave)).toBe('ECONNREFUSED');
});

test('latency and bandwidth slow answers down, dripping stops them', async () => {
  await using served = await serveTwoHosts();
  const timed = async (faults: Partial<SimHost['link']>): Promise<number> => {
    Object.assign(served.master.link, healthyLink(), faults);
    const startMs = performance.now();
    await served.send(served.master, LIST);
    return performance.now() - startMs;
  };
  const plain = await timed({});
  expect(await timed({ latencyMs: 150 })).toBeGreaterThan(Math.max(250, plain));
  expect(await timed({ bytesPerSecond: 200_000 })).toBeGreaterThan(200);
  Object.assign(served.master.link, healthyLink(), { mode: 'slow-drip' });
  const socket = await served.dial(served.master);
  socket.write(REQUEST);
  expect((await once(socket, 'data'))[0]).toHaveLength(1);
  socket.destroy();
});

test('a replaced certificate shows on new connections and in the records', async () => {
  await using served = await serveTwoHosts();
  const first = (await served.send(served.master, LIST)).fingerprint;
  served.master.certificateGeneration += 1;
  served.server.refresh();
  const second = (await served.send(served.master, LIST)).fingerprint;
  const records = [...(served.pool.database.tables.get('Certificate')?.rows.values() ?? [])].map(({ row }) => row);
  const own = records.find((row) => row['host'] === served.master.ref && row['type'] === 'host');
  expect({ changed: first !== second, second, recorded: own?.['fingerprint'] }).toEqual({
    changed: true,
    second: certificateOf(served.master).sha256,
    recorded: second,
  });
});
