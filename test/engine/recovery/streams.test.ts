import { expect, test } from 'vitest';
import { createLogNewsReader, type LogNews } from '#shared/contract/log-news.ts';
import { withNewLines } from '#shared/domain/diagnosis/log-follow.ts';
import type { LogLine } from '#shared/domain/diagnosis/sight-machine.ts';
import { note } from '#simulator/world/dom0/dom0.ts';
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

test('logs come as the host writes them, known ones marked and without secrets, and anew where the way was broken', async () => {
  await using host = await aRecoveredHost('dark-root-disk-full', 'dark-3');
  await host.until(({ is }) => is === 'connected');
  const { stream, over, controller } = engineStream(host.engine, 'host.logs', host.at);
  const heard = following(stream);
  await expect.poll(() => heard.news[0]?.is).toBe('begins');
  await expect.poll(() => heard.lines().some(({ file }) => file === 'messages')).toBe(true);
  await host.inWorld(({ host: { dom0 } }) => {
    note(dom0, 'xensource.log', 'xapi: [ warn||5 ||master_connection] Connection to master died, password=planted-4711');
    note(dom0, 'SMlog', 'SM: [4711] no signature here');
  });
  await expect
    .poll(() => heard.lines().findLast(({ file }) => file === 'xensource'))
    .toMatchObject({
      text: expect.stringMatching(/Connection to master died, password=…$/) as string,
      signature: 'master-lost',
    });
  await expect.poll(() => heard.lines().findLast(({ file }) => file === 'storage')?.text).toMatch(/no signature here$/);
  // Another file of the same name: it is followed from its beginning.
  await host.inWorld(({ host: { dom0 } }) => void dom0.files.set('/var/log/audit.log', 'Jun  9 14:00:00 dark-3 a new file\n'));
  await expect.poll(() => heard.lines().findLast(({ file }) => file === 'audit')?.text).toBe('dark-3 a new file');
  const before = heard.news.length;
  const { active } = await host.until(({ is }) => is === 'connected');
  await host.engine.call('recovery.use-route', { ...host.at, route: active ?? '' });
  await expect.poll(() => heard.news.slice(before).map(({ is }) => is)).toContain('begins');
  controller.abort();
  expect(await over).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
});

/** What comes over it, and the lines that are left of that. */
function following(stream: ReturnType<typeof engineStream>['stream']): { readonly news: readonly LogNews[]; lines(): readonly LogLine[] } {
  const news: LogNews[] = [];
  const reader = createLogNewsReader();
  const listen = async (): Promise<void> => {
    for await (const bytes of stream.incoming) news.push(...reader.add(Buffer.from(bytes).toString('utf8')));
  };
  // How it ends is the stream's own word.
  listen().catch(() => undefined);
  return {
    news,
    lines: () =>
      news.reduce<readonly LogLine[]>(
        (lines, next) => (next.is === 'waiting' ? lines : withNewLines(next.is === 'begins' ? [] : lines, next.lines)),
        [],
      ),
  };
}
