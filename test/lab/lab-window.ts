import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromiumPath, launchChromium, type OpenPage, openPage } from '#test/support/chromium.ts';
import { aServedAppBy } from '#test/support/served-app.ts';
import { ADMIN, type Lab } from './lab.ts';

/** The window of the app as the administrator has it open: app and browser both run on that computer, behind its one cable. */
export async function openWindow(lab: Lab): Promise<OpenPage> {
  await using undo = new AsyncDisposableStack();
  const inside = ['ip', 'netns', 'exec', lab.network.nameOf(ADMIN)] as const;
  const app = undo.use(await aServedAppBy(inside, mkdtempSync(join(lab.folder, 'app-'))));
  const chromium = join(lab.folder, 'chromium');
  writeFileSync(chromium, `#!/bin/sh\nexec ${inside.join(' ')} '${chromiumPath()}' "$@"\n`);
  chmodSync(chromium, 0o755);
  const browser = await launchChromium(chromium);
  undo.defer(async () => await browser.close());
  const opened = undo.use(await openPage(browser, app.address));
  const kept = undo.move();
  return { ...opened, [Symbol.asyncDispose]: async () => await kept.disposeAsync() };
}
