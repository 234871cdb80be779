import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { answerHead } from '#engine/net/answer-head.ts';

test('what follows a head is left for whoever reads next, however it is cut into pieces', async () => {
  const all = 'HTTP/1.0 404 Not Found\r\nA: b\r\n\r\nnothing here';
  for (let cut = 0; cut <= all.length; cut += 7) {
    const stream = new PassThrough();
    const head = answerHead(stream);
    stream.write(all.slice(0, cut));
    stream.end(all.slice(cut));
    expect(await head).toBe('HTTP/1.0 404 Not Found\r\nA: b\r\n\r\n');
    const rest: Buffer[] = [];
    for await (const part of stream) rest.push(part as Buffer);
    expect(Buffer.concat(rest).toString()).toBe('nothing here');
  }
});

test('whoever hangs up before the head is whole has given no answer', async () => {
  const stream = new PassThrough();
  const head = answerHead(stream);
  stream.end('HTTP/1.0 200');
  await expect(head).rejects.toMatchObject({ code: 'ECONNRESET' });
});
