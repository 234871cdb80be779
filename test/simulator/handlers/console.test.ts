import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { byteReader, serveTwoHosts, type Served } from './served.ts';

function consoleOf(served: Served, vm: string): string {
  const { pool } = served;
  const self = pool.database.refs('console').find((console) => pool.database.get('console', console)['VM'] === served.vm(vm).ref);
  if (self === undefined) throw new Error(`${vm} has no console`);
  return String(pool.database.get('console', self)['uuid']);
}

async function headOf(read: (count: number) => Promise<Buffer>): Promise<string> {
  let head = '';
  while (!head.endsWith('\r\n\r\n')) head += (await read(1)).toString();
  return head;
}

test('CONNECT leads to a moving picture', async () => {
  await using served = await serveTwoHosts();
  const socket = await served.dial(served.master, `CONNECT /console?uuid=${consoleOf(served, 'web')}&session_id=${served.session} HTTP/1.0\r\n\r\n`);
  const read = byteReader(socket);
  expect(await headOf(read)).toBe('HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nCache-Control: no-cache, no-store\r\n\r\n');
  expect((await read(12)).toString()).toBe('RFB 003.008\n');
  socket.write('RFB 003.008\n');
  expect([...(await read(2))]).toEqual([1, 1]);
  socket.write(Uint8Array.of(1, 1));
  await read(4);
  const init = await read(24);
  expect((await read(init.readUInt32BE(20))).toString()).toBe('web');
  socket.write(Buffer.from([2, 0, 0, 1, 0, 0, 0, 5, 3, 0, 0, 0, 0, 0, 0, 16, 0, 16]));
  expect((await read(16)).readInt32BE(12)).toBe(5);
  socket.destroy();
});

test('the picture goes with the VM', async () => {
  await using served = await serveTwoHosts();
  const { pool, world, master } = served;
  const socket = await served.dial(master, `CONNECT /console?uuid=${consoleOf(served, 'web')}&session_id=${served.session} HTTP/1.0\r\n\r\n`);
  await byteReader(socket)(12);
  pool.database.set('VM', served.vm('web').ref, { power_state: 'Halted' });
  world.clock.advance(1000);
  await expect(new Promise((resolve) => socket.once('end', () => resolve('ended')))).resolves.toBe('ended');
});

test('who may not, or asks for what is not here, is told so', async () => {
  await using served = await serveTwoHosts();
  const status = async (target: string): Promise<string> => {
    const socket = await served.dial(served.master, `CONNECT /console?${target} HTTP/1.0\r\n\r\n`);
    const line = (await headOf(byteReader(socket))).split('\r\n')[0];
    socket.destroy();
    return line ?? '';
  };
  expect(await status(`uuid=${consoleOf(served, 'web')}`)).toContain('401');
  expect(await status(`uuid=none&session_id=${served.session}`)).toContain('404');
  expect(await status(`uuid=${consoleOf(served, 'files')}&session_id=${served.session}`)).toContain('500');
});

test('a pool may allow one viewer at a time', async () => {
  await using served = await serveTwoHosts('9');
  const { pool, master, session } = served;
  const [self = ''] = pool.database.refs('pool');
  pool.database.set('pool', self, { limit_console_sessions: true });
  const head = `CONNECT /console?uuid=${consoleOf(served, 'web')}&session_id=${session} HTTP/1.0\r\n\r\n`;
  const first = await served.dial(master, head);
  expect(await headOf(byteReader(first))).toContain('200 OK');
  const second = await served.dial(master, head);
  expect(await headOf(byteReader(second))).toContain('503');
  first.destroy();
  await new Promise((resolve) => first.once('close', resolve));
  await expect.poll(async () => await headOf(byteReader(await served.dial(master, head)))).toContain('200 OK');
});

test('a websocket carries the same picture', async () => {
  await using served = await serveTwoHosts();
  const key = Buffer.from('0123456789abcdef').toString('base64');
  const upgrade = `Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: binary\r\nSec-WebSocket-Key: ${key}\r\n`;
  const socket = await served.dial(
    served.master,
    `GET /console?uuid=${consoleOf(served, 'web')}&session_id=${served.session} HTTP/1.1\r\nHost: x\r\n${upgrade}\r\n`,
  );
  const read = byteReader(socket);
  const head = await headOf(read);
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  expect(head).toContain('HTTP/1.1 101 Switching Protocols\r\n');
  expect(head).toContain(`Sec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: binary\r\n`);
  expect([...(await read(2))]).toEqual([0x82, 12]);
  expect((await read(12)).toString()).toBe('RFB 003.008\n');
  const masked = Buffer.from('RFB 003.008\n').map((byte, index) => byte ^ (index % 4));
  socket.write(Buffer.concat([Uint8Array.of(0x82, 0x80 | 12, 0, 1, 2, 3), masked]));
  expect([...(await read(4))]).toEqual([0x82, 2, 1, 1]);
  socket.write(Uint8Array.of(0x89, 0x81, 0, 0, 0, 0, 7));
  expect([...(await read(3))]).toEqual([0x8a, 1, 7]);
  socket.write(Uint8Array.of(0x88, 0x80, 0, 0, 0, 0));
  expect([...(await read(2))]).toEqual([0x88, 0]);
});
