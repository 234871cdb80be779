import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { expect, test } from 'vitest';
import { DEFAULT_LOGIN } from '#simulator/world/build/start-pool.ts';
import type { HttpHandler } from '#simulator/xapi-server/routes.ts';
import { serveTwoHosts } from './served.ts';

const whoAmI: HttpHandler = (exchange) => {
  exchange.answer(
    { status: 200, reason: 'OK', version: '1.1', headers: [['connection', 'close']] },
    `${exchange.session?.user} at ${exchange.host.name}`,
  );
};

const echo: HttpHandler = async (exchange) => {
  const sink = exchange.respond({ status: 200, reason: 'OK', version: '1.0', headers: [['connection', 'close']] });
  await pipeline(exchange.body, sink);
};

const basic = (user: string, password: string) => ({ authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` });

test('a handler is reached by cookie, by query and by password, on any host', async () => {
  await using served = await serveTwoHosts({ rrd_updates: whoAmI });
  const session = await served.logIn();
  const answers = await Promise.all([
    served.send(served.master, { path: `/rrd_updates?session_id=${session}` }),
    served.send(served.slave, { path: '/rrd_updates', headers: { cookie: `a=b; session_id=${session}` } }),
    served.send(served.slave, { path: '/rrd_updates', headers: basic(DEFAULT_LOGIN.user, DEFAULT_LOGIN.password) }),
    served.send(served.slave, { path: '/rrd_updates', headers: basic(DEFAULT_LOGIN.user, 'wrong') }),
    served.send(served.slave, { path: '/rrd_updates?session_id=OpaqueRef:x' }),
  ]);
  const { master, slave } = served;
  expect(answers.map(({ status, text }) => (status === 200 ? text : status))).toEqual([
    `root at ${master.name}`,
    `root at ${slave.name}`,
    `root at ${slave.name}`,
    401,
    401,
  ]);
});

test('a role may be too small for a resource', async () => {
  await using served = await serveTwoHosts({ get_export: whoAmI, rrd_updates: whoAmI });
  const session = await served.logIn('reader');
  const statuses = ['/export', '/rrd_updates'].map(
    async (path) => (await served.send(served.master, { path: `${path}?session_id=${session}` })).status,
  );
  expect(await Promise.all(statuses)).toEqual([403, 200]);
});

test('whoever keeps tasks hears of a refused request that names one', async () => {
  const refused: string[] = [];
  await using served = await serveTwoHosts({}, ({ taskRef, code }) => refused.push(`${taskRef} ${code}`));
  await served.send(served.master, { path: '/export?task_id=OpaqueRef:task' });
  expect(refused).toEqual(['OpaqueRef:task SESSION_AUTHENTICATION_FAILED']);
});

test('bodies stream through a handler with back-pressure, longer than any buffer', async () => {
  await using served = await serveTwoHosts({ put_import: echo });
  const session = await served.logIn();
  const body = Buffer.alloc(5_000_000, 'poolkeeper ');
  const { status, text } = await served.send(served.master, { method: 'PUT', path: `/import?session_id=${session}`, body });
  expect({ status, isSame: text === body.toString() }).toEqual({ status: 200, isSame: true });
});

test('a handler may send a client to another host', async () => {
  await using served = await serveTwoHosts({ get_export: (exchange) => exchange.redirect(served.slave) });
  const session = await served.logIn();
  const target = `/export?session_id=${session}&uuid=x`;
  const { status, headers } = await served.send(served.master, { path: target });
  expect({ status, location: headers['location'] }).toEqual({ status: 302, location: `${served.server.urlOf(served.slave)}${target}` });
});

test('CONNECT hands the connection over, with what came early', async () => {
  const console: HttpHandler = (exchange) => {
    const stream = exchange.takeOver();
    stream.write('HTTP/1.1 200 OK\r\n\r\n');
    stream.pipe(stream);
  };
  await using served = await serveTwoHosts({ connect_console: console });
  const session = await served.logIn();
  const socket = await served.dial(served.master);
  socket.write(`CONNECT /console?session_id=${session} HTTP/1.1\r\n\r\nearly`);
  let heard = '';
  while (!heard.endsWith('early')) heard += String((await once(socket, 'data'))[0]);
  socket.write('late');
  expect([heard, String((await once(socket, 'data'))[0])]).toEqual(['HTTP/1.1 200 OK\r\n\r\nearly', 'late']);
  socket.destroy();
});

test('a handler nobody wrote says so', async () => {
  await using served = await serveTwoHosts();
  const session = await served.logIn();
  const { status, text } = await served.send(served.master, { path: `/host_backup?session_id=${session}` });
  expect({ status, saysSo: text.includes('NOT_IMPLEMENTED') }).toEqual({ status: 500, saysSo: true });
});

test('a handler that fails halfway cuts the connection', async () => {
  await using served = await serveTwoHosts({
    get_export: (exchange) => {
      exchange.respond({ status: 200, reason: 'OK', version: '1.1', headers: [['content-length', '100']] }).write('half');
      throw new Error('the disk broke');
    },
  });
  const session = await served.logIn();
  await expect(served.send(served.master, { path: `/export?session_id=${session}` })).rejects.toThrow('aborted');
});
