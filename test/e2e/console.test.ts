import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { confirmText } from '#shared/text/commands-text.ts';
import { consoleText as say } from '#shared/text/console-text.ts';
import { drivesText } from '#shared/text/devices-text.ts';
import { frameText } from '#shared/text/frame-text.ts';
import { launchChromium, openPage, takePictures } from '#test/support/chromium.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { aServedApp } from '#test/support/served-app.ts';
import { aServedWorld, firstPool } from '#test/support/served-world.ts';
import { consoleHandlers } from '#simulator/xapi-server/handlers/console/console-handlers.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => await browser.close());

const screen = (page: Page) => page.getByRole('application', { name: say.screenOf('web') });
const live = (page: Page) => page.getByText(say.liveScreen(640, 400));

/** How bright the red of its letters is. What moves behind them is none. */
const INK = 0xc8;

/** The line that is typed on the guest's screen, as it looks. */
async function line(page: Page): Promise<string> {
  return await screen(page).evaluate((canvas, ink) => {
    // Read from a copy, for reading would change how the screen itself is drawn.
    const copy = new OffscreenCanvas(200, 18).getContext('2d', { willReadFrequently: true });
    copy?.drawImage(canvas as HTMLCanvasElement, -16, -110);
    const pixels = copy?.getImageData(0, 0, 200, 18).data ?? [];
    return [...pixels].map((value, index) => (index % 4 > 0 ? '' : value === ink ? '#' : '.')).join('');
  }, INK);
}

/** What it shows once nothing more of the first picture arrives. */
async function atRest(page: Page): Promise<string> {
  let before = await line(page);
  for (;;) {
    await page.waitForTimeout(500);
    const now = await line(page);
    if (now === before) return now;
    before = now;
  }
}

/** How often this page has sent bytes: keys, the pointer, and the wish for another picture. */
function countSent(page: Page): () => number {
  let sent = 0;
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => {
      if (typeof payload !== 'string') sent += 1;
    });
  });
  return () => sent;
}

test('a screen is watched, typed on, left, undocked, and found again after a reboot', async () => {
  await using served = await aServedWorld('two-hosts-iscsi', { speed: 5, handlers: consoleHandlers });
  await using app = await aServedApp();
  let sent = (): number => 0;
  await using opened = await openPage(browser, app.address, async (page) => {
    sent = countSent(page);
    await Promise.resolve();
  });
  const { page, complaints } = opened;
  const window = mainWindow(page);
  await window.addPool(served.addressOf(firstPool(served.world).master), served.login.password);
  await window.select('web');
  await page.getByRole('tab', { name: say.tab }).click();
  await live(page).waitFor();

  await screen(page).click();
  const empty = await atRest(page);
  let byHand = empty;
  for (const character of 'aB!') {
    const before = byHand;
    await page.keyboard.type(character);
    await expect.poll(async () => await line(page)).not.toBe(before);
    byHand = await line(page);
  }
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await expect.poll(async () => await line(page)).toBe(empty);

  await page.getByRole('button', { name: say.typeText }).click();
  await page.getByRole('dialog', { name: say.typeTitle }).getByLabel(say.typeWhat).fill('aB!');
  await page.getByRole('button', { name: say.typeGo, exact: true }).click();
  await expect.poll(async () => await line(page)).toBe(byHand);
  await page.getByRole('button', { name: say.ctrlAltDel }).click();
  await expect.poll(async () => await line(page)).not.toBe(byHand);

  // All keys are the guest's until two of them are let go.
  await page.keyboard.press('Control+k');
  expect(await page.getByRole('dialog').count()).toBe(0);
  await page.keyboard.down('Control');
  await page.keyboard.down('Alt');
  await page.keyboard.up('Alt');
  await page.keyboard.up('Control');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(say.ctrlAltDel);
  expect(await takePictures(page, 'console')).toEqual([]);

  await page.getByRole('tab', { name: frameText.general }).click();
  await screen(page).waitFor({ state: 'detached' });
  const before = sent();
  await oneSecondPasses(page);
  await oneSecondPasses(page);
  expect(sent() - before).toBeLessThanOrEqual(1);
  await page.getByRole('tab', { name: say.tab }).click();
  await expect.poll(sent).toBeGreaterThan(before + 5);

  const [own] = await Promise.all([page.waitForEvent('popup'), page.getByRole('button', { name: say.undock }).click()]);
  await live(own).waitFor();
  expect(await own.title()).toBe(say.windowTitle('web'));
  await page.getByText(say.undocked).waitFor();
  await own.getByRole('button', { name: drivesText.inDrive(drivesText.emptyDrive) }).click();
  const discs = own.getByRole('dialog', { name: drivesText.discTitle('web') });
  await discs.getByRole('radio', { name: 'guest-tools.iso' }).check();
  await discs.getByRole('button', { name: drivesText.insert }).click();
  await own.getByRole('button', { name: drivesText.inDrive('guest-tools.iso') }).waitFor();
  await own.close();
  await live(page).waitFor();

  await watchPictures(page);
  await window.command('force reboot');
  await window
    .dialog(confirmText.title('Force reboot', 1, 'web'))
    .getByRole('button', { name: 'Force reboot' })
    .click();
  await page.locator('[data-picture=live]:not([data-known])').waitFor();
  await live(page).waitFor();
  // The last picture stayed until there was another.
  expect(await page.evaluate(() => Reflect.get(window, 'fewestPictures'))).toBe(1);
  expect(complaints).toEqual([]);
});

/** Marks the picture there is, and counts how many there are at any time from now on. */
async function watchPictures(page: Page): Promise<void> {
  await page.locator('[data-picture=live]').evaluate((picture) => {
    picture.setAttribute('data-known', 'true');
    const count = (): void => {
      const pictures = document.querySelectorAll('[data-picture=live], [data-picture=last]').length;
      Object.assign(window, { fewestPictures: Math.min(pictures, Number(Reflect.get(window, 'fewestPictures') ?? pictures)) });
    };
    count();
    new MutationObserver(count).observe(picture.parentElement ?? picture, { childList: true, subtree: true, attributes: true });
  });
}

async function oneSecondPasses(page: Page): Promise<void> {
  const clock = page.getByRole('contentinfo');
  const before = await clock.innerText();
  await expect.poll(async () => await clock.innerText()).not.toBe(before);
}

test('a VM that is off says so and can be started from there', async () => {
  await using served = await aServedWorld('two-hosts-iscsi', { speed: 20, handlers: consoleHandlers });
  await using app = await aServedApp();
  await using opened = await openPage(browser, app.address);
  const { page } = opened;
  const window = mainWindow(page);
  await window.addPool(served.addressOf(firstPool(served.world).master), served.login.password);
  await window.select('spare');
  await page.getByRole('tab', { name: say.tab }).click();
  await page.getByText(say.halted('spare', 'Halted')).waitFor();
  expect(await takePictures(page, 'console-off')).toEqual([]);
  await page.getByRole('button', { name: say.start, exact: true }).last().click();
  await page.getByText(/^Live /).waitFor();
});
