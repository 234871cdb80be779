import { expect, test } from 'vitest';
import { engineStream } from '#test/support/engine-stream.ts';
import { aRecoveredHost } from './recovered-host.ts';

test('a dark host sends its own status report over the way that was found, and nothing of it stays there', async () => {
  await using host = await aRecoveredHost('dark-root-disk-full', 'dark-3');
  await host.until(({ is }) => is === 'connected');
  const { stream, over } = engineStream(host.engine, 'host.status-report', host.at);
  const parts: Uint8Array[] = [];
  for await (const part of stream.incoming) parts.push(new Uint8Array(part));
  expect(await over).toEqual({ ok: true });
  expect(Buffer.concat(parts).toString('latin1')).toMatch(/^BZh91AY&SY status report of dark-3/);
});

test('stopped, it is over at once; of a host nobody has reached there is none', async () => {
  await using host = await aRecoveredHost('dark-root-disk-full', 'dark-3');
  await host.until(({ is }) => is === 'connected');
  const stopped = engineStream(host.engine, 'host.status-report', host.at);
  stopped.controller.abort();
  expect(await stopped.over).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
  await host.engine.call('recovery.close', host.at);
  expect(await engineStream(host.engine, 'host.status-report', host.at).over).toMatchObject({ ok: false, failure: { kind: 'gone' } });
});
