import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LogFields } from '#engine/ports.ts';
import { followUpdates, type Updater } from '#shell/updates.ts';
import { createFakeClock } from '#test/support/fake-clock.ts';

const DAY_MS = 24 * 3_600_000;
/** Only whether it is there is looked at here; what it says is the updater's affair. */
const presentFile = join(import.meta.dirname, 'updates.test.ts');

/** An updater that finds what the test makes it find. */
class UpdaterDouble extends EventEmitter {
  logger: Updater['logger'] = console;
  checks = 0;

  checkForUpdates(): Promise<null> {
    this.checks += 1;
    return Promise.resolve(null);
  }
}

async function following(how: { feedFile?: string; isPortable?: boolean; updater?: UpdaterDouble; cannotLoad?: Error } = {}) {
  const { feedFile = presentFile, isPortable = false, updater = new UpdaterDouble(), cannotLoad } = how;
  const clock = createFakeClock();
  const logged: (readonly [string, LogFields | undefined])[] = [];
  const write = (event: string, fields?: LogFields): void => void logged.push([event, fields]);
  let loads = 0;
  const stop = await followUpdates({
    feedFile,
    isPortable,
    clock,
    log: { info: write, warn: write },
    loadUpdater() {
      loads += 1;
      if (cannotLoad !== undefined) return Promise.reject(cannotLoad);
      // The double has the members that are used; its events are the test's.
      return Promise.resolve(updater as unknown as Updater);
    },
  });
  return { updater, clock, logged, stop, loads: () => loads };
}

test('an app that was made without a feed never looks, nor loads what would', async () => {
  const { updater, clock, loads } = await following({ feedFile: '/no-such-file' });
  clock.advance(3 * DAY_MS);
  expect([loads(), updater.checks]).toEqual([0, 0]);
});

test('the one-file program never replaces itself', async () => {
  const { updater, loads } = await following({ isPortable: true });
  expect([loads(), updater.checks]).toEqual([0, 0]);
});

test('an updater that cannot be loaded is told, and the app goes on', async () => {
  const { updater, logged, stop } = await following({ cannotLoad: new RangeError('no such version') });
  stop();
  expect({ logged, checks: updater.checks }).toEqual({ logged: [['update.failed', { error: 'RangeError' }]], checks: 0 });
});

test('an app with a feed looks at its start and daily until it is stopped', async () => {
  const { updater, clock, stop } = await following();
  clock.advance(DAY_MS);
  clock.advance(DAY_MS);
  expect(updater.checks).toBe(3);
  stop();
  clock.advance(DAY_MS);
  expect(updater.checks).toBe(3);
});

test('what is found is told in the log by version, and the updater itself is silent', async () => {
  const { updater, logged } = await following();
  updater.emit('update-available', { version: '2.0.0' });
  updater.emit('update-downloaded', { version: '2.0.0' });
  expect({ logged, logger: updater.logger }).toEqual({
    logged: [
      ['update.found', { version: '2.0.0' }],
      ['update.ready', { version: '2.0.0' }],
    ],
    logger: null,
  });
});

test('a feed that does not answer is told without its address and asked again the next day', async () => {
  const updater = new UpdaterDouble();
  updater.checkForUpdates = () => {
    updater.checks += 1;
    updater.emit('error', new TypeError('https://user:word@updates.example does not answer'));
    return Promise.reject(new TypeError('the same'));
  };
  const { clock, logged } = await following({ updater });
  clock.advance(DAY_MS);
  expect({ logged, checks: updater.checks }).toEqual({
    logged: [
      ['update.failed', { error: 'TypeError' }],
      ['update.failed', { error: 'TypeError' }],
    ],
    checks: 2,
  });
});
